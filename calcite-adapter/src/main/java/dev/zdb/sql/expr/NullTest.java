package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;

/** IS NULL and IS NOT NULL. */
public final class NullTest {
  private NullTest() {}

  /** IS NULL. */
  public static Expression isNull(Expression operand) {
    if (operand instanceof Constant constant) {
      return Constant.of(constant.isNull() ? Truth.TRUE : Truth.FALSE);
    }
    return operand instanceof RegisterRead column
        ? new ColumnIsNull(column.index())
        : Computed.word(SqlType.BOOLEAN, run -> Computed.truth(run, evaluatesToNull(operand, run)));
  }

  /** IS NOT NULL. */
  public static Expression isNotNull(Expression operand) {
    return Logic.not(isNull(operand));
  }

  private static boolean evaluatesToNull(Expression operand, Execution run) {
    if (Form.of(operand.type().kind()).isObject()) {
      return operand.object(run) == null;
    }
    operand.word(run);
    return run.registers.isNull;
  }

  private static final class ColumnIsNull extends Expression {
    private final int column;

    ColumnIsNull(int column) {
      super(SqlType.BOOLEAN);
      this.column = column;
    }

    @Override
    public boolean mayRead(int register) {
      return register == column;
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      registers.isNull = false;
      return registers.nulls[column] ? 1 : 0;
    }
  }
}
