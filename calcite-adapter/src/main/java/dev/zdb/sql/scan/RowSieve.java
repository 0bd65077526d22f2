package dev.zdb.sql.scan;

import dev.zdb.kv.api.Cursor;
import dev.zdb.sql.codec.RowRanges;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Logic;
import dev.zdb.sql.expr.WordRange;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of entries that pass a filter, and of others as little as tells that they do
 * not. What must all be true is asked one by one: first, of a whole batch, what is a range of
 * stored words, which costs no register and no call, then, row by row, the rest, for each of which
 * the columns are read that it asks for.
 *
 * <p><b>Threads:</b> any; part of a compiled plan. What belongs to one run is in {@link Limits}.
 */
final class RowSieve {
  private final RowRanges ranges;
  private final List<Narrowing> narrowings = new ArrayList<>();
  private final int rangeCount;
  private final EntryReader[] readers;
  private final Expression[] tests;
  private final EntryReader rest;

  /** The ranges of one run, and which entries of its batch lie in them. */
  static final class Limits {
    private final long[] least;
    private final long[] most;
    private int[] chosen = {};

    private Limits(int count) {
      least = new long[count];
      most = new long[count];
    }

    /** The index of the entry that was chosen as number {@code i}. */
    int chosen(int i) {
      return chosen[i];
    }
  }

  /** One condition on the column of one range. */
  private record Narrowing(WordRange range, int index) {}

  RowSieve(TableCodec codec, ReadColumns columns) {
    Expression filter = columns.filter();
    List<Expression> asked = new ArrayList<>();
    List<Integer> ranged = new ArrayList<>();
    for (Expression test : filter == null ? List.<Expression>of() : Logic.conjuncts(filter)) {
      if (!addRange(test, codec, columns.first(), ranged)) {
        asked.add(test);
      }
    }
    ranges = codec.ranges(ranged.stream().mapToInt(Integer::intValue).toArray());
    rangeCount = ranged.size();
    tests = asked.toArray(Expression[]::new);
    readers = new EntryReader[tests.length];
    List<ColumnRead> unread = new ArrayList<>(columns.first());
    for (int i = 0; i < tests.length; i++) {
      Expression test = tests[i];
      List<ColumnRead> needed =
          unread.stream().filter(column -> test.mayRead(column.register())).toList();
      unread.removeAll(needed);
      readers[i] = new EntryReader(codec, needed);
    }
    unread.addAll(columns.rest());
    rest = new EntryReader(codec, unread);
  }

  private boolean addRange(
      Expression test, TableCodec codec, List<ColumnRead> columns, List<Integer> ranged) {
    for (ColumnRead read : columns) {
      WordRange range = rangeOf(test, read, codec, columns);
      if (range != null) {
        if (!ranged.contains(read.column())) {
          ranged.add(read.column());
        }
        narrowings.add(new Narrowing(range, ranged.indexOf(read.column())));
        return true;
      }
    }
    return false;
  }

  /** A test as a range of one column that no other column of the row has a part in. */
  private static @Nullable WordRange rangeOf(
      Expression test, ColumnRead read, TableCodec codec, List<ColumnRead> columns) {
    boolean isAlone =
        columns.stream().noneMatch(other -> !other.equals(read) && test.mayRead(other.register()));
    return isAlone && read.column() != ColumnRead.ROW_ID && codec.holdsWord(read.column())
        ? test.rangeOf(read.register())
        : null;
  }

  /** Makes the ranges of a run, to be told by {@link #limit} before entries are asked for. */
  Limits newLimits() {
    return new Limits(rangeCount);
  }

  /** Tells what the ranges are by the parameters and outer rows in the registers. */
  void limit(Registers registers, Limits limits) {
    Arrays.fill(limits.least, Long.MIN_VALUE);
    Arrays.fill(limits.most, Long.MAX_VALUE);
    for (Narrowing narrowing : narrowings) {
      narrowing.range.narrow(registers, limits.least, limits.most, narrowing.index);
    }
  }

  /** Chooses the entries of a batch that lie in the ranges; returns how many. */
  int choose(Cursor batch, Limits limits) {
    if (limits.chosen.length < batch.count()) {
      limits.chosen = new int[batch.count()];
    }
    return ranges.choose(batch, limits.least, limits.most, limits.chosen);
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
