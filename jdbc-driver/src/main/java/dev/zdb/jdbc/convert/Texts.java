package dev.zdb.jdbc.convert;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Values read as text and as bytes, in the form that SQL's CAST gives them. */
final class Texts {
  private static final int BYTES_OF_UUID = 16;
  private static final int LENGTH_OF_UUID = 36;
  private static final int DIGITS_OF_DOUBLE = 15;
  private static final int LEAST_PLAIN_EXPONENT = -5;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, /* decimalPoint= */ true)
          .toFormatter(Locale.ROOT);

  private Texts() {}

  /** Any value as text. */
  static String text(Object value, Site site) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      return floating((Number) value);
    }
    if (value instanceof Boolean truth) {
      return truth ? "TRUE" : "FALSE";
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof LocalTime time) {
      return TIME.format(time);
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalDate() + " " + TIME.format(timestamp.toLocalTime());
    }
    return value instanceof Period || value instanceof Duration
        ? interval(value)
        : String.valueOf(value);
  }

  private static String floating(Number value) {
    String java = value.toString();
    if (!Double.isFinite(value.doubleValue())) {
      return java;
    }
    BigDecimal exact = new BigDecimal(java).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exact.signum() == 0) {
      return "0";
    }
    return exponent >= LEAST_PLAIN_EXPONENT && exponent < DIGITS_OF_DOUBLE
        ? exact.toPlainString()
        : exact.movePointLeft(exponent).toPlainString() + 'E' + exponent;
  }

  private static String interval(Object value) {
    if (value instanceof Period months) {
      long size = Math.abs(months.toTotalMonths());
      String sign = months.isNegative() ? "-" : "";
      return String.format(Locale.ROOT, "%s%d-%02d", sign, size / 12, size % 12);
    }
    Duration duration = (Duration) value;
    Duration size = duration.abs();
    LocalTime time = LocalTime.MIDNIGHT.plus(size.minusSeconds(daySeconds(size)));
    return (duration.isNegative() ? "-" : "") + size.toDays() + " " + TIME.format(time);
  }

  private static long daySeconds(Duration size) {
    return size.toDays() * SECONDS_PER_DAY;
  }

  static byte[] bytes(Object value, Site site) throws SQLException {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof UUID id) {
      return ByteBuffer.allocate(BYTES_OF_UUID)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    }
    throw site.cannotBe("byte[]", value);
  }

  static UUID uuid(Object value, Site site) throws SQLException {
    if (value instanceof UUID id) {
      return id;
    }
    if (value instanceof byte[] bytes && bytes.length == BYTES_OF_UUID) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    if (value instanceof String text) {
      return parsedUuid(text, site);
    }
    throw site.cannotBe("UUID", value);
  }

  private static UUID parsedUuid(String text, Site site) throws SQLException {
    try {
      String plain = text.strip();
      if (plain.length() == LENGTH_OF_UUID) {
        return UUID.fromString(plain);
      }
    } catch (IllegalArgumentException notUuid) {
      throw site.cannotBe("UUID", text);
    }
    throw site.cannotBe("UUID", text);
  }

  /** Text or bytes; a number or a date is no long thing to be read from a stream. */
  private static void requireLong(String target, Object value, Site site) throws SQLException {
    if (!(value instanceof String || value instanceof byte[])) {
      throw site.cannotBe(target, value);
    }
  }

  static InputStream binaryStream(Object value, Site site) throws SQLException {
    requireLong("a binary stream", value, site);
    return new ByteArrayInputStream(bytes(value, site));
  }

  static InputStream asciiStream(Object value, Site site) throws SQLException {
    requireLong("an ASCII stream", value, site);
    return new ByteArrayInputStream(text(value, site).getBytes(StandardCharsets.US_ASCII));
  }

  static InputStream utf8Stream(Object value, Site site) throws SQLException {
    requireLong("a stream of characters", value, site);
    return new ByteArrayInputStream(text(value, site).getBytes(StandardCharsets.UTF_8));
  }

  static Reader characterStream(Object value, Site site) throws SQLException {
    requireLong("a stream of characters", value, site);
    return new StringReader(text(value, site));
  }

  static MemoryBlob blob(Object value, Site site) throws SQLException {
    requireLong("a BLOB", value, site);
    return new MemoryBlob(bytes(value, site).clone());
  }

  static MemoryClob clob(Object value, Site site) throws SQLException {
    requireLong("a CLOB", value, site);
    return new MemoryClob(text(value, site));
  }
}
