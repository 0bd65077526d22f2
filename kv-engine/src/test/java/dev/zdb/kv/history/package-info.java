/**
 * Isolation proved by histories: random transactions from many threads are recorded, and the record
 * is searched for what their levels forbid, after Adya's definitions and in the manner of Elle.
 *
 * <p>Each key holds a list, to which transactions append numbers that occur once. So a list that
 * was read tells not only whose version it is, but all versions before it, in their order. Start at
 * {@link Checker}.
 */
@NullMarked
package dev.zdb.kv.history;

import org.jspecify.annotations.NullMarked;
