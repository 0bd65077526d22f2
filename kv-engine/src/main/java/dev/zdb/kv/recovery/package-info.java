/**
 * From files to a store: the newest checkpoint, then what the log has behind it.
 *
 * <p>Start at {@link dev.zdb.kv.recovery.Recovery}.
 */
@NullMarked
package dev.zdb.kv.recovery;

import org.jspecify.annotations.NullMarked;
