package dev.zdb.sql;

import dev.zdb.kv.api.Snapshot;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.exec.MemoryBudget;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a running query, read from its registers as they come.
 *
 * <p>A query of a transaction that goes on to write is first read to its end into memory, since it
 * must not see what is written after it began.
 *
 * <p><b>Threads:</b> the session's lock guards it.
 */
final class QueryCursor implements RowCursor {
  private static final int BYTES_OF_KEPT_VALUE = 48;

  private final EngineSession session;
  private final Plan.Query plan;
  private final Execution run;
  private final Registers registers;
  private final MemoryBudget budget;
  private final RowSource rows;
  private final @Nullable Snapshot snapshot;
  private final int[] output;
  private final long maxRows;
  private long shown;
  private @Nullable RowsInMemory kept;
  private String whyClosed = "";

  /**
   * Starts a run.
   *
   * @param snapshot what it reads, to be closed with it; null where it reads a transaction
   * @param maxRows 0 for no limit
   */
  QueryCursor(
      EngineSession session,
      Plan.Query plan,
      RunContext context,
      @Nullable Snapshot snapshot,
      long maxRows) {
    this.session = session;
    this.plan = plan;
    this.run = context.run();
    this.registers = run.registers;
    this.budget = context.budget();
    this.snapshot = snapshot;
    this.output = new int[plan.output().size()];
    for (int i = 0; i < output.length; i++) {
      output[i] = plan.output().get(i);
    }
    this.maxRows = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    this.rows = plan.root().open(context);
    try {
      rows.start();
    } catch (RuntimeException | Error e) {
      rows.close();
      throw e;
    }
  }

  @Override
  public List<ColumnMetadata> columns() {
    return plan.columns();
  }

  @Override
  public boolean next() {
    return session.fetch(this);
  }

  /** Moves on, under the session's lock. */
  boolean advance() {
    if (kept != null) {
      return kept.next();
    }
    if (!whyClosed.isEmpty()) {
      throw SqlProblem.of(SqlErrorCode.INVALID_CURSOR_STATE, "the result was closed %s", whyClosed);
    }
    if (shown < maxRows && rows.next()) {
      shown++;
      return true;
    }
    kept = new RowsInMemory(plan.columns(), List.of());
    session.forget(this);
    return false;
  }

  /** Reads what is left into memory. */
  void keepRest() {
    if (kept != null || !whyClosed.isEmpty()) {
      return;
    }
    List<Object[]> rest = new ArrayList<>();
    Object @Nullable [] current = shown > 0 ? row() : null;
    while (shown < maxRows && rows.next()) {
      shown++;
      budget.reserve((long) BYTES_OF_KEPT_VALUE * output.length);
      rest.add(row());
    }
    if (current != null) {
      rest.add(0, current);
    }
    RowsInMemory memory = new RowsInMemory(plan.columns(), rest);
    if (current != null) {
      memory.next();
    }
    kept = memory;
  }

  private Object[] row() {
    @Nullable Object[] row = new Object[output.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = JavaValues.get(registers, output[i], plan.columns().get(i).type());
    }
    return asRow(row);
  }

  @SuppressWarnings("NullAway") // an array of maybe null is an Object[] all over api
  private static Object[] asRow(@Nullable Object[] row) {
    return row;
  }

  Execution run() {
    return run;
  }

  /** Whether it reads a snapshot of its own, not the session's transaction. */
  boolean isIndependent() {
    return snapshot != null;
  }

  @Override
  public boolean isNull(int column) {
    RowsInMemory memory = kept;
    return memory == null ? registers.nulls[output[column]] : memory.isNull(column);
  }

  @Override
  public long asLong(int column) {
    RowsInMemory memory = kept;
    return memory == null ? registers.words[output[column]] : memory.asLong(column);
  }

  @Override
  public double asDouble(int column) {
    RowsInMemory memory = kept;
    return memory == null
        ? Double.longBitsToDouble(registers.words[output[column]])
        : memory.asDouble(column);
  }

  @Override
  public Object asObject(int column) {
    RowsInMemory memory = kept;
    return memory == null
        ? Objects.requireNonNull(
            JavaValues.get(registers, output[column], plan.columns().get(column).type()))
        : memory.asObject(column);
  }

  @Override
  public void close() {
    session.closeCursor(this);
  }

  /** Lets go of what it holds, under the session's lock; {@code why} is for later callers. */
  void end(String why) {
    if (whyClosed.isEmpty()) {
      whyClosed = why;
      try (snapshot) {
        rows.close();
      }
    }
  }
}
