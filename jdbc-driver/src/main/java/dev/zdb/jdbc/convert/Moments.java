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
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Values read as dates and times.
 *
 * <p>SQL's dates are Gregorian in all ages. The classes of {@code java.sql} are instants that show
 * a date, before October 1582 in the Julian calendar; they stand for the date that they show in the
 * site's zone, so that {@code toLocalDate}, {@code valueOf} and {@code toString} agree with SQL. H2
 * and PostgreSQL's driver do the same; the instant then differs from that of {@link Instant}.
 */
final class Moments {
  private static final LocalDate EPOCH = LocalDate.ofEpochDay(0);
  private static final LocalDateTime GREGORIAN = LocalDateTime.of(1582, 10, 15, 0, 0);
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
    return new Date(millis(date(value, site).atStartOfDay(), site));
  }

  static Time sqlTime(Object value, Site site) throws SQLException {
    LocalDateTime moment = time(value, site).atDate(EPOCH);
    return new Time(moment.atZone(site.zone()).toInstant().toEpochMilli());
  }

  static Timestamp sqlTimestamp(Object value, Site site) throws SQLException {
    LocalDateTime local = timestamp(value, site);
    Timestamp timestamp = new Timestamp(millis(local, site));
    timestamp.setNanos(local.get(ChronoField.NANO_OF_SECOND));
    return timestamp;
  }

  /** The instant at which a {@code java.util.Date} shows that local time. */
  private static long millis(LocalDateTime local, Site site) {
    if (local.isBefore(GREGORIAN)) {
      Calendar calendar = calendar(site);
      calendar.set(
          local.getYear(),
          local.getMonthValue() - 1,
          local.getDayOfMonth(),
          local.getHour(),
          local.getMinute(),
          local.getSecond());
      return calendar.getTimeInMillis() + local.getNano() / 1_000_000;
    }
    return local.atZone(site.zone()).toInstant().toEpochMilli();
  }

  /** What {@code java.util.Date} counts days by: Julian before October 1582. */
  private static Calendar calendar(Site site) {
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(site.zone()), Locale.ROOT);
    calendar.clear();
    return calendar;
  }

  /** What a {@link Date}, {@link Time}, {@link Timestamp} or other {@code Date} shows there. */
  @SuppressWarnings("JavaUtilDate") // applications bind it; this is where it ends
  static LocalDateTime shown(java.util.Date value, Site site) {
    long second = Math.floorDiv(value.getTime(), 1000L);
    int nano =
        value instanceof Timestamp timestamp
            ? timestamp.getNanos()
            : (int) Math.floorMod(value.getTime(), 1000L) * 1_000_000;
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(second, nano), site.zone());
    return local.isBefore(GREGORIAN) ? julian(second, nano, site) : local;
  }

  private static LocalDateTime julian(long second, int nano, Site site) {
    Calendar calendar = calendar(site);
    calendar.setTimeInMillis(second * 1000);
    int year = calendar.get(Calendar.YEAR);
    return LocalDateTime.of(
            calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
            calendar.get(Calendar.MONTH) + 1,
            // a leap day that only the Julian calendar has is the day behind
            1,
            calendar.get(Calendar.HOUR_OF_DAY),
            calendar.get(Calendar.MINUTE),
            calendar.get(Calendar.SECOND),
            nano)
        .plusDays(calendar.get(Calendar.DAY_OF_MONTH) - 1L);
  }
}
