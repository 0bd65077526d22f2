package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/** A field of a date, a time or an interval, as EXTRACT and FLOOR name them. */
public enum DateField {
  MILLENNIUM,
  CENTURY,
  DECADE,
  YEAR,
  ISOYEAR,
  QUARTER,
  MONTH,
  WEEK,
  DAY,
  /** 1 for Sunday to 7 for Saturday. */
  DOW,
  /** 1 for Monday to 7 for Sunday. */
  ISODOW,
  DOY,
  HOUR,
  MINUTE,
  SECOND,
  MILLISECOND,
  MICROSECOND,
  NANOSECOND,
  EPOCH;

  /** The field of a moment. */
  public long of(long day, long secondOfDay, long nano) {
    if (this == EPOCH) {
      return day * Temporals.SECONDS_PER_DAY + secondOfDay;
    }
    return isOfTime()
        ? ofTime(secondOfDay * Temporals.NANOS_PER_SECOND + nano)
        : ofDate(LocalDate.ofEpochDay(day));
  }

  private long ofDate(LocalDate date) {
    int year = date.getYear();
    return switch (this) {
      case MILLENNIUM -> (year + 999) / 1000;
      case CENTURY -> (year + 99) / 100;
      case DECADE -> year / 10;
      case YEAR -> year;
      case ISOYEAR -> date.get(IsoFields.WEEK_BASED_YEAR);
      case QUARTER -> date.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> date.getMonthValue();
      case WEEK -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> date.getDayOfMonth();
      case DOW -> date.getDayOfWeek().getValue() % 7 + 1;
      case ISODOW -> date.getDayOfWeek().getValue();
      case DOY -> date.getDayOfYear();
      default -> throw lacking("a date");
    };
  }

  /** The field of a time. */
  public long ofTime(long nanoOfDay) {
    long nanoOfMinute = nanoOfDay % (60 * Temporals.NANOS_PER_SECOND);
    return switch (this) {
      case HOUR -> nanoOfDay / (3600 * Temporals.NANOS_PER_SECOND);
      case MINUTE -> nanoOfDay / (60 * Temporals.NANOS_PER_SECOND) % 60;
      case SECOND -> nanoOfMinute / Temporals.NANOS_PER_SECOND;
      case MILLISECOND -> nanoOfMinute / 1_000_000;
      case MICROSECOND -> nanoOfMinute / 1_000;
      case NANOSECOND -> nanoOfMinute;
      case EPOCH -> nanoOfDay / Temporals.NANOS_PER_SECOND;
      default -> throw lacking("a time");
    };
  }

  /** The field of an interval of months. */
  public long ofMonths(long months) {
    return switch (this) {
      case MILLENNIUM -> months / 12_000;
      case CENTURY -> months / 1_200;
      case DECADE -> months / 120;
      case YEAR -> months / 12;
      case QUARTER -> months % 12 / 3 + 1;
      case MONTH -> months % 12;
      default -> throw lacking("an interval of months");
    };
  }

  /** The field of an interval of seconds; negative if that is. */
  public long ofSeconds(long second, long nano) {
    boolean isNegative = second < 0;
    long whole = isNegative && nano > 0 ? second + 1 : second;
    long fraction = isNegative && nano > 0 ? nano - Temporals.NANOS_PER_SECOND : nano;
    return switch (this) {
      case DAY -> whole / Temporals.SECONDS_PER_DAY;
      case HOUR -> whole % Temporals.SECONDS_PER_DAY / 3600;
      case MINUTE -> whole % 3600 / 60;
      case SECOND -> whole % 60;
      case MILLISECOND -> whole % 60 * 1_000 + fraction / 1_000_000;
      case MICROSECOND -> whole % 60 * 1_000_000 + fraction / 1_000;
      case NANOSECOND -> whole % 60 * Temporals.NANOS_PER_SECOND + fraction;
      case EPOCH -> whole;
      default -> throw lacking("an interval of days");
    };
  }

  /** Whether it divides the day. */
  public boolean isOfTime() {
    return switch (this) {
      case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> true;
      default -> false;
    };
  }

  /** The length of a field that divides the day; the day's for all others. */
  public long nanosWithinDay() {
    return switch (this) {
      case HOUR -> 3600 * Temporals.NANOS_PER_SECOND;
      case MINUTE -> 60 * Temporals.NANOS_PER_SECOND;
      case SECOND -> Temporals.NANOS_PER_SECOND;
      case MILLISECOND -> 1_000_000;
      case MICROSECOND -> 1_000;
      case NANOSECOND -> 1;
      default -> Temporals.NANOS_PER_DAY;
    };
  }

  /** The first day of the field in which a day lies. */
  public long floorDay(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    int year = date.getYear();
    LocalDate floor =
        switch (this) {
          case MILLENNIUM -> LocalDate.of((year - 1) / 1000 * 1000 + 1, 1, 1);
          case CENTURY -> LocalDate.of((year - 1) / 100 * 100 + 1, 1, 1);
          case DECADE -> LocalDate.of(Math.max(1, year / 10 * 10), 1, 1);
          case YEAR -> LocalDate.of(year, 1, 1);
          case ISOYEAR ->
              LocalDate.of(date.get(IsoFields.WEEK_BASED_YEAR), 1, 4)
                  .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case QUARTER -> LocalDate.of(year, (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
          case MONTH -> date.withDayOfMonth(1);
          case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          default -> date;
        };
    return Temporals.checkDay(floor.toEpochDay());
  }

  /** The day itself if it is the first of its field, else the first of the next. */
  public long ceilDay(long day) {
    long floor = floorDay(day);
    return floor == day ? day : Temporals.checkDay(next(LocalDate.ofEpochDay(floor)));
  }

  private long next(LocalDate floor) {
    LocalDate next =
        switch (this) {
          case MILLENNIUM -> floor.plusYears(1000);
          case CENTURY -> floor.plusYears(100);
          case DECADE -> floor.plusYears(10 - floor.getYear() % 10);
          case YEAR -> floor.plusYears(1);
          case ISOYEAR -> LocalDate.ofEpochDay(ISOYEAR.floorDay(floor.plusDays(371).toEpochDay()));
          case QUARTER -> floor.plusMonths(3);
          case MONTH -> floor.plusMonths(1);
          case WEEK -> floor.plusWeeks(1);
          default -> floor.plusDays(1);
        };
    return next.toEpochDay();
  }

  private SqlProblem lacking(String what) {
    return SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "the field %s of %s", this, what);
  }
}
