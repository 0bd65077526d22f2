package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.value.DateField;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Temporals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Dates, times and intervals, added, subtracted and scaled. */
public final class TemporalArithmetic {
  private static final BigDecimal NANOS = BigDecimal.valueOf(Temporals.NANOS_PER_SECOND);

  private TemporalArithmetic() {}

  /** Computes with two pairs of words that are not NULL, the result's high word in {@code out}. */
  @FunctionalInterface
  private interface PairCode {
    long compute(long a, long aHigh, long b, long bHigh, Registers out);
  }

  private static Expression strict(SqlType type, Expression left, Expression right, PairCode code) {
    return Computed.word(
        type,
        run -> {
          Registers registers = run.registers;
          long a = left.word(run);
          if (registers.isNull) {
            return 0;
          }
          long aHigh = registers.high;
          long b = right.word(run);
          return registers.isNull ? 0 : code.compute(a, aHigh, b, registers.high, registers);
        });
  }

  /** A moment or an interval plus an interval. */
  public static Expression plus(Expression left, Expression right, SqlType type) {
    if (isInterval(left) && !isInterval(right)) {
      return plus(/* left= */ right, /* right= */ left, type);
    }
    TypeKind by = right.type().kind();
    if (by == TypeKind.INTERVAL_MONTHS) {
      return plusMonths(left, right, type);
    }
    if (by != TypeKind.INTERVAL_SECONDS) {
      throw unsupported("+", left, right);
    }
    return switch (left.type().kind()) {
      case TIME ->
          strict(
              type,
              left,
              right,
              (a, x, b, nano, out) ->
                  Math.floorMod(
                      a
                          + Math.floorMod(b, Temporals.SECONDS_PER_DAY) * Temporals.NANOS_PER_SECOND
                          + nano,
                      Temporals.NANOS_PER_DAY));
      case DATE ->
          type.kind() == TypeKind.DATE
              ? strict(
                  type,
                  left,
                  right,
                  (a, x, b, y, out) ->
                      Temporals.checkDay(a + Math.floorDiv(b, Temporals.SECONDS_PER_DAY)))
              : plus(Conversions.cast(left, type), right, type);
      case TIMESTAMP ->
          strict(
              type,
              left,
              right,
              (a, x, b, y, out) -> Temporals.checkSecond(Temporals.add(a, x, b, y, out)));
      case INTERVAL_SECONDS -> strict(type, left, right, Temporals::add);
      default -> throw unsupported("+", left, right);
    };
  }

  private static Expression plusMonths(Expression left, Expression right, SqlType type) {
    return switch (left.type().kind()) {
      case DATE ->
          strict(SqlType.DATE, left, right, (a, x, b, y, out) -> Temporals.plusMonths(a, b));
      case TIMESTAMP ->
          strict(
              type,
              left,
              right,
              (a, nano, b, y, out) -> {
                out.high = nano;
                return Temporals.plusMonths(Temporals.dayOf(a), b) * Temporals.SECONDS_PER_DAY
                    + Temporals.secondOfDay(a);
              });
      case INTERVAL_MONTHS -> LongArithmetic.of(Arithmetic.Operation.ADD, left, right, type);
      default -> throw unsupported("+", left, right);
    };
  }

  /** A moment or an interval minus an interval, or what lies between two moments. */
  public static Expression minus(Expression left, Expression right, SqlType type) {
    if (isInterval(right)) {
      return plus(left, negate(right), type);
    }
    Comparison.Pair pair = Comparison.Pair.aligned(left, right);
    if (type.kind() == TypeKind.INTERVAL_MONTHS) {
      return months(pair, type);
    }
    return switch (pair.left().type().kind()) {
      case DATE -> days(pair, type);
      case TIME ->
          strict(
              type,
              pair.left(),
              pair.right(),
              (a, x, b, y, out) -> {
                out.high = Math.floorMod(a - b, Temporals.NANOS_PER_SECOND);
                return Math.floorDiv(a - b, Temporals.NANOS_PER_SECOND);
              });
      case TIMESTAMP -> strict(type, pair.left(), pair.right(), Temporals::subtract);
      default -> throw unsupported("-", left, right);
    };
  }

