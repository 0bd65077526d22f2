package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Arithmetic.Operation;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;

/** An operation of two doubles. A REAL result is rounded to a float. */
final class DoubleArithmetic extends Expression {
  private final Operation operation;
  private final Expression left;
  private final Expression right;
  private final boolean isReal;

  private DoubleArithmetic(Operation operation, Expression left, Expression right, SqlType type) {
    super(type);
    this.operation = operation;
    this.left = left;
    this.right = right;
    this.isReal = type.kind() == TypeKind.REAL;
  }

  static Expression of(Operation operation, Expression left, Expression right, SqlType type) {
    return new DoubleArithmetic(operation, left, right, type);
  }

  @Override
  public long word(Execution run) {
    Registers registers = run.registers;
    long leftBits = left.word(run);
    if (registers.isNull) {
      return 0;
    }
    long rightBits = right.word(run);
    if (registers.isNull) {
      return 0;
    }
    double a = Double.longBitsToDouble(leftBits);
    double b = Double.longBitsToDouble(rightBits);
    double result = compute(a, b);
    result = isReal ? (float) result : result;
    if (Double.isInfinite(result) && Math.abs(a) <= Double.MAX_VALUE && !Double.isInfinite(b)) {
      throw SqlProblem.of(
          SqlErrorCode.NUMERIC_OUT_OF_RANGE, "the result of %s is out of range", type());
    }
    return Double.doubleToRawLongBits(result);
  }

  private double compute(double a, double b) {
    return switch (operation) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / nonZero(b);
      case REMAINDER -> a % nonZero(b);
    };
  }

  private static double nonZero(double divisor) {
    if (divisor == 0) {
      throw Arithmetic.divisionByZero();
    }
    return divisor;
  }
}
