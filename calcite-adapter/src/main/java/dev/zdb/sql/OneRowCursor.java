package dev.zdb.sql;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import java.util.List;
import java.util.Objects;

/**
 * The one row of a lookup, or none, read when the statement was executed: nothing is open behind
 * it, so nothing that happens later concerns it.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class OneRowCursor implements RowCursor {
  private final Plan.Query plan;
  private final Registers registers;
  private boolean isAhead;

  /** Takes the registers of a run that showed its row, if {@code found}. */
  OneRowCursor(Plan.Query plan, Registers registers, boolean found) {
    this.plan = plan;
    this.registers = registers;
    this.isAhead = found;
  }

  @Override
  public List<ColumnMetadata> columns() {
    return plan.columns();
  }

  @Override
  public boolean next() {
    boolean isThere = isAhead;
    isAhead = false;
    return isThere;
  }

  private int register(int column) {
    return plan.output().get(column);
  }

  @Override
  public boolean isNull(int column) {
    return registers.nulls[register(column)];
  }

  @Override
  public long asLong(int column) {
    return registers.words[register(column)];
  }

  @Override
  public double asDouble(int column) {
    return Double.longBitsToDouble(registers.words[register(column)]);
  }

  @Override
  public Object asObject(int column) {
    return Objects.requireNonNull(
        JavaValues.get(registers, register(column), plan.columns().get(column).type()));
  }

  @Override
  public void close() {
    // nothing is open
  }
}
