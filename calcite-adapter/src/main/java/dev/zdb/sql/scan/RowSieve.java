package dev.zdb.sql.scan;

import dev.zdb.kv.api.Cursor;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Logic;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the columns of entries that pass a filter, and of others as little as tells that they do
 * not: what must all be true is asked one by one, and of each the columns are read that it asks
 * for.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class RowSieve {
  private final EntryReader[] readers;
  private final Expression[] tests;
  private final EntryReader rest;

  RowSieve(TableCodec codec, ReadColumns columns) {
    Expression filter = columns.filter();
    List<Expression> conjuncts = filter == null ? List.of() : Logic.conjuncts(filter);
    List<ColumnRead> unread = new ArrayList<>(columns.first());
    tests = conjuncts.toArray(Expression[]::new);
    readers = new EntryReader[tests.length];
    for (int i = 0; i < tests.length; i++) {
      Expression test = tests[i];
      List<ColumnRead> asked =
          unread.stream().filter(column -> test.mayRead(column.register())).toList();
      unread.removeAll(asked);
      readers[i] = new EntryReader(codec, asked);
    }
    unread.addAll(columns.rest());
    rest = new EntryReader(codec, unread);
  }

  /** Reads the entry of a cursor's batch at {@code index}; returns false if it does not pass. */
  boolean read(Cursor cursor, int index, Execution run) {
    Registers registers = run.registers;
    for (int i = 0; i < tests.length; i++) {
      readers[i].read(cursor, index, registers);
      if (!tests[i].isTrue(run)) {
        return false;
      }
    }
    rest.read(cursor, index, registers);
    return true;
  }
}
