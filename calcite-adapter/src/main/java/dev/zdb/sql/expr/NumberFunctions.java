package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.Casts;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers. */
public final class NumberFunctions {
  private static final int MOST_DIGITS = 400;

  private NumberFunctions() {}

  /** A function of doubles; a result that is no finite number is an error. */
  public static Expression real(
      DoubleUnaryOperator function, List<Expression> operands, SqlType type) {
    Expression operand = Conversions.toDouble(operands.get(0));
    Expression result =
        Conversions.strict(
            SqlType.DOUBLE,
            operand,
            (w, out) -> {
              double x = Double.longBitsToDouble(w);
              return checked(function.applyAsDouble(x), isFinite(x));
            });
    return Conversions.cast(result, type);
  }

  /** A function of two doubles. */
  public static Expression real(
      DoubleBinaryOperator function, List<Expression> operands, SqlType type) {
    Expression left = Conversions.toDouble(operands.get(0));
    Expression right = Conversions.toDouble(operands.get(1));
    Expression result =
        Computed.word(
            SqlType.DOUBLE,
            run -> {
              double a = Double.longBitsToDouble(left.word(run));
              if (run.registers.isNull) {
                return 0;
              }
              double b = Double.longBitsToDouble(right.word(run));
              return run.registers.isNull
                  ? 0
                  : checked(function.applyAsDouble(a, b), isFinite(a) && isFinite(b));
            });
    return Conversions.cast(result, type);
  }

  private static boolean isFinite(double value) {
    return !Double.isNaN(value) && !Double.isInfinite(value);
  }

  private static long checked(double result, boolean ofFinite) {
    if (ofFinite && !isFinite(result)) {
      throw SqlProblem.of(
          SqlErrorCode.NUMERIC_OUT_OF_RANGE, "the result of a function is out of range");
    }
    return Double.doubleToRawLongBits(result);
  }

  /** The square root. */
  public static double sqrt(double x) {
    if (x < 0) {
      throw SqlProblem.of(SqlErrorCode.INVALID_POWER, "the square root of %s", x);
    }
    return Math.sqrt(x);
  }

  /** A power; 0 to a negative one and a negative number to a fraction are errors. */
  public static double power(double base, double exponent) {
    boolean isUndefined =
        (base == 0 && exponent < 0) || (base < 0 && Math.rint(exponent) != exponent);
    if (isUndefined) {
      throw SqlProblem.of(SqlErrorCode.INVALID_POWER, "%s to the power of %s", base, exponent);
    }
    return Math.pow(base, exponent);
  }

  /** The natural logarithm. */
  public static double ln(double x) {
    return Math.log(positive(x));
  }

  /** The logarithm to base 10. */
  public static double log10(double x) {
    return Math.log10(positive(x));
  }

  /** The logarithm of the second to the base of the first. */
  public static double log(double base, double x) {
    double divisor = Math.log(positive(base));
    if (divisor == 0) {
      throw Arithmetic.divisionByZero();
    }
    return Math.log(positive(x)) / divisor;
  }

  private static double positive(double x) {
    if (x <= 0) {
      throw SqlProblem.of(SqlErrorCode.INVALID_LOGARITHM, "the logarithm of %s", x);
    }
    return x;
  }

  /** ABS. */
  public static Expression abs(List<Expression> operands, SqlType type) {
    Expression number = Conversions.cast(operands.get(0), type);
    return switch (Form.of(type.kind())) {
      case DECIMAL ->
          Conversions.strict(
              type, number, (w, out) -> out.high < 0 ? Decimal128.negate(w, out.high, out) : w);
      case DOUBLE ->
          Conversions.strict(
              type,
              number,
              (w, out) -> Double.doubleToRawLongBits(Math.abs(Double.longBitsToDouble(w))));
      default -> Conversions.strict(type, number, (w, out) -> w < 0 ? negated(w, type) : w);
    };
  }

  private static long negated(long negative, SqlType type) {
    if (negative == Long.MIN_VALUE) {
      throw Decimal128.outOfRange(Long.toString(negative).substring(1), type);
    }
    return Casts.toInteger(-negative, type);
  }