  /** The days between two dates, as a number or as an interval. */
  private static Expression days(Comparison.Pair pair, SqlType type) {
    long unit = type.kind().isInteger() ? 1 : Temporals.SECONDS_PER_DAY;
    return strict(
        type,
        pair.left(),
        pair.right(),
        (a, x, b, y, out) -> {
          out.high = 0;
          return (a - b) * unit;
        });
  }

  /** How many whole units there are from one moment to another, less than 0 if it is before. */
  public static Expression unitsBetween(
      DateField unit, Expression from, Expression to, SqlType type) {
    return switch (unit) {
      case YEAR -> monthsBetween(12, from, to, type);
      case QUARTER -> monthsBetween(3, from, to, type);
      case MONTH -> monthsBetween(1, from, to, type);
      case WEEK -> nanosBetween(7 * Temporals.NANOS_PER_DAY, from, to, type);
      case DAY -> nanosBetween(Temporals.NANOS_PER_DAY, from, to, type);
      case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND ->
          nanosBetween(unit.nanosWithinDay(), from, to, type);
      default -> throw unsupported("TIMESTAMPDIFF in " + unit, to, from);
    };
  }

  private static Expression monthsBetween(
      int unitMonths, Expression from, Expression to, SqlType type) {
    Expression months = minus(to, from, SqlType.of(TypeKind.INTERVAL_MONTHS));
    return Conversions.strict(type, months, (count, out) -> count / unitMonths);
  }

  private static Expression nanosBetween(
      long unitNanos, Expression from, Expression to, SqlType type) {
    Expression interval = minus(to, from, SqlType.of(TypeKind.INTERVAL_SECONDS));
    return Conversions.strict(
        type,
        interval,
        (second, out) -> {
          BigInteger nanos = amount(Form.MOMENT, second, out.high).toBigInteger();
          BigInteger units = nanos.divide(BigInteger.valueOf(unitNanos));
          if (units.bitLength() >= Long.SIZE) {
            throw overflow();
          }
          return units.longValue();
        });
  }

  private static Expression months(Comparison.Pair pair, SqlType type) {
    if (pair.left().type().kind() == TypeKind.DATE) {
      return strict(
          type,
          pair.left(),
          pair.right(),
          (a, x, b, y, out) -> Temporals.monthsBetween(b, 0, a, 0));
    }
    return strict(
        type,
        pair.left(),
        pair.right(),
        (a, aNano, b, bNano, out) ->
            Temporals.monthsBetween(
                Temporals.dayOf(b), nanoOfDay(b, bNano), Temporals.dayOf(a), nanoOfDay(a, aNano)));
  }

  private static long nanoOfDay(long second, long nano) {
    return Temporals.secondOfDay(second) * Temporals.NANOS_PER_SECOND + nano;
  }

  /** Minus an interval. */
  public static Expression negate(Expression interval) {
    SqlType type = interval.type();
    if (type.kind() == TypeKind.INTERVAL_MONTHS) {
      return Conversions.strict(type, interval, (w, out) -> negated(w));
    }
    return Conversions.strict(
        type, interval, (w, out) -> Temporals.subtract(0, 0, w, out.high, out));
  }

  private static long negated(long months) {
    if (months == Long.MIN_VALUE) {
      throw overflow();
    }
    return -months;
  }

