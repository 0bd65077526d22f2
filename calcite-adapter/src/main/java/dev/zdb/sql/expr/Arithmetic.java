package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;

/**
 * The arithmetic of numbers, checked: what the result's type cannot hold is {@link
 * SqlErrorCode#NUMERIC_OUT_OF_RANGE}. Operands are converted to the way in which the result's type
 * computes: integers in 64 bits, DECIMALs exactly at their own scales, the rest as doubles.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /** What to compute. */
  public enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    /** Of integers truncates. */
    DIVIDE,
    /** Has the sign of the left operand. */
    REMAINDER
  }

  /** An operation of two numbers with a result of a numeric type. */
  public static Expression of(
      Operation operation, Expression left, Expression right, SqlType type) {
    if (type.kind().isApproximate()) {
      return DoubleArithmetic.of(
          operation, Conversions.toDouble(left), Conversions.toDouble(right), type);
    }
    boolean whole = left.type().kind().isInteger() && right.type().kind().isInteger();
    if (whole && type.kind().isInteger()) {
      return LongArithmetic.of(operation, left, right, type);
    }
    SqlType exact =
        type.kind() == TypeKind.DECIMAL ? type : SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0);
    Expression result =
        DecimalExpressions.of(
            operation, Conversions.toDecimal(left), Conversions.toDecimal(right), exact);
    return type.kind() == TypeKind.DECIMAL ? result : Conversions.cast(result, type);
  }

  /** Minus a number. */
  public static Expression negate(Expression operand, SqlType type) {
    return of(Operation.SUBTRACT, zeroOf(operand.type()), operand, type);
  }

  /** What a number is taken from: of approximate ones -0.0, so that minus 0.0 is that too. */
  private static Constant zeroOf(SqlType type) {
    if (type.kind().isApproximate()) {
      return Constant.of(type, -0.0);
    }
    return Constant.of(type.kind() == TypeKind.DECIMAL ? SqlType.decimal(1, 0) : type, 0);
  }

  static SqlProblem divisionByZero() {
    return SqlProblem.of(SqlErrorCode.DIVISION_BY_ZERO, "division by zero");
  }
}