  /** SIGN: -1, 0 or 1. */
  public static Expression sign(List<Expression> operands, SqlType type) {
    Expression number = operands.get(0);
    Form form = Form.of(number.type().kind());
    Expression sign =
        Conversions.strict(
            SqlType.INTEGER,
            number,
            (w, out) ->
                switch (form) {
                  case DECIMAL -> Decimal128.sign(w, out.high);
                  case DOUBLE -> (long) Math.signum(Double.longBitsToDouble(w));
                  default -> Long.signum(w);
                });
    return Conversions.cast(sign, type);
  }

  /** CEIL. */
  public static Expression ceil(List<Expression> operands, SqlType type) {
    return rounded(operands.subList(0, 1), type, RoundingMode.CEILING);
  }

  /** FLOOR. */
  public static Expression floor(List<Expression> operands, SqlType type) {
    return rounded(operands.subList(0, 1), type, RoundingMode.FLOOR);
  }

  /** ROUND(number [, digits]): half away from zero. */
  public static Expression round(List<Expression> operands, SqlType type) {
    return rounded(operands, type, RoundingMode.HALF_UP);
  }

  /** TRUNCATE(number [, digits]). */
  public static Expression truncate(List<Expression> operands, SqlType type) {
    return rounded(operands, type, RoundingMode.DOWN);
  }

  private static Expression rounded(
      List<Expression> operands, SqlType type, RoundingMode rounding) {
    Expression number = operands.get(0);
    Expression digits = operands.size() > 1 ? operands.get(1) : Constant.of(SqlType.INTEGER, 0);
    SqlType from = number.type();
    return Computed.word(
        type,
        run -> {
          Registers registers = run.registers;
          long word = number.word(run);
          if (registers.isNull) {
            return 0;
          }
          long high = registers.high;
          long scale = digits.word(run);
          if (registers.isNull || (from.kind().isInteger() && scale >= 0)) {
            return registers.isNull ? 0 : store(BigDecimal.valueOf(word), type, registers);
          }
          int kept = (int) Math.max(-MOST_DIGITS, Math.min(MOST_DIGITS, scale));
          if (Form.of(from.kind()) == Form.DOUBLE) {
            double value = Double.longBitsToDouble(word);
            return isFinite(value)
                ? store(BigDecimal.valueOf(value).setScale(kept, rounding), type, registers)
                : word;
          }
          boolean isDecimal = from.kind() == TypeKind.DECIMAL;
          BigDecimal exact =
              Decimal128.toBigDecimal(word, isDecimal ? high : word >> 63, from.scale());
          return store(exact.setScale(kept, rounding), type, registers);
        });
  }

  private static long store(BigDecimal value, SqlType type, Registers out) {
    return switch (Form.of(type.kind())) {
      case DECIMAL -> Decimal128.of(value, type, out);
      case DOUBLE -> Double.doubleToRawLongBits(Casts.toApproximate(value.doubleValue(), type));
      default -> {
        if (value.precision() - value.scale() > 19) {
          throw SqlProblem.of(
              SqlErrorCode.NUMERIC_OUT_OF_RANGE, "%s is out of the range of %s", value, type);
        }
        yield Casts.toInteger(value.toPlainString(), type);
      }
    };
  }

  /** RAND(): from 0 to below 1. */
  public static Expression random(SqlType type) {
    return Computed.word(
        type,
        run -> {
          run.registers.isNull = false;
          return Double.doubleToRawLongBits(ThreadLocalRandom.current().nextDouble());
        });
  }

  /** RAND_INTEGER(limit): from 0 to below the limit. */
  public static Expression randomInteger(List<Expression> operands, SqlType type) {
    return Conversions.strict(
        type,
        operands.get(0),
        (limit, out) -> {
          if (limit <= 0) {
            throw SqlProblem.of(
                SqlErrorCode.INVALID_PARAMETER_VALUE, "%d is not a positive limit", limit);
          }
          return ThreadLocalRandom.current().nextLong(limit);
        });
  }
}
