/** Scripts of statements and their answers. */
@NullMarked
package dev.zdb.test.slt;

import org.jspecify.annotations.NullMarked;
