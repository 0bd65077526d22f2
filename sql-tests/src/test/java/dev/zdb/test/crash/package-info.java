/** Child processes that are killed, and what must be there afterwards. */
@NullMarked
package dev.zdb.test.crash;

import org.jspecify.annotations.NullMarked;
