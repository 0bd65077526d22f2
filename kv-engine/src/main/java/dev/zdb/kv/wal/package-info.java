/**
 * The log: what is appended and forced survives, in order.
 *
 * <p>Start at {@link dev.zdb.kv.wal.WriteAheadLog}, which appends; {@link dev.zdb.kv.wal.LogReader}
 * gives back what a crash left and tells its legal end from damage. To open a log, read it to its
 * end first, then {@linkplain dev.zdb.kv.wal.WriteAheadLog#continueAfter continue after it}. The
 * bytes are described in {@code docs/format/wal.md}.
 */
@NullMarked
package dev.zdb.kv.wal;

import org.jspecify.annotations.NullMarked;
