package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every SQL type read as every Java type: what comes out, and what is refused. */
final class ConversionMatrixTest {
  private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final LocalDateTime MOMENT = LocalDateTime.parse("2024-02-29T12:34:56.789");
  private static final String OUT_OF_RANGE = "22003";
  private static final String NO_CONVERSION = "22018";

  private static ResultSet holding(SqlType type, @Nullable Object value) throws SQLException {
    return holding(type, value, "UTC");
  }

  private static ResultSet holding(SqlType type, @Nullable Object value, String zone)
      throws SQLException {
    FakeSession session =
        new FakeSession()
            .rows("SELECT V", List.of(FakeSession.column("V", type)), new Object[] {value});
    ResultSet rows =
        Connections.over(session, "jdbc:zdb:mem:?timeZone=" + zone)
            .createStatement()
            .executeQuery("SELECT V");
    rows.next();
    return rows;
  }

  private static Arguments row(SqlType type, Object value, Class<?> as, Object expected) {
    return Arguments.of(type, value, as, expected);
  }

  static Stream<Arguments> conversions() {
    return Stream.of(numbers(), texts(), moments(), others()).flatMap(rows -> rows);
  }

  private static Stream<Arguments> numbers() {
    SqlType decimal = SqlType.decimal(10, 2);
    BigDecimal price = new BigDecimal("12.75");
    return Stream.of(
        row(SqlType.BOOLEAN, true, Integer.class, 1),
        row(SqlType.BOOLEAN, true, String.class, "TRUE"),
        row(SqlType.BOOLEAN, false, BigDecimal.class, BigDecimal.ZERO),
        row(SqlType.TINYINT, 5, Byte.class, (byte) 5),
        row(SqlType.TINYINT, 5, Object.class, 5),
        row(SqlType.SMALLINT, 5, Short.class, (short) 5),
        row(SqlType.INTEGER, 5, Long.class, 5L),
        row(SqlType.INTEGER, 5, Boolean.class, true),
        row(SqlType.INTEGER, 0, Boolean.class, false),
        row(SqlType.INTEGER, 5, Double.class, 5.0),
        row(SqlType.INTEGER, 5, String.class, "5"),
        row(SqlType.INTEGER, 5, BigDecimal.class, BigDecimal.valueOf(5)),
        row(SqlType.INTEGER, 128, Byte.class, OUT_OF_RANGE),
        row(SqlType.BIGINT, 1L << 40, Integer.class, OUT_OF_RANGE),
        row(SqlType.BIGINT, 1L << 40, BigInteger.class, BigInteger.ONE.shiftLeft(40)),
        row(SqlType.BIGINT, 5L, LocalDate.class, NO_CONVERSION),
        row(SqlType.BIGINT, 5L, UUID.class, NO_CONVERSION),
        row(SqlType.BIGINT, 5L, Reader.class, NO_CONVERSION),
        row(decimal, price, Integer.class, 12),
        row(decimal, price, Double.class, 12.75),
        row(decimal, price, BigDecimal.class, price),
        row(decimal, price, String.class, "12.75"),
        row(SqlType.decimal(38, 0), new BigDecimal("1e30"), Long.class, OUT_OF_RANGE),
        row(SqlType.decimal(38, 0), new BigDecimal("1e30"), String.class, "1" + "0".repeat(30)),
        row(SqlType.REAL, 1.5f, Float.class, 1.5f),
        row(SqlType.REAL, 0.1f, BigDecimal.class, new BigDecimal("0.1")),
        row(SqlType.DOUBLE, 1.5, Integer.class, 1),
        row(SqlType.DOUBLE, 1.0, String.class, "1"),
        row(SqlType.DOUBLE, 1e300, Float.class, OUT_OF_RANGE),
        row(SqlType.DOUBLE, 1e19, Long.class, OUT_OF_RANGE),
        row(SqlType.DOUBLE, Double.NaN, BigDecimal.class, OUT_OF_RANGE),
        row(SqlType.DOUBLE, Double.NaN, Integer.class, OUT_OF_RANGE),
        row(SqlType.DOUBLE, Double.NaN, String.class, "NaN"));
  }

  private static Stream<Arguments> texts() {
    SqlType text = SqlType.VARCHAR;
    return Stream.of(
        row(text, " 12 ", Integer.class, 12),
        row(text, "12.9", Integer.class, 12),
        row(text, "1e999999999", Long.class, OUT_OF_RANGE),
        row(text, "1e-999999999", Long.class, 0L),
        row(text, "x", Integer.class, NO_CONVERSION),
        row(text, "x", Double.class, NO_CONVERSION),
        row(text, "x", BigDecimal.class, NO_CONVERSION),
        row(text, "1.5", Double.class, 1.5),
        row(text, "yes", Boolean.class, true),
        row(text, "0", Boolean.class, false),
        row(text, "maybe", Boolean.class, NO_CONVERSION),
        row(text, "2024-02-29", LocalDate.class, LocalDate.of(2024, 2, 29)),
        row(text, "2024-02-29 12:34:56.789", LocalDateTime.class, MOMENT),
        row(text, "12:34", LocalTime.class, LocalTime.of(12, 34)),
        row(text, "2024-02-30", LocalDate.class, NO_CONVERSION),
        row(text, ID.toString(), UUID.class, ID),
        row(text, "1-2-3-4-5", UUID.class, NO_CONVERSION),
        row(text, "ä", byte[].class, new byte[] {(byte) 0xc3, (byte) 0xa4}),
        row(SqlType.of(TypeKind.CHAR, 3), "a  ", String.class, "a  "));
  }

