/** The jar, the launcher and sqlline as programs. */
@NullMarked
package dev.zdb.test.jar;

import org.jspecify.annotations.NullMarked;