  /** An interval times or divided by a number, rounded to a nanosecond or cut to a month. */
  public static Expression scale(
      Arithmetic.Operation operation, Expression left, Expression right, SqlType type) {
    Expression interval = isInterval(left) ? left : right;
    Expression number = isInterval(left) ? right : left;
    Expression factor = number.type().kind().isInteger() ? number : Conversions.toDouble(number);
    boolean isWhole = factor == number && number.type().kind().isInteger();
    Form form = type.kind() == TypeKind.INTERVAL_MONTHS ? Form.WORD : Form.MOMENT;
    return strict(
        type,
        interval,
        factor,
        (a, nano, b, y, out) -> {
          BigDecimal amount = amount(form, a, nano);
          BigDecimal by = isWhole ? BigDecimal.valueOf(b) : finite(Double.longBitsToDouble(b));
          boolean isProduct = operation == Arithmetic.Operation.MULTIPLY;
          return ofAmount(isProduct ? amount.multiply(by) : quotient(amount, by), form, out);
        });
  }

  private static BigDecimal amount(Form form, long word, long nano) {
    return form == Form.WORD
        ? BigDecimal.valueOf(word)
        : BigDecimal.valueOf(word).multiply(NANOS).add(BigDecimal.valueOf(nano));
  }

  private static BigDecimal finite(double factor) {
    if (Double.isNaN(factor) || Double.isInfinite(factor)) {
      throw overflow();
    }
    return BigDecimal.valueOf(factor);
  }

  private static BigDecimal quotient(BigDecimal amount, BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw Arithmetic.divisionByZero();
    }
    return amount.divide(divisor, 3, RoundingMode.HALF_UP);
  }

  private static long ofAmount(BigDecimal amount, Form form, Registers out) {
    RoundingMode rounding = form == Form.WORD ? RoundingMode.DOWN : RoundingMode.HALF_UP;
    if (amount.precision() - amount.scale() > SqlType.MAX_DECIMAL_PRECISION) {
      throw overflow();
    }
    BigInteger whole = amount.setScale(0, rounding).toBigInteger();
    BigInteger[] parts = {whole, BigInteger.ZERO};
    if (form == Form.MOMENT) {
      BigInteger nanos = whole.mod(NANOS.toBigInteger());
      parts[0] = whole.subtract(nanos).divide(NANOS.toBigInteger());
      parts[1] = nanos;
    }
    if (parts[0].bitLength() >= Long.SIZE) {
      throw overflow();
    }
    out.high = parts[1].longValue();
    return parts[0].longValue();
  }

  private static SqlProblem overflow() {
    return SqlProblem.of(SqlErrorCode.DATETIME_OVERFLOW, "an interval is out of range");
  }

  /** An interval as months or milliseconds, truncated. */
  public static Expression toUnits(Expression interval, SqlType type) {
    if (interval.type().kind() == TypeKind.INTERVAL_MONTHS) {
      return Conversions.retyped(interval, type);
    }
    return Conversions.strict(
        type,
        interval,
        (second, out) -> {
          if (Math.abs(second) > Long.MAX_VALUE / 1001) {
            throw overflow();
          }
          long millis = second * 1000 + out.high / 1_000_000;
          boolean roundsUp = millis < 0 && out.high % 1_000_000 != 0;
          return roundsUp ? millis + 1 : millis;
        });
  }

  /** Months or milliseconds as an interval. */
  public static Expression ofUnits(Expression units, SqlType type) {
    if (type.kind() == TypeKind.INTERVAL_MONTHS) {
      return Conversions.retyped(units, type);
    }
    return Conversions.strict(
        type,
        units,
        (millis, out) -> {
          out.high = Math.floorMod(millis, 1000L) * 1_000_000;
          return Math.floorDiv(millis, 1000L);
        });
  }

  static boolean isInterval(Expression expression) {
    TypeKind kind = expression.type().kind();
    return kind == TypeKind.INTERVAL_MONTHS || kind == TypeKind.INTERVAL_SECONDS;
  }

  private static SqlProblem unsupported(String sign, Expression left, Expression right) {
    return SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED,
        "%s %s %s is not supported",
        left.type(),
        sign,
        right.type());
  }
}
