package dev.zdb.jdbc.convert;

import dev.zdb.sql.api.SqlErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of what an application binds: of the class that {@link dev.zdb.sql.api.TypeKind}
 * names, which the session then converts to the parameter's own type.
 *
 * <p>An instant becomes the local time of the site's zone.
 */
public final class ParameterWriter {
  private static final int MOST_SCALE = 38;

  private ParameterWriter() {}

  /** The value of an object by its class. */
  public static Object value(Object given, Site site) throws SQLException {
    if (given instanceof String
        || given instanceof Integer
        || given instanceof Long
        || given instanceof BigDecimal
        || given instanceof Boolean
        || given instanceof Double
        || given instanceof Float
        || given instanceof UUID) {
      return given;
    }
    if (given instanceof Number number) {
      return number(number, site);
    }
    if (given instanceof Character || given instanceof byte[]) {
      return given instanceof byte[] bytes ? bytes.clone() : given.toString();
    }
    if (given instanceof Blob || given instanceof Clob) {
      return longValue(given);
    }
    if (given instanceof InputStream || given instanceof Reader) {
      return given instanceof Reader reader
          ? characters(reader, -1, site)
          : bytes((InputStream) given, -1, site);
    }
    return moment(given, site);
  }

  private static Object number(Number given, Site site) throws SQLException {
    if (given instanceof Byte || given instanceof Short) {
      return given.intValue();
    }
    if (given instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    throw unsupported(given, site);
  }

  private static Object longValue(Object given) throws SQLException {
    return given instanceof Blob blob
        ? blob.getBytes(1, sizeOf(blob.length()))
        : ((Clob) given).getSubString(1, sizeOf(((Clob) given).length()));
  }

  private static int sizeOf(long length) throws SQLException {
    if (length > Integer.MAX_VALUE) {
      throw new SQLDataException(
          String.format(
              Locale.ROOT,
              "A BLOB or CLOB of %d bytes or characters is too long; the limit is %d.",
              length,
              Integer.MAX_VALUE),
          SqlErrorCode.LIMIT_EXCEEDED.sqlState());
    }
    return (int) length;
  }

  private static Object moment(Object given, Site site) throws SQLException {
    if (given instanceof LocalDateTime
        || given instanceof LocalDate
        || given instanceof LocalTime
        || given instanceof Period
        || given instanceof Duration) {
      return given;
    }
    try {
      return local(given, site);
    } catch (DateTimeException outOfRange) {
      throw new SQLDataException(
          String.format(
              Locale.ROOT,
              "The value %s of %s is out of the range of TIMESTAMP.",
              given,
              site.place()),
          SqlErrorCode.DATETIME_OVERFLOW.sqlState());
    }
  }

  private static Object local(Object given, Site site) throws SQLException {
    if (given instanceof java.util.Date date) {
      LocalDateTime shown = Moments.shown(date, site);
      return given instanceof java.sql.Date
          ? shown.toLocalDate()
          : given instanceof java.sql.Time ? shown.toLocalTime() : shown;
    }
    if (given instanceof OffsetTime time) {
      return time.toLocalTime();
    }
    if (given instanceof Year year) {
      return year.getValue();
    }
    Instant instant = instant(given);
    if (instant == null) {
      throw unsupported(given, site);
    }
    return LocalDateTime.ofInstant(instant, site.zone());
  }

  private static @Nullable Instant instant(Object given) {
    if (given instanceof Instant instant) {
      return instant;
    }
    if (given instanceof OffsetDateTime moment) {
      return moment.toInstant();
    }
    if (given instanceof ZonedDateTime moment) {
      return moment.toInstant();
    }
    return given instanceof Calendar calendar ? calendar.toInstant() : null;
  }

  private static SQLException unsupported(Object given, Site site) {
    return new SQLFeatureNotSupportedException(
        String.format(
            Locale.ROOT,
            "An object of %s cannot be bound to %s, of type %s.",
            given.getClass().getName(),
            site.place(),
            site.type()),
        SqlErrorCode.FEATURE_NOT_SUPPORTED.sqlState());
  }

  /**
   * The value of an object as a type of {@link Types}.
   *
   * @param scale digits behind the point, for DECIMAL and NUMERIC; negative to keep them
   */
  public static Object value(Object given, int jdbcType, int scale, Site site) throws SQLException {
    Object value = value(given, site);
    return switch (jdbcType) {
      case Types.BIT, Types.BOOLEAN -> Numbers.truth(value, site);
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER ->
          (int) Numbers.integer(value, bounds(jdbcType), site);
      case Types.BIGINT -> Numbers.integer(value, Numbers.Bounds.LONG, site);
      case Types.DECIMAL, Types.NUMERIC -> decimal(value, scale, site);
      case Types.REAL -> Numbers.real(value, site);
      case Types.FLOAT, Types.DOUBLE -> Numbers.floating(value, site);
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          Texts.text(value, site);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          Texts.bytes(value, site);
      case Types.DATE -> Moments.date(value, site);
      case Types.TIME, Types.TIME_WITH_TIMEZONE -> Moments.time(value, site);
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Moments.timestamp(value, site);
      case Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> value;
      default ->
          throw new SQLFeatureNotSupportedException(
              String.format(
                  Locale.ROOT,
                  "The type with the code %d of java.sql.Types, for %s, is not supported.",
                  jdbcType,
                  site.place()),
              SqlErrorCode.FEATURE_NOT_SUPPORTED.sqlState());
    };
  }

  private static Numbers.Bounds bounds(int jdbcType) {
    return switch (jdbcType) {
      case Types.TINYINT -> Numbers.Bounds.BYTE;
      case Types.SMALLINT -> Numbers.Bounds.SHORT;
      default -> Numbers.Bounds.INT;
    };
  }

  private static BigDecimal decimal(Object value, int scale, Site site) throws SQLException {
    BigDecimal number = Numbers.decimal(value, site);
    return scale < 0 ? number : Numbers.scaled(number, Math.min(scale, MOST_SCALE), site);
  }

  /** The bytes of a stream, which ends, unless {@code length} is negative, just there. */
  public static byte[] bytes(InputStream stream, long length, Site site) throws SQLException {
    try {
      if (length < 0) {
        return stream.readAllBytes();
      }
      byte[] bytes = stream.readNBytes(sizeOf(length));
      requireLength(length, bytes.length, site);
      return bytes;
    } catch (IOException failed) {
      throw unreadable(failed, site);
    }
  }

  /** The characters of a stream of bytes. */
  public static String characters(InputStream stream, long length, Charset charset, Site site)
      throws SQLException {
    return new String(bytes(stream, length, site), charset);
  }

  /** The characters of a reader, which ends, unless {@code length} is negative, just there. */
  public static String characters(Reader reader, long length, Site site) throws SQLException {
    StringWriter text = new StringWriter();
    char[] buffer = new char[4096];
    long left = length < 0 ? Long.MAX_VALUE : sizeOf(length);
    try {
      while (left > 0) {
        int read = reader.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        text.write(buffer, 0, read);
        left -= read;
      }
    } catch (IOException failed) {
      throw unreadable(failed, site);
    }
    if (length >= 0) {
      requireLength(length, length - left, site);
    }
    return text.toString();
  }

  private static void requireLength(long said, long found, Site site) throws SQLException {
    if (said != found) {
      throw new SQLDataException(
          String.format(
              Locale.ROOT,
              "The stream for %s ended after %d; its length was said to be %d.",
              site.place(),
              found,
              said),
          SqlErrorCode.INVALID_PARAMETER_VALUE.sqlState());
    }
  }

  private static SQLException unreadable(IOException failed, Site site) {
    return new SQLDataException(
        String.format(
            Locale.ROOT,
            "The stream for %s could not be read: %s.",
            site.place(),
            failed.getMessage()),
        SqlErrorCode.INVALID_PARAMETER_VALUE.sqlState(),
        failed);
  }
}
