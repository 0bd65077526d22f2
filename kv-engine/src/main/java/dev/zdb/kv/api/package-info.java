/**
 * The vocabulary of the engine: stores, transactions, snapshots, cursors, errors.
 *
 * <p>Types here are promises to callers, narrow enough that a store on another engine can stand
 * behind them: commit may answer <i>conflict</i> or <i>unknown</i>, limits are asked and never
 * assumed, scans come in batches, keys compare as unsigned bytes, and nothing of a page escapes.
 * They import nothing of ours, hold no file and start no thread; {@code dev.zdb.kv.Stores} is where
 * they come to life.
 */
@NullMarked
package dev.zdb.kv.api;

import org.jspecify.annotations.NullMarked;