  private static Stream<Arguments> moments() {
    SqlType timestamp = SqlType.of(TypeKind.TIMESTAMP, 6);
    SqlType time = SqlType.of(TypeKind.TIME, 0);
    LocalDate date = LocalDate.of(2024, 2, 29);
    return Stream.of(
        row(SqlType.DATE, date, LocalDate.class, date),
        row(SqlType.DATE, date, Date.class, Date.valueOf(date)),
        row(SqlType.DATE, date, Object.class, Date.valueOf(date)),
        row(SqlType.DATE, date, LocalDateTime.class, date.atStartOfDay()),
        row(SqlType.DATE, date, Time.class, NO_CONVERSION),
        row(SqlType.DATE, date, Integer.class, NO_CONVERSION),
        row(SqlType.DATE, date, String.class, "2024-02-29"),
        row(time, LocalTime.of(1, 2, 3), LocalTime.class, LocalTime.of(1, 2, 3)),
        row(time, LocalTime.of(1, 2, 3), Time.class, Time.valueOf("01:02:03")),
        row(time, LocalTime.of(1, 2, 3), String.class, "01:02:03"),
        row(time, LocalTime.of(1, 2, 3), LocalDate.class, NO_CONVERSION),
        row(timestamp, MOMENT, LocalDateTime.class, MOMENT),
        row(timestamp, MOMENT, Timestamp.class, Timestamp.valueOf(MOMENT)),
        row(timestamp, MOMENT, Object.class, Timestamp.valueOf(MOMENT)),
        row(timestamp, MOMENT, LocalDate.class, date),
        row(timestamp, MOMENT, Date.class, Date.valueOf(date)),
        row(timestamp, MOMENT, LocalTime.class, MOMENT.toLocalTime()),
        row(timestamp, MOMENT, Instant.class, Instant.parse("2024-02-29T12:34:56.789Z")),
        row(timestamp, MOMENT, OffsetDateTime.class, OffsetDateTime.parse(MOMENT + "Z")),
        row(timestamp, MOMENT, ZonedDateTime.class, ZonedDateTime.parse(MOMENT + "Z[UTC]")),
        row(timestamp, MOMENT, String.class, "2024-02-29 12:34:56.789"),
        row(timestamp, MOMENT, Long.class, NO_CONVERSION));
  }

  private static Stream<Arguments> others() {
    byte[] bytes = {1, (byte) 0xfe};
    return Stream.of(
        row(SqlType.VARBINARY, bytes, byte[].class, bytes),
        row(SqlType.VARBINARY, bytes, Object.class, bytes),
        row(SqlType.VARBINARY, bytes, String.class, "01fe"),
        row(SqlType.VARBINARY, bytes, Integer.class, NO_CONVERSION),
        row(SqlType.UUID, ID, UUID.class, ID),
        row(SqlType.UUID, ID, Object.class, ID),
        row(SqlType.UUID, ID, String.class, ID.toString()),
        row(SqlType.UUID, ID, Long.class, NO_CONVERSION),
        row(SqlType.of(TypeKind.INTERVAL_MONTHS), Period.ofMonths(-14), String.class, "-1-02"),
        row(
            SqlType.of(TypeKind.INTERVAL_MONTHS),
            Period.ofMonths(3),
            Period.class,
            Period.ofMonths(3)),
        row(
            SqlType.of(TypeKind.INTERVAL_SECONDS),
            Duration.parse("P1DT2H0.5S"),
            String.class,
            "1 02:00:00.5"));
  }

  @ParameterizedTest
  @MethodSource("conversions")
  void aValueIsReadAsTheTableSays(SqlType type, Object value, Class<?> as, Object expected)
      throws SQLException {
    ResultSet rows = holding(type, value);

    if (expected.equals(OUT_OF_RANGE) || expected.equals(NO_CONVERSION)) {
      assertThatThrownBy(() -> rows.getObject(1, as))
          .isInstanceOfSatisfying(
              SQLDataException.class,
              refused -> assertThat(refused.getSQLState()).isEqualTo(expected))
          .hasMessageContaining("column 1 (V)")
          .hasMessageContaining(type.toString());
    } else {
      assertThat(rows.getObject(1, as)).isEqualTo(expected);
      assertThat(rows.wasNull()).isFalse();
    }
  }

