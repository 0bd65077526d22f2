package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Unscaled DECIMAL values: 128-bit two's complement in two words, low and high, as {@link
 * Registers} holds them. Operations that make one return the low word and leave the high word in
 * {@code out.high}; values that fit in 64 bits are handled without allocation.
 *
 * <p><b>Failure:</b> what leaves the range throws {@link SqlErrorCode#NUMERIC_OUT_OF_RANGE}.
 */
public final class Decimal128 {
  /** The greatest n for which 10 to the n fits in a word. */
  static final int WORD_DIGITS = 18;

  private static final long[] WORD_POWERS = new long[WORD_DIGITS + 1];
  private static final BigInteger[] POWERS = new BigInteger[2 * SqlType.MAX_DECIMAL_PRECISION + 2];
  private static final long[] POWER_LOWS = new long[SqlType.MAX_DECIMAL_PRECISION + 1];
  private static final long[] POWER_HIGHS = new long[SqlType.MAX_DECIMAL_PRECISION + 1];
  private static final BigInteger MAX =
      BigInteger.ONE.shiftLeft(Long.SIZE * 2 - 1).subtract(BigInteger.ONE);

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = BigInteger.TEN.pow(i);
      if (i <= WORD_DIGITS) {
        WORD_POWERS[i] = POWERS[i].longValueExact();
      }
      if (i < POWER_LOWS.length) {
        POWER_LOWS[i] = POWERS[i].longValue();
        POWER_HIGHS[i] = POWERS[i].shiftRight(Long.SIZE).longValue();
      }
    }
  }

  private Decimal128() {}

  /** Whether the low word alone says it all. */
  public static boolean isWord(long low, long high) {
    return high == low >> 63;
  }

  /** Whether the low word alone says it all of every value of a DECIMAL type. */
  public static boolean areWords(SqlType type) {
    return type.precision() <= WORD_DIGITS;
  }

  /** 10 to the n, for n up to {@link #WORD_DIGITS}. */
  static long wordPower(int n) {
    return WORD_POWERS[n];
  }

  static BigInteger power(int n) {
    return n < POWERS.length ? POWERS[n] : BigInteger.TEN.pow(n);
  }

  /** Adds two values of one scale. */
  public static long add(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
    long low = aLow + bLow;
    long carry = Long.compareUnsigned(low, aLow) < 0 ? 1 : 0;
    long high = aHigh + bHigh + carry;
    if (((aHigh ^ high) & (bHigh ^ high)) < 0) {
      throw outOfRange(big(aLow, aHigh).add(big(bLow, bHigh)).toString());
    }
    out.high = high;
    return low;
  }

  /** Changes the sign. */
  public static long negate(long low, long high, Registers out) {
    out.high = ~high + (low == 0 ? 1 : 0);
    return -low;
  }

  /** Compares two values of one scale. */
  public static int compare(long aLow, long aHigh, long bLow, long bHigh) {
    return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
  }

  /** -1, 0 or 1. */
  public static int sign(long low, long high) {
    return high < 0 ? -1 : (low | high) == 0 ? 0 : 1;
  }

  /**
   * Multiplies by 10 to the {@code digits}, or, where that is negative, divides and rounds half up.
   */
  public static long rescale(long low, long high, int digits, Registers out) {
    if (digits == 0) {
      out.high = high;
      return low;
    }
    if (isWord(low, high) && Math.abs(digits) <= WORD_DIGITS) {
      if (digits > 0) {
        out.high = Math.multiplyHigh(low, WORD_POWERS[digits]);
        return low * WORD_POWERS[digits];
      }
      long rounded = divideHalfUp(low, WORD_POWERS[-digits]);
      out.high = rounded >> 63;
      return rounded;
    }
    BigInteger value = big(low, high);
    return of(
        digits > 0 ? value.multiply(power(digits)) : divideHalfUp(value, power(-digits)), out);
  }

  /** Refuses a value of more digits than a type's precision. */
  public static void check(long low, long high, SqlType type) {
    int precision = type.precision();
    if (isWord(low, high)) {
      if (precision > WORD_DIGITS
          || (low < WORD_POWERS[precision] && low > -WORD_POWERS[precision])) {
        return;
      }
    } else if (isBelowPower(low, high, precision)) {
      return;
    }
    throw outOfRange(toBigDecimal(low, high, type.scale()).toPlainString(), type);
  }

  private static boolean isBelowPower(long low, long high, int precision) {
    long absLow = high < 0 ? -low : low;
    long absHigh = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
    return absHigh >= 0
        && compare(absLow, absHigh, POWER_LOWS[precision], POWER_HIGHS[precision]) < 0;
  }

  /** Divides two words, the divisor positive, and rounds half away from zero. */
  static long divideHalfUp(long dividend, long divisor) {
    long quotient = dividend / divisor;
    long rest = Math.abs(dividend % divisor);
    return rest >= divisor - rest ? quotient + (dividend < 0 ? -1 : 1) : quotient;
  }

  static BigInteger divideHalfUp(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    boolean up = parts[1].abs().shiftLeft(1).compareTo(divisor.abs()) >= 0;
    return up
        ? parts[0].add(BigInteger.valueOf((long) dividend.signum() * divisor.signum()))
        : parts[0];
  }

  /** The two words as one number. */
  public static BigInteger big(long low, long high) {
    BigInteger upper = BigInteger.valueOf(high).shiftLeft(Long.SIZE);
    BigInteger lower = BigInteger.valueOf(low);
    return upper.add(low < 0 ? lower.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : lower);
  }

  /** One number as two words. */
  public static long of(BigInteger value, Registers out) {
    if (value.bitLength() >= Long.SIZE * 2) {
      throw outOfRange(value.toString());
    }
    out.high = value.shiftRight(Long.SIZE).longValue();
    return value.longValue();
  }

  /** A number as a value of a type: rounded half up to its scale, checked by its precision. */
  public static long of(BigDecimal value, SqlType type, Registers out) {
    long magnitude = (long) value.precision() - value.scale();
    if (value.signum() != 0 && magnitude > SqlType.MAX_DECIMAL_PRECISION + 1L) {
      throw outOfRange(value.toString(), type);
    }
    if (value.signum() == 0 || magnitude < -SqlType.MAX_DECIMAL_PRECISION - 1L) {
      out.high = 0;
      return 0;
    }
    BigInteger unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
    if (unscaled.abs().compareTo(MAX) > 0) {
      throw outOfRange(value.toString(), type);
    }
    long low = of(unscaled, out);
    check(low, out.high, type);
    return low;
  }

  /** A double, as its shortest decimal text reads, as a value of a type. */
  public static long of(double value, SqlType type, Registers out) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw outOfRange(Double.toString(value), type);
    }
    return of(BigDecimal.valueOf(value), type, out);
  }

  /** The value at a scale. */
  public static BigDecimal toBigDecimal(long low, long high, int scale) {
    return isWord(low, high)
        ? BigDecimal.valueOf(low, scale)
        : new BigDecimal(big(low, high), scale);
  }

  /** The nearest double. */
  public static double toDouble(long low, long high, int scale) {
    boolean exact = isWord(low, high) && Math.abs(low) < 1L << 53 && scale <= WORD_DIGITS;
    return exact ? (double) low / WORD_POWERS[scale] : toBigDecimal(low, high, scale).doubleValue();
  }

  /** The nearest whole number, half rounded away from zero. */
  public static long toLong(long low, long high, int scale) {
    if (isWord(low, high) && scale <= WORD_DIGITS) {
      return scale == 0 ? low : divideHalfUp(low, WORD_POWERS[scale]);
    }
    BigInteger rounded = divideHalfUp(big(low, high), power(scale));
    if (rounded.bitLength() >= Long.SIZE) {
      throw outOfRange(rounded.toString());
    }
    return rounded.longValue();
  }

  public static SqlProblem outOfRange(String value) {
    return SqlProblem.of(SqlErrorCode.NUMERIC_OUT_OF_RANGE, "the number %s is out of range", value);
  }

  public static SqlProblem outOfRange(String value, SqlType type) {
    return SqlProblem.of(
        SqlErrorCode.NUMERIC_OUT_OF_RANGE, "the number %s is out of the range of %s", value, type);
  }
}
