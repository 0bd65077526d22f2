package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import org.jspecify.annotations.Nullable;

/** A column of one word BETWEEN two constants, both ends included. */
final class LongRange extends Expression {
  private final int column;
  private final long least;
  private final long most;

  LongRange(int column, long least, long most) {
    super(SqlType.BOOLEAN);
    this.column = column;
    this.least = least;
    this.most = most;
  }

  @Override
  public boolean mayRead(int register) {
    return register == column;
  }

  @Override
  public @Nullable WordRange rangeOf(int register) {
    return register == column
        ? (registers, low, high, i) -> WordRange.narrow(least, most, low, high, i)
        : null;
  }

  @Override
  public long word(Execution run) {
    Registers registers = run.registers;
    registers.isNull = registers.nulls[column];
    long word = registers.words[column];
    return word >= least && word <= most ? 1 : 0;
  }
}