  @Test
  void theGettersAgreeWithTheTable() throws SQLException {
    ResultSet number = holding(SqlType.INTEGER, 65);
    assertThat(number.getByte("v")).isEqualTo((byte) 65);
    assertThat(number.getShort("V")).isEqualTo((short) 65);
    assertThat(number.getInt(1)).isEqualTo(65);
    assertThat(number.getLong(1)).isEqualTo(65L);
    assertThat(number.getFloat(1)).isEqualTo(65f);
    assertThat(number.getDouble(1)).isEqualTo(65d);
    assertThat(number.getBoolean(1)).isTrue();
    assertThat(number.getBigDecimal(1)).isEqualTo(BigDecimal.valueOf(65));
    assertThat(number.getString(1)).isEqualTo("65");
    assertThat(number.getNString(1)).isEqualTo("65");
    ResultSet real = holding(SqlType.DOUBLE, 1.25);
    assertThat(real.getDouble(1)).isEqualTo(1.25);
    assertThat(real.getFloat(1)).isEqualTo(1.25f);
    assertThat(real.getInt(1)).isEqualTo(1);
  }

  @Test
  void longValuesAreReadAsStreamsToo() throws Exception {
    ResultSet text = holding(SqlType.VARCHAR, "abc");
    assertThat(all(text.getCharacterStream(1))).isEqualTo("abc");
    assertThat(all(text.getNCharacterStream(1))).isEqualTo("abc");
    assertThat(text.getAsciiStream(1)).hasContent("abc");
    assertThat(text.getClob(1).getSubString(2, 2)).isEqualTo("bc");
    assertThat(text.getNClob(1).length()).isEqualTo(3);
    ResultSet bytes = holding(SqlType.VARBINARY, new byte[] {1, 2, 3});
    assertThat(bytes.getBinaryStream(1).readAllBytes()).containsExactly(1, 2, 3);
    assertThat(bytes.getBlob(1).getBytes(2, 2)).containsExactly(2, 3);
  }

  private static String all(Reader reader) throws IOException {
    StringWriter text = new StringWriter();
    reader.transferTo(text);
    return text.toString();
  }

  @Test
  void nullIsNullOrZeroAndWasNullTellsWhich() throws SQLException {
    ResultSet rows = holding(SqlType.INTEGER, null);

    assertThat(rows.getInt(1)).isZero();
    assertThat(rows.wasNull()).isTrue();
    assertThat(rows.getBoolean(1)).isFalse();
    assertThat(rows.getDouble(1)).isZero();
    assertThat(rows.getString(1)).isNull();
    assertThat(rows.getObject(1)).isNull();
    assertThat(rows.getObject(1, LocalDate.class)).isNull();
    assertThat(rows.getTimestamp(1)).isNull();
    assertThat(rows.getBytes(1)).isNull();
  }

  @Test
  void datesAndTimesOfJavaSqlAreInstantsInTheSessionsZoneOrTheCalendars() throws SQLException {
    ResultSet rows = holding(SqlType.of(TypeKind.TIMESTAMP, 6), MOMENT, "Asia/Tokyo");
    Calendar newYork = new GregorianCalendar(TimeZone.getTimeZone("America/New_York"));

    assertThat(rows.getTimestamp(1).toInstant())
        .isEqualTo(Instant.parse("2024-02-29T03:34:56.789Z"));
    assertThat(rows.getTimestamp(1, newYork).toInstant())
        .isEqualTo(Instant.parse("2024-02-29T17:34:56.789Z"));
    assertThat(rows.getDate(1, newYork).getTime())
        .isEqualTo(Instant.parse("2024-02-29T05:00:00Z").toEpochMilli());
    assertThat(rows.getTime(1, newYork).getTime())
        .isEqualTo(Instant.parse("1970-01-01T17:34:56.789Z").toEpochMilli());
    assertThat(rows.getObject(1, OffsetDateTime.class))
        .isEqualTo(OffsetDateTime.parse(MOMENT + "+09:00"));
  }

  @Test
  void oldDatesShowWhatSqlShowsThoughJavaSqlCountsThemByTheJulianCalendar() throws SQLException {
    ResultSet rows = holding(SqlType.DATE, LocalDate.of(1500, 1, 1));

    assertThat(rows.getDate(1).getTime())
        .isEqualTo(Instant.parse("1500-01-10T00:00:00Z").toEpochMilli());
  }

  @Test
  void whatIsNoTypeOfTheTableIsNotSupported() throws SQLException {
    ResultSet rows = holding(SqlType.INTEGER, 1);

    assertThatThrownBy(() -> rows.getObject(1, Thread.class))
        .isInstanceOf(java.sql.SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> rows.getArray(1))
        .isInstanceOf(java.sql.SQLFeatureNotSupportedException.class);
  }
}
