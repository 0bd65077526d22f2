/**
 * Ordered trees of pages in memory, each page with the versions that open snapshots need.
 *
 * <p>Start at {@link dev.zdb.kv.btree.Tree} for reading, {@link dev.zdb.kv.btree.TreeEditor} for
 * writing. Pages come from a {@link dev.zdb.kv.btree.PageSource} when memory has none.
 */
@NullMarked
package dev.zdb.kv.btree;

import org.jspecify.annotations.NullMarked;
