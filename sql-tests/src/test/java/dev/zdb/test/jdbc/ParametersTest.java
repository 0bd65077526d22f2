package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.junit.jupiter.api.Test;

/**
 * What {@code setObject} makes of each class of Java for a column of each type: the text that is
 * read back, or the SQLSTATE of the refusal. {@code parameters.txt} says it, a line for a value.
 */
final class ParametersTest extends AtEveryPlace {
  private static final List<String> TYPES =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "DECIMAL(8,2)",
          "REAL",
          "DOUBLE",
          "CHAR(5)",
          "VARCHAR(40)",
          "BINARY(4)",
          "VARBINARY(40)",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "UUID");
  private static final long NOON = 1_709_208_000_000L; // 2024-02-29 12:00:00 UTC

  /** By how they are called in the table; streams can be read once, hence suppliers. */
  @SuppressWarnings("JavaUtilDate") // which applications bind
  private static Map<String, Supplier<Object>> values() {
    Map<String, Supplier<Object>> values = new LinkedHashMap<>();
    values.put("Boolean true", () -> true);
    values.put("Byte 7", () -> (byte) 7);
    values.put("Short 300", () -> (short) 300);
    values.put("Integer 7", () -> 7);
    values.put("Integer 70000", () -> 70_000);
    values.put("Long 5000000000", () -> 5_000_000_000L);
    values.put("BigInteger 10^20", () -> BigInteger.TEN.pow(20));
    values.put("BigDecimal 1.255", () -> new BigDecimal("1.255"));
    values.put("Float 1.5", () -> 1.5f);
    values.put("Double 1.5", () -> 1.5);
    values.put("Double NaN", () -> Double.NaN);
    values.put("AtomicInteger 7", () -> new AtomicInteger(7));
    values.put("Character 7", () -> '7');
    values.put("String 7", () -> "7");
    values.put("String abc", () -> "abc");
    values.put("String date", () -> "2024-02-29");
    values.put("StringReader abc", () -> new StringReader("abc"));
    values.put("Clob abc", () -> clob("abc"));
    values.put("byte[] 4", () -> new byte[] {1, 2, 3, 4});
    values.put("InputStream 4", () -> new ByteArrayInputStream(new byte[] {1, 2, 3, 4}));
    values.put("Blob 4", () -> blob(1, 2, 3, 4));
    values.put("UUID", () -> new UUID(1, 2));
    values.put("sql.Date", () -> Date.valueOf("2024-02-29"));
    values.put("sql.Time", () -> Time.valueOf("12:34:56"));
    values.put("sql.Timestamp", () -> Timestamp.from(Instant.ofEpochMilli(NOON)));
    values.put("util.Date", () -> new java.util.Date(NOON));
    values.put("Calendar", ParametersTest::calendar);
    values.put("LocalDate", () -> LocalDate.of(2024, 2, 29));
    values.put("LocalTime", () -> LocalTime.of(12, 34, 56));
    values.put("LocalDateTime", () -> LocalDateTime.of(2024, 2, 29, 12, 34, 56));
    values.put("Instant", () -> Instant.ofEpochMilli(NOON));
    values.put("OffsetDateTime", () -> OffsetDateTime.parse("2024-02-29T12:00+02:00"));
    values.put("ZonedDateTime", () -> Instant.ofEpochMilli(NOON).atZone(ZoneId.of("Asia/Tokyo")));
    values.put("OffsetTime", () -> OffsetTime.parse("12:34:56+02:00"));
    values.put("Year", () -> Year.of(2024));
    values.put("Period", () -> Period.ofMonths(14));
    values.put("Duration", () -> Duration.ofHours(1));
    values.put("TimeUnit", () -> TimeUnit.DAYS);
    values.put("int[]", () -> new int[] {1});
    return values;
  }

  @Test
  void eachClassGoesIntoTheColumnsThatTheTableSays() throws SQLException, IOException {
    sql.executeUpdate(
        "CREATE TABLE taken (id INT, "
            + TYPES.stream().map(t -> column(t) + ' ' + t).collect(Collectors.joining(", "))
            + ")");
    List<List<String>> found = new ArrayList<>(List.of(new ArrayList<>(TYPES)));
    found.get(0).add(0, "");
    for (Map.Entry<String, Supplier<Object>> value : values().entrySet()) {
      List<String> line = new ArrayList<>(List.of(value.getKey()));
      for (String type : TYPES) {
        line.add(outcome(column(type), value.getValue().get()));
      }
      found.add(line);
    }

    assertThat(table(found)).isEqualToNormalizingNewlines(expected());
  }

  private static String column(String type) {
    return "c_" + type.replaceAll("\\W.*", "");
  }

  private String outcome(String column, Object value) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO taken (" + column + ") VALUES (?)")) {
      insert.setObject(1, value);
      insert.executeUpdate();
    } catch (SQLException refused) {
      return "!" + refused.getSQLState();
    }
    try (ResultSet row = sql.executeQuery("SELECT " + column + " FROM taken")) {
      row.next();
      return row.getString(1);
    } finally {
      sql.executeUpdate("DELETE FROM taken");
    }
  }

  private static String table(List<List<String>> lines) {
    int[] widths = new int[TYPES.size() + 1];
    for (List<String> line : lines) {
      Arrays.setAll(widths, i -> Math.max(widths[i], line.get(i).length()));
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      List<String> cells = new ArrayList<>(line);
      for (int i = 0; i < widths.length; i++) {
        cells.set(i, line.get(i) + " ".repeat(widths[i] - line.get(i).length()));
      }
      table.append(String.join(" | ", cells).stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static String expected() throws IOException {
    try (InputStream table = ParametersTest.class.getResourceAsStream("/jdbc/parameters.txt")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Calendar calendar() {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    calendar.setTimeInMillis(NOON);
    return calendar;
  }

  private static Object clob(String text) {
    try {
      return new SerialClob(text.toCharArray());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Object blob(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    try {
      return new SerialBlob(content);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
