package dev.zdb.sql.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  private static final SqlType MOMENT = SqlType.of(TypeKind.TIMESTAMP, 9);

  @Provide
  Arbitrary<String> strings() {
    Arbitrary<Integer> characters =
        Arbitraries.of(0x61, 0x62, 0xE9, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF);
    return characters
        .list()
        .ofMaxSize(6)
        .map(
            points -> {
              StringBuilder text = new StringBuilder();
              points.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Property
  void stringsAreOrderedAsTheirUtf8Is(@ForAll("strings") String a, @ForAll("strings") String b) {
    int bytes =
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    assertThat(Integer.signum(CodePointOrder.compare(a, b))).isEqualTo(Integer.signum(bytes));
  }

  /** A String is 24 bytes and an array of 16 and its content, in eights; so on every 64-bit JVM. */
  @Property
  void aTextIsHeldForAtLeastWhatAJvmTakesForItAndLittleMore(@ForAll("strings") String text) {
    boolean isLatin1 = text.chars().allMatch(c -> c <= 0xFF);
    long content = (long) text.length() * (isLatin1 ? 1 : 2);
    long taken = 24 + (16 + content + 7) / 8 * 8;

    assertThat(Form.heldBytes(text)).isBetween(taken, taken + 8);
  }

  @Test
  void aTextIsHeldForTwiceItsCharactersOnceOneOfThemIsNotLatin1() {
    long empty = Form.heldBytes("");

    assertThat(Form.heldBytes("\u00ff".repeat(1_000)) - empty).isEqualTo(1_000);
    assertThat(Form.heldBytes("x".repeat(999) + '\u0100') - empty).isEqualTo(2_000);
  }

  @Test
  void bytesAreHeldForTheirNumberAndWordsForNothing() {
    long none = Form.heldBytes(new byte[0]);

    assertThat(none).isGreaterThanOrEqualTo(16);
    assertThat(Form.heldBytes(new byte[1_000]) - none).isEqualTo(1_000);
    assertThat(Form.heldBytes(null)).isZero();
  }

  @Property
  void doublesThatAreEqualHashAlike(@ForAll double a, @ForAll double b) {
    ValueOrder order = ValueOrder.of(SqlType.DOUBLE);
    Registers registers = new Registers(4);
    double[] values = {a, b, 0.0, -0.0};
    for (int i = 0; i < 4; i++) {
      registers.words[i] = Double.doubleToRawLongBits(values[i]);
    }

    assertThat(order.compare(registers, 0, registers, 1))
        .isEqualTo(-order.compare(registers, 1, registers, 0));
    assertThat(order.equal(registers, 2, registers, 3)).isTrue();
    assertThat(order.hash(registers, 2)).isEqualTo(order.hash(registers, 3));
  }

  @Property
  void datesAndTimesReadBackFromTheirText(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
      @ForAll @LongRange(max = 999_999_999) long nano) {
    Registers out = new Registers(0);

    assertThat(TemporalText.parseTimestamp(TemporalText.timestamp(second, nano), out))
        .isEqualTo(second);
    assertThat(out.high).isEqualTo(nano);
    long day = Temporals.dayOf(second);
    assertThat(TemporalText.parseDate(TemporalText.date(day))).isEqualTo(day);
    long nanoOfDay = Temporals.secondOfDay(second) * Temporals.NANOS_PER_SECOND + nano;
    assertThat(TemporalText.parseTime(TemporalText.time(nanoOfDay))).isEqualTo(nanoOfDay);
    assertThat(TemporalText.date(day)).isEqualTo(LocalDate.ofEpochDay(day).toString());
  }

  @Property
  void doublesReadBackFromTheirText(@ForAll double value) {
    String text = Casts.doubleText(value, TypeKind.DOUBLE);

    assertThat(Casts.toDouble(text, SqlType.DOUBLE)).isEqualTo(value);
  }

  @Property
  void javaValuesComeBackAsTheyWere(@ForAll long number, @ForAll("strings") String text) {
    LocalDateTime moment =
        LocalDateTime.ofEpochSecond(
            Math.floorMod(number, 1L << 37),
            (int) Math.floorMod(number, 1_000_000_000L),
            ZoneOffset.UTC);

    assertComesBack(SqlType.BIGINT, number);
    assertComesBack(SqlType.VARCHAR, text);
    assertComesBack(MOMENT, moment);
    assertComesBack(SqlType.of(TypeKind.TIME, 9), moment.toLocalTime());
    assertComesBack(SqlType.DATE, moment.toLocalDate());
    assertComesBack(SqlType.UUID, new UUID(number, ~number));
    assertComesBack(SqlType.DOUBLE, (double) number);
  }

  private static void assertComesBack(SqlType type, Object value) {
    Registers registers = new Registers(1);
    JavaValues.put(registers, 0, type, value);
    assertThat(JavaValues.get(registers, 0, type)).isEqualTo(value);
  }

  @Test
  void aCharIsHeldWithoutItsBlanksAndShownWithThem() {
    Registers registers = new Registers(1);
    SqlType type = SqlType.of(TypeKind.CHAR, 4);

    JavaValues.put(registers, 0, type, "ab  ");

    assertThat(registers.objects[0]).isEqualTo("ab");
    assertThat(JavaValues.get(registers, 0, type)).isEqualTo("ab  ");
  }

  @Test
  void aTimeIsNotRoundedPastTheEndOfTheDay() {
    long last = LocalTime.MAX.toNanoOfDay();

    assertThat(Temporals.roundTime(last, 3)).isEqualTo(last / 1_000_000 * 1_000_000);
  }
}
