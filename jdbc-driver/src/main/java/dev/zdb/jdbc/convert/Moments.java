package dev.zdb.jdbc.convert;

import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;

/**
 * Values read as dates and times.
 *
 * <p>The classes of {@code java.sql} are instants: they stand for the local time that the site's
 * zone shows then, in the Gregorian calendar of all ages, as SQL's dates are.
 */
final class Moments {
  private static final LocalDate EPOCH = LocalDate.ofEpochDay(0);
  private static final int LENGTH_OF_DATE = 10;

  private Moments() {}

  static LocalDate date(Object value, Site site) throws SQLException {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalDate();
    }
    if (value instanceof String text) {
      return parsed(text, "date", site).toLocalDate();
    }
    throw site.cannotBe("date", value);
  }

  static LocalTime time(Object value, Site site) throws SQLException {
    if (value instanceof LocalTime time) {
      return time;
    }
    if (value instanceof LocalDateTime timestamp) {
      return timestamp.toLocalTime();
    }
    if (value instanceof String text) {
      boolean isTimeAlone = text.indexOf('-') < 0;
      return isTimeAlone ? parsedTime(text, site) : parsed(text, "time", site).toLocalTime();
    }
    throw site.cannotBe("time", value);
  }

  static LocalDateTime timestamp(Object value, Site site) throws SQLException {
    if (value instanceof LocalDateTime timestamp) {
      return timestamp;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof LocalTime time) {
      return time.atDate(EPOCH);
    }
    if (value instanceof String text) {
      return parsed(text, "timestamp", site);
    }
    throw site.cannotBe("timestamp", value);
  }

  private static LocalDateTime parsed(String text, String target, Site site) throws SQLException {
    String plain = text.strip();
    try {
      return plain.length() <= LENGTH_OF_DATE
          ? LocalDate.parse(plain).atStartOfDay()
          : LocalDateTime.parse(plain.replace(' ', 'T'));
    } catch (DateTimeException notMoment) {
      throw site.cannotBe(target, text);
    }
  }

  private static LocalTime parsedTime(String text, Site site) throws SQLException {
    try {
      return LocalTime.parse(text.strip());
    } catch (DateTimeException notTime) {
      throw site.cannotBe("time", text);
    }
  }

  static ZonedDateTime zoned(Object value, Site site) throws SQLException {
    return timestamp(value, site).atZone(site.zone());
  }

  static OffsetDateTime offset(Object value, Site site) throws SQLException {
    return zoned(value, site).toOffsetDateTime();
  }

  static OffsetTime offsetTime(Object value, Site site) throws SQLException {
    return time(value, site).atDate(EPOCH).atZone(site.zone()).toOffsetDateTime().toOffsetTime();
  }

  static Instant instant(Object value, Site site) throws SQLException {
    return zoned(value, site).toInstant();
  }

  static Date sqlDate(Object value, Site site) throws SQLException {
    return new Date(date(value, site).atStartOfDay(site.zone()).toInstant().toEpochMilli());
  }

  static Time sqlTime(Object value, Site site) throws SQLException {
    LocalDateTime moment = time(value, site).atDate(EPOCH);
    return new Time(moment.atZone(site.zone()).toInstant().toEpochMilli());
  }

  static Timestamp sqlTimestamp(Object value, Site site) throws SQLException {
    Instant instant = instant(value, site);
    Timestamp timestamp = new Timestamp(Math.multiplyExact(instant.getEpochSecond(), 1000L));
    timestamp.setNanos(instant.getNano());
    return timestamp;
  }

  /** What a {@link Date}, {@link Time}, {@link Timestamp} or other {@code Date} shows there. */
  @SuppressWarnings("JavaUtilDate") // applications bind it; this is where it ends
  static LocalDateTime shown(java.util.Date value, Site site) {
    long second = Math.floorDiv(value.getTime(), 1000L);
    int nano =
        value instanceof Timestamp timestamp
            ? timestamp.getNanos()
            : (int) Math.floorMod(value.getTime(), 1000L) * 1_000_000;
    return LocalDateTime.ofInstant(Instant.ofEpochSecond(second, nano), site.zone());
  }
}
