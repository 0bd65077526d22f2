package dev.zdb.sql.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class Decimal128Test {
  private static final BigInteger LIMIT = BigInteger.TEN.pow(38);

  @Provide
  Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> large =
        Arbitraries.bigIntegers()
            .between(LIMIT.negate().add(BigInteger.ONE), LIMIT.subtract(BigInteger.ONE));
    Arbitrary<BigInteger> small =
        Arbitraries.bigIntegers()
            .between(BigInteger.valueOf(-1_000_000), BigInteger.valueOf(1_000_000));
    Arbitrary<BigInteger> words = Arbitraries.longs().map(BigInteger::valueOf);
    return Arbitraries.oneOf(large, small, words)
        .flatMap(value -> Arbitraries.integers().between(0, 12).map(s -> new BigDecimal(value, s)));
  }

  @Property
  void arithmeticIsThatOfBigDecimalOrIsRefused(
      @ForAll("decimals") BigDecimal a,
      @ForAll("decimals") BigDecimal b,
      @ForAll @IntRange(max = 12) int scale) {
    SqlType type = SqlType.decimal(38, scale);
    DecimalArithmetic arithmetic = new DecimalArithmetic(a.scale(), b.scale(), type);

    assertThat(computed(arithmetic::add, a, b, scale)).isEqualTo(expected(a.add(b), scale));
    assertThat(computed(arithmetic::subtract, a, b, scale))
        .isEqualTo(expected(a.subtract(b), scale));
    assertThat(computed(arithmetic::multiply, a, b, scale))
        .isEqualTo(expected(a.multiply(b), scale));
    if (b.signum() != 0) {
      assertThat(computed(arithmetic::divide, a, b, scale))
          .isEqualTo(expected(a.divide(b, scale, RoundingMode.HALF_UP), scale));
      assertThat(computed(arithmetic::remainder, a, b, scale))
          .isEqualTo(expected(a.remainder(b), scale));
    }
    Registers out = new Registers(0);
    long bLow = Decimal128.of(b.unscaledValue(), out);
    long bHigh = out.high;
    long aLow = Decimal128.of(a.unscaledValue(), out);
    assertThat(Integer.signum(arithmetic.compare(aLow, out.high, bLow, bHigh)))
        .isEqualTo(a.compareTo(b));
  }

  @Property
  void conversionsAreThoseOfBigDecimal(@ForAll("decimals") BigDecimal value) {
    Registers out = new Registers(0);

    long low = Decimal128.of(value, SqlType.decimal(38, value.scale()), out);

    assertThat(Decimal128.toBigDecimal(low, out.high, value.scale())).isEqualTo(value);
    assertThat(Decimal128.toDouble(low, out.high, value.scale())).isEqualTo(value.doubleValue());
    assertThat(Decimal128.sign(low, out.high)).isEqualTo(value.signum());
  }

  @Test
  void divisionByZeroIsRefused() {
    DecimalArithmetic arithmetic = new DecimalArithmetic(0, 0, SqlType.decimal(5, 0));

    assertThatThrownBy(() -> arithmetic.divide(1, 0, 0, 0, new Registers(0)))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.DIVISION_BY_ZERO));
  }

  /** An operation of {@link DecimalArithmetic}. */
  private interface Operation {
    long compute(long aLow, long aHigh, long bLow, long bHigh, Registers out);
  }

  private static @Nullable BigDecimal computed(
      Operation operation, BigDecimal a, BigDecimal b, int scale) {
    Registers out = new Registers(0);
    long aLow = Decimal128.of(a.unscaledValue(), out);
    long aHigh = out.high;
    long bLow = Decimal128.of(b.unscaledValue(), out);
    long bHigh = out.high;
    try {
      long low = operation.compute(aLow, aHigh, bLow, bHigh, out);
      return Decimal128.toBigDecimal(low, out.high, scale);
    } catch (SqlProblem outOfRange) {
      assertThat(outOfRange.code()).isEqualTo(SqlErrorCode.NUMERIC_OUT_OF_RANGE);
      return null;
    }
  }

  private static @Nullable BigDecimal expected(BigDecimal exact, int scale) {
    BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
    return rounded.unscaledValue().abs().compareTo(LIMIT) < 0 ? rounded : null;
  }
}
