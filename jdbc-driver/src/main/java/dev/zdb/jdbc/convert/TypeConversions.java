package dev.zdb.jdbc.convert;

import dev.zdb.jdbc.convert.Numbers.Bounds;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
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
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which Java classes a SQL value can be read as: the one table behind every {@code getX}.
 *
 * <p>A value is of the class that {@link dev.zdb.sql.api.TypeKind} names. What no line of the
 * table, or no branch of its conversion, foresees is refused with SQLSTATE 22018, what does not fit
 * with 22003, both naming the column and both types.
 */
public final class TypeConversions {
  private static final Map<Class<?>, Conversion<?>> TABLE = table();

  private TypeConversions() {}

  /**
   * One cell's worth: how a value that is not null becomes a {@code T}.
   *
   * @param <T> the Java class
   */
  @FunctionalInterface
  public interface Conversion<T> {
    T apply(Object value, Site site) throws SQLException;
  }

  /** How to make a {@code T}; null if nothing can be read as that. */
  @SuppressWarnings("unchecked") // the table is filled by put, which pairs them rightly
  public static <T> @Nullable Conversion<T> to(Class<T> target) {
    return (Conversion<T>) TABLE.get(target);
  }

  private static Map<Class<?>, Conversion<?>> table() {
    Map<Class<?>, Conversion<?>> table = new LinkedHashMap<>();
    addNumbers(table);
    addMoments(table);
    addTexts(table);
    return Map.copyOf(table);
  }

  private static void addNumbers(Map<Class<?>, Conversion<?>> table) {
    put(table, Boolean.class, Numbers::truth);
    put(table, Byte.class, (v, site) -> (byte) Numbers.integer(v, Bounds.BYTE, site));
    put(table, Short.class, (v, site) -> (short) Numbers.integer(v, Bounds.SHORT, site));
    put(table, Integer.class, (v, site) -> (int) Numbers.integer(v, Bounds.INT, site));
    put(table, Long.class, (v, site) -> Numbers.integer(v, Bounds.LONG, site));
    put(table, Float.class, Numbers::real);
    put(table, Double.class, Numbers::floating);
    put(table, BigDecimal.class, Numbers::decimal);
    put(table, BigInteger.class, Numbers::bigInteger);
  }

  private static void addMoments(Map<Class<?>, Conversion<?>> table) {
    put(table, LocalDate.class, Moments::date);
    put(table, LocalTime.class, Moments::time);
    put(table, LocalDateTime.class, Moments::timestamp);
    put(table, OffsetDateTime.class, Moments::offset);
    put(table, OffsetTime.class, Moments::offsetTime);
    put(table, ZonedDateTime.class, Moments::zoned);
    put(table, Instant.class, Moments::instant);
    put(table, Date.class, Moments::sqlDate);
    put(table, Time.class, Moments::sqlTime);
    put(table, Timestamp.class, Moments::sqlTimestamp);
    put(table, java.util.Date.class, Moments::sqlTimestamp);
    put(table, Calendar.class, TypeConversions::calendar);
    put(table, Year.class, (v, site) -> Year.of((int) Numbers.integer(v, Bounds.INT, site)));
    put(table, Period.class, (v, site) -> same(Period.class, v, site));
    put(table, Duration.class, (v, site) -> same(Duration.class, v, site));
  }

  private static void addTexts(Map<Class<?>, Conversion<?>> table) {
    put(table, String.class, Texts::text);
    put(table, byte[].class, (v, site) -> Texts.bytes(v, site).clone());
    put(table, UUID.class, Texts::uuid);
    put(table, InputStream.class, Texts::binaryStream);
    put(table, Reader.class, Texts::characterStream);
    put(table, Blob.class, Texts::blob);
    put(table, Clob.class, Texts::clob);
    put(table, NClob.class, Texts::clob);
    put(table, Object.class, TypeConversions::usual);
  }

  private static <T> void put(
      Map<Class<?>, Conversion<?>> table, Class<T> target, Conversion<? extends T> conversion) {
    table.put(target, conversion);
  }

  private static <T> T same(Class<T> target, Object value, Site site) throws SQLException {
    if (!target.isInstance(value)) {
      throw site.cannotBe(target.getSimpleName(), value);
    }
    return target.cast(value);
  }

  private static Calendar calendar(Object value, Site site) throws SQLException {
    GregorianCalendar calendar =
        new GregorianCalendar(TimeZone.getTimeZone(site.zone()), Locale.ROOT);
    calendar.setTime(Moments.sqlTimestamp(value, site));
    return calendar;
  }

  /** What {@code getObject(int)} gives: the class that JDBC pairs with the SQL type. */
  public static Object usual(Object value, Site site) throws SQLException {
    if (value instanceof LocalDateTime) {
      return Moments.sqlTimestamp(value, site);
    }
    if (value instanceof LocalDate) {
      return Moments.sqlDate(value, site);
    }
    if (value instanceof LocalTime) {
      return Moments.sqlTime(value, site);
    }
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  /** Text as ASCII, for {@code getAsciiStream}. */
  public static InputStream asciiStream(Object value, Site site) throws SQLException {
    return Texts.asciiStream(value, site);
  }

  /** Text as UTF-8, for {@code getUnicodeStream}. */
  public static InputStream utf8Stream(Object value, Site site) throws SQLException {
    return Texts.utf8Stream(value, site);
  }
}
