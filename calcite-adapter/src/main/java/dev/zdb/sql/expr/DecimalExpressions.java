package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Arithmetic.Operation;
import dev.zdb.sql.value.DecimalArithmetic;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;

/** An operation of two DECIMALs. The hot ones are a class each, for the sake of inlining. */
abstract class DecimalExpressions extends Expression {
  final DecimalArithmetic arithmetic;
  private final Expression left;
  private final Expression right;

  private DecimalExpressions(Expression left, Expression right, SqlType type) {
    super(type);
    this.left = left;
    this.right = right;
    this.arithmetic = new DecimalArithmetic(left.type().scale(), right.type().scale(), type);
  }

  static Expression of(Operation operation, Expression left, Expression right, SqlType type) {
    return switch (operation) {
      case ADD -> new Sum(left, right, type);
      case SUBTRACT -> new Difference(left, right, type);
      case MULTIPLY -> new Product(left, right, type);
      case DIVIDE -> new Quotient(left, right, type);
      case REMAINDER -> new Remainder(left, right, type);
    };
  }

  @Override
  public final boolean mayRead(int register) {
    return left.mayRead(register) || right.mayRead(register);
  }

  @Override
  public final long word(Execution run) {
    Registers registers = run.registers;
    long aLow = left.word(run);
    if (registers.isNull) {
      return 0;
    }
    long aHigh = registers.high;
    long bLow = right.word(run);
    if (registers.isNull) {
      return 0;
    }
    return compute(aLow, aHigh, bLow, registers.high, registers);
  }

  abstract long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out);

  private static final class Sum extends DecimalExpressions {
    Sum(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
      return arithmetic.add(aLow, aHigh, bLow, bHigh, out);
    }
  }

  private static final class Difference extends DecimalExpressions {
    Difference(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
      return arithmetic.subtract(aLow, aHigh, bLow, bHigh, out);
    }
  }

  private static final class Product extends DecimalExpressions {
    Product(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
      return arithmetic.multiply(aLow, aHigh, bLow, bHigh, out);
    }
  }

  private static final class Quotient extends DecimalExpressions {
    Quotient(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
      return arithmetic.divide(aLow, aHigh, bLow, bHigh, out);
    }
  }

  private static final class Remainder extends DecimalExpressions {
    Remainder(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
      return arithmetic.remainder(aLow, aHigh, bLow, bHigh, out);
    }
  }
}
