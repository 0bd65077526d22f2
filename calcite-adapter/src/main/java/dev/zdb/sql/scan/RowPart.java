package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a row that was fetched by its key: first what decides whether it is wanted.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class RowPart {
  private final EntryReader first;
  private final @Nullable Expression filter;
  private final EntryReader rest;

  RowPart(TableCodec codec, ReadColumns columns) {
    this.first = new EntryReader(codec, columns.first());
    this.filter = columns.filter();
    this.rest = new EntryReader(codec, columns.rest());
  }

  /** Reads the row's columns, those that the filter does not ask for only where it is true. */
  boolean read(Bytes key, Bytes value, Execution run) {
    first.read(key, value, run.registers);
    if (filter != null && !filter.isTrue(run)) {
      return false;
    }
    rest.read(key, value, run.registers);
    return true;
  }
}
