package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import java.math.BigInteger;

/**
 * The four operations, the remainder and the comparison of DECIMALs of two fixed scales with a
 * result of a fixed type: exact, then rounded half up to the result's scale, then checked by its
 * precision. Operands of 64 bits take a path without allocation.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class DecimalArithmetic {
  private final SqlType type;
  private final int leftShift;
  private final int rightShift;
  private final long leftFactor;
  private final long rightFactor;
  private final boolean isShortAligning;
  private final int sumShift;
  private final int productShift;
  private final int quotientShift;

  /** Prepares the operations of operands of these scales. */
  public DecimalArithmetic(int leftScale, int rightScale, SqlType type) {
    this.type = type;
    int commonScale = Math.max(leftScale, rightScale);
    this.leftShift = commonScale - leftScale;
    this.rightShift = commonScale - rightScale;
    this.sumShift = type.scale() - commonScale;
    this.leftFactor = Decimal128.wordPower(Math.min(leftShift, Decimal128.WORD_DIGITS));
    this.rightFactor = Decimal128.wordPower(Math.min(rightShift, Decimal128.WORD_DIGITS));
    this.isShortAligning =
        sumShift == 0 && Math.max(leftShift, rightShift) <= Decimal128.WORD_DIGITS;
    this.productShift = type.scale() - leftScale - rightScale;
    this.quotientShift = type.scale() + rightScale - leftScale;
  }

  /** Left plus right. */
  public long add(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
    if (isShort(aLow, aHigh, bLow, bHigh)) {
      long a = aLow * leftFactor;
      long b = bLow * rightFactor;
      long sum = a + b;
      if (((a ^ sum) & (b ^ sum)) >= 0) {
        return word(sum, out);
      }
    }
    return scaled(alignedLeft(aLow, aHigh).add(alignedRight(bLow, bHigh)), sumShift, out);
  }

  /** Left minus right. */
  public long subtract(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
    if (isShort(aLow, aHigh, bLow, bHigh)) {
      long a = aLow * leftFactor;
      long b = bLow * rightFactor;
      long difference = a - b;
      if (((a ^ b) & (a ^ difference)) >= 0) {
        return word(difference, out);
      }
    }
    return scaled(alignedLeft(aLow, aHigh).subtract(alignedRight(bLow, bHigh)), sumShift, out);
  }

  /** Left times right. */
  public long multiply(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
    if (Decimal128.isWord(aLow, aHigh) && Decimal128.isWord(bLow, bHigh)) {
      long high = Math.multiplyHigh(aLow, bLow);
      long low = Decimal128.rescale(aLow * bLow, high, productShift, out);
      Decimal128.check(low, out.high, type);
      return low;
    }
    BigInteger product = Decimal128.big(aLow, aHigh).multiply(Decimal128.big(bLow, bHigh));
    return scaled(product, productShift, out);
  }

  /** Left divided by right; {@link SqlErrorCode#DIVISION_BY_ZERO} for zero. */
  public long divide(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
    requireNotZero(bLow | bHigh);
    if (quotientShift >= 0
        && quotientShift <= Decimal128.WORD_DIGITS
        && Decimal128.isWord(aLow, aHigh)
        && Decimal128.isWord(bLow, bHigh)
        && bLow != Long.MIN_VALUE) {
      long factor = Decimal128.wordPower(quotientShift);
      long scaled = aLow * factor;
      if (Decimal128.isWord(scaled, Math.multiplyHigh(aLow, factor)) && scaled != Long.MIN_VALUE) {
        long quotient = Decimal128.divideHalfUp(scaled, Math.abs(bLow));
        return word(bLow < 0 ? -quotient : quotient, out);
      }
    }
    BigInteger dividend = Decimal128.big(aLow, aHigh);
    BigInteger divisor = Decimal128.big(bLow, bHigh);
    if (quotientShift >= 0) {
      dividend = dividend.multiply(Decimal128.power(quotientShift));
    } else {
      divisor = divisor.multiply(Decimal128.power(-quotientShift));
    }
    return scaled(Decimal128.divideHalfUp(dividend, divisor), 0, out);
  }

  /** What is left of left after dividing by right, with left's sign. */
  public long remainder(long aLow, long aHigh, long bLow, long bHigh, Registers out) {
    requireNotZero(bLow | bHigh);
    if (isShort(aLow, aHigh, bLow, bHigh)) {
      return word(aLow * leftFactor % (bLow * rightFactor), out);
    }
    return scaled(alignedLeft(aLow, aHigh).remainder(alignedRight(bLow, bHigh)), sumShift, out);
  }

  /** Negative, zero or positive as left is below, equal to or above right. */
  public int compare(long aLow, long aHigh, long bLow, long bHigh) {
    if (Decimal128.isWord(aLow, aHigh)
        && Decimal128.isWord(bLow, bHigh)
        && Math.max(leftShift, rightShift) <= Decimal128.WORD_DIGITS) {
      return Decimal128.compare(
          aLow * leftFactor,
          Math.multiplyHigh(aLow, leftFactor),
          bLow * rightFactor,
          Math.multiplyHigh(bLow, rightFactor));
    }
    return alignedLeft(aLow, aHigh).compareTo(alignedRight(bLow, bHigh));
  }

  private static void requireNotZero(long divisor) {
    if (divisor == 0) {
      throw SqlProblem.of(SqlErrorCode.DIVISION_BY_ZERO, "division by zero");
    }
  }

  /** Whether both operands fit in a word also at the common scale, which the result keeps. */
  private boolean isShort(long aLow, long aHigh, long bLow, long bHigh) {
    return isShortAligning
        && Decimal128.isWord(aLow, aHigh)
        && Decimal128.isWord(bLow, bHigh)
        && Decimal128.isWord(aLow * leftFactor, Math.multiplyHigh(aLow, leftFactor))
        && Decimal128.isWord(bLow * rightFactor, Math.multiplyHigh(bLow, rightFactor));
  }

  private long word(long low, Registers out) {
    long high = low >> 63;
    Decimal128.check(low, high, type);
    out.high = high;
    return low;
  }

  private BigInteger alignedLeft(long low, long high) {
    return Decimal128.big(low, high).multiply(Decimal128.power(leftShift));
  }

  private BigInteger alignedRight(long low, long high) {
    return Decimal128.big(low, high).multiply(Decimal128.power(rightShift));
  }

  private long scaled(BigInteger value, int shift, Registers out) {
    BigInteger result =
        shift >= 0
            ? value.multiply(Decimal128.power(shift))
            : Decimal128.divideHalfUp(value, Decimal128.power(-shift));
    if (result.bitLength() >= Long.SIZE * 2) {
      throw Decimal128.outOfRange(result.toString(), type);
    }
    long low = Decimal128.of(result, out);
    Decimal128.check(low, out.high, type);
    return low;
  }
}
