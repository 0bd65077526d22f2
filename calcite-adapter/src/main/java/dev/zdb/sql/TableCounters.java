package dev.zdb.sql;

import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.Numbering;
import dev.zdb.sql.catalog.TableDef;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The highest numbers handed out for identity columns and hidden row numbers. Nothing is handed out
 * twice, also not what a transaction took that was rolled back.
 *
 * <p>Counters belong to trees, since a table that was rolled back may leave its number to another,
 * but no tree does.
 *
 * <p><b>Threads:</b> safe.
 */
final class TableCounters {
  private final Map<TreeId, Counter> identities = new ConcurrentHashMap<>();
  private final Map<TreeId, Counter> rowIds = new ConcurrentHashMap<>();

  /** The counter of a table's identity column; {@code start} tells what the store has. */
  Counter identity(TableDef table, LongSupplier start) {
    return counter(identities, table, numbering(table), start);
  }

  /** The counter of a table's hidden row numbers; {@code start} tells what the store has. */
  Counter rowId(TableDef table, LongSupplier start) {
    return counter(rowIds, table, Numbering.ONE_BY_ONE, start);
  }

  /** All counters of identity columns that were used. */
  Collection<Counter> identities() {
    return identities.values();
  }

  private static Numbering numbering(TableDef table) {
    return table.columns().stream()
        .filter(column -> column.identity() != Identity.NONE)
        .map(ColumnDef::numbering)
        .findFirst()
        .orElse(Numbering.ONE_BY_ONE);
  }

  private static Counter counter(
      Map<TreeId, Counter> counters, TableDef table, Numbering numbering, LongSupplier start) {
    Counter counter = counters.get(table.tree());
    if (counter == null) {
      Counter fresh = new Counter(table, numbering, start.getAsLong());
      Counter known = counters.putIfAbsent(table.tree(), fresh);
      counter = known == null ? fresh : known;
    }
    return counter;
  }

  /** A number that only grows. */
  static final class Counter {
    /** Held while a limit is committed, so that those who need one do not meet in the store. */
    private final ReentrantLock raising = new ReentrantLock();

    private final TableDef table;
    private final Numbering numbering;
    private final AtomicLong highest;
    private final AtomicLong limit;

    private Counter(TableDef table, Numbering numbering, long start) {
      this.table = table;
      this.numbering = numbering;
      this.highest = new AtomicLong(start);
      this.limit = new AtomicLong(start);
    }

    TableDef table() {
      return table;
    }

    long next() {
      try {
        return highest.updateAndGet(numbering::above);
      } catch (ArithmeticException e) {
        throw SqlProblem.causedBy(
            e,
            SqlErrorCode.NUMERIC_OUT_OF_RANGE,
            "table " + table.name() + " has used up its numbers");
      }
    }

    /** Whether a catalog has the table, and not another one of its number. */
    boolean isIn(Catalog catalog) {
      TableDef there = catalog.table(table.id());
      return there != null && there.tree().equals(table.tree());
    }

    void pass(long number) {
      highest.accumulateAndGet(number, Math::max);
    }

    /** Held by whoever commits a limit in a transaction of its own. */
    ReentrantLock raising() {
      return raising;
    }

    /** What a committed transaction wrote: no number above it was handed out. */
    long limit() {
      return limit.get();
    }

    void limitCommitted(long newLimit) {
      limit.accumulateAndGet(newLimit, Math::max);
    }

    /** Takes back what was reserved, while nobody takes numbers; returns the limit from now on. */
    long settle() {
      long settled = highest.get();
      limit.set(settled);
      return settled;
    }
  }
}
