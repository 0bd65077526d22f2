/** A disk that fails as tests wish, and what tests of all modules share. */
@NullMarked
package dev.zdb.kv.testing;

import org.jspecify.annotations.NullMarked;
