package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Arithmetic.Operation;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;

/** An operation of two integers. Each operation is a class, for the sake of inlining. */
abstract class LongArithmetic extends Expression {
  private final Expression left;
  private final Expression right;
  private final long least;
  private final long most;

  private LongArithmetic(Expression left, Expression right, SqlType type) {
    super(type);
    this.left = left;
    this.right = right;
    this.most =
        switch (type.kind()) {
          case TINYINT -> Byte.MAX_VALUE;
          case SMALLINT -> Short.MAX_VALUE;
          case INTEGER -> Integer.MAX_VALUE;
          default -> Long.MAX_VALUE;
        };
    this.least = -most - 1;
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

  final long left(Execution run) {
    return left.word(run);
  }

  final long right(Execution run) {
    return right.word(run);
  }

  final long inRange(long result) {
    if (result < least || result > most) {
      throw overflow();
    }
    return result;
  }

  final SqlProblem overflow() {
    return SqlProblem.of(
        SqlErrorCode.NUMERIC_OUT_OF_RANGE, "the result of %s is out of range", type());
  }

  private static final class Sum extends LongArithmetic {
    Sum(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left(run);
      if (registers.isNull) {
        return 0;
      }
      long b = right(run);
      if (registers.isNull) {
        return 0;
      }
      long sum = a + b;
      if (((a ^ sum) & (b ^ sum)) < 0) {
        throw overflow();
      }
      return inRange(sum);
    }
  }

  private static final class Difference extends LongArithmetic {
    Difference(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left(run);
      if (registers.isNull) {
        return 0;
      }
      long b = right(run);
      if (registers.isNull) {
        return 0;
      }
      long difference = a - b;
      if (((a ^ b) & (a ^ difference)) < 0) {
        throw overflow();
      }
      return inRange(difference);
    }
  }

  private static final class Product extends LongArithmetic {
    Product(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left(run);
      if (registers.isNull) {
        return 0;
      }
      long b = right(run);
      if (registers.isNull) {
        return 0;
      }
      long product = a * b;
      if (Math.multiplyHigh(a, b) != product >> 63) {
        throw overflow();
      }
      return inRange(product);
    }
  }

  private static final class Quotient extends LongArithmetic {
    Quotient(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left(run);
      if (registers.isNull) {
        return 0;
      }
      long b = right(run);
      if (registers.isNull) {
        return 0;
      }
      if (b == 0) {
        throw Arithmetic.divisionByZero();
      }
      if (b == -1 && a == Long.MIN_VALUE) {
        throw overflow();
      }
      return inRange(a / b);
    }
  }

  private static final class Remainder extends LongArithmetic {
    Remainder(Expression left, Expression right, SqlType type) {
      super(left, right, type);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      long a = left(run);
      if (registers.isNull) {
        return 0;
      }
      long b = right(run);
      if (registers.isNull) {
        return 0;
      }
      if (b == 0) {
        throw Arithmetic.divisionByZero();
      }
      return inRange(a % b);
    }
  }
}
