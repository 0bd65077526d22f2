/**
 * Transactions: private writes, the locks of what is written, the commit that makes them
 * everybody's.
 *
 * <p>Start at {@link dev.zdb.kv.txn.StoreTransaction} for what a caller does, at {@link
 * dev.zdb.kv.txn.Committer} for what a commit is.
 */
@NullMarked
package dev.zdb.kv.txn;

import org.jspecify.annotations.NullMarked;
