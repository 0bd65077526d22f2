package dev.zdb.sql.rex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Accumulator;
import dev.zdb.sql.expr.Aggregates;
import dev.zdb.sql.expr.Aggregates.Argument;
import dev.zdb.sql.expr.Comparison;
import dev.zdb.sql.expr.Constant;
import dev.zdb.sql.expr.Folding;
import dev.zdb.sql.expr.RegisterRead;
import dev.zdb.sql.expr.Truth;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AggregatesTest {
  private static final SqlType WIDE = SqlType.decimal(38, 0);
  private static final Argument LONG = new Argument(0, SqlType.BIGINT);

  @Test
  void sumsAreExactAndSkipNulls() {
    assertThat(of(Aggregates.sum(LONG, WIDE), SqlType.BIGINT, WIDE, Long.MAX_VALUE, null, 1L))
        .isEqualTo(new BigDecimal("9223372036854775808"));
    assertThat(of(Aggregates.sum(LONG, SqlType.BIGINT), SqlType.BIGINT, SqlType.BIGINT, -3L, 1L))
        .isEqualTo(-2L);
  }

  @Test
  void aSumThatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () ->
                of(
                    Aggregates.sum(LONG, SqlType.BIGINT),
                    SqlType.BIGINT,
                    SqlType.BIGINT,
                    Long.MAX_VALUE,
                    1L))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.NUMERIC_OUT_OF_RANGE));
  }

  @Test
  void ofNothingAllButCountAreNull() {
    assertThat(of(Aggregates.sum(LONG, WIDE), SqlType.BIGINT, WIDE, (Object) null)).isNull();
    assertThat(of(Aggregates.sumOrZero(LONG, WIDE), SqlType.BIGINT, WIDE))
        .isEqualTo(BigDecimal.ZERO);
    assertThat(of(Aggregates.least(LONG), SqlType.BIGINT, SqlType.BIGINT)).isNull();
    assertThat(of(Aggregates.average(LONG, WIDE), SqlType.BIGINT, WIDE)).isNull();
    assertThat(of(Aggregates.count(List.of(0)), SqlType.BIGINT, SqlType.BIGINT, 1L, null))
        .isEqualTo(1L);
    assertThat(of(Aggregates.count(List.of()), SqlType.BIGINT, SqlType.BIGINT, 1L, null))
        .isEqualTo(2L);
  }

  @Test
  void averagesOfExactNumbersAreExact() {
    SqlType type = SqlType.decimal(38, 6);

    assertThat(of(Aggregates.average(LONG, type), SqlType.BIGINT, type, 1L, 2L, 2L))
        .isEqualTo(new BigDecimal("1.666667"));
  }

  @Test
  void theLeastAndTheGreatestAreOfTheOrderOfTheType() {
    Argument text = new Argument(0, SqlType.VARCHAR);

    assertThat(of(Aggregates.least(text), SqlType.VARCHAR, SqlType.VARCHAR, "b", null, "a"))
        .isEqualTo("a");
    assertThat(
            of(
                Aggregates.greatest(text),
                SqlType.VARCHAR,
                SqlType.VARCHAR,
                "\uFF5E",
                "\uD83D\uDE00"))
        .isEqualTo("\uD83D\uDE00");
  }

  @Test
  void aSecondRowOfASingleValueIsRefused() {
    assertThatThrownBy(() -> of(Aggregates.only(LONG), SqlType.BIGINT, SqlType.BIGINT, null, 1L))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CARDINALITY));
  }

  @Test
  void theSpreadIsThatOfTheSampleOrOfThePopulation() {
    assertThat(
            of(
                Aggregates.variancePopulation(LONG, SqlType.DOUBLE),
                SqlType.BIGINT,
                SqlType.DOUBLE,
                2L,
                4L))
        .isEqualTo(1.0);
    assertThat(
            of(Aggregates.varianceSample(LONG, SqlType.DOUBLE), SqlType.BIGINT, SqlType.DOUBLE, 2L))
        .isNull();
  }

  @Test
  void aCharColumnIsComparedWithoutRegardToTrailingBlanks() {
    SqlType type = SqlType.of(TypeKind.CHAR, 4);
    var run = Folding.run();
    var equal =
        Comparison.of(
            Comparison.Operator.EQUAL,
            Constant.of(type, "ab"),
            Constant.of(SqlType.VARCHAR, "ab   "));

    assertThat(equal.isTrue(run)).isTrue();
    assertThat(RegisterRead.of(type, 3).index()).isEqualTo(3);
    assertThat(Constant.of(Truth.UNKNOWN).isNull()).isTrue();
  }

  private static @Nullable Object of(
      Supplier<Accumulator> function, SqlType from, SqlType to, @Nullable Object... values) {
    Accumulator accumulator = function.get();
    Registers registers = new Registers(2);
    for (Object value : values) {
      JavaValues.put(registers, 0, from, value);
      accumulator.add(registers);
    }
    accumulator.finish(registers, 1);
    return JavaValues.get(registers, 1, to);
  }
}
