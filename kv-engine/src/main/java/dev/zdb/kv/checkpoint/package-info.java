/**
 * The data file: a ring of superblocks, extents that are never overwritten while one of the last
 * two superblocks reaches them, and the checkpoint that moves the store from one to the next.
 *
 * <p>Start at {@link dev.zdb.kv.checkpoint.Checkpointer}.
 */
@NullMarked
package dev.zdb.kv.checkpoint;

import org.jspecify.annotations.NullMarked;
