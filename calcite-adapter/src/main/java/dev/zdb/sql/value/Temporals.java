package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Arithmetic of dates and times as {@link Registers} holds them: epoch days, nanoseconds of day,
 * and pairs of epoch second and nanosecond, of which the nanosecond travels in {@code out.high}.
 *
 * <p><b>Failure:</b> a year before 1 or after 9999 is {@link SqlErrorCode#DATETIME_OVERFLOW}.
 */
public final class Temporals {
  public static final long SECONDS_PER_DAY = 86_400;
  public static final long NANOS_PER_SECOND = 1_000_000_000;
  public static final long NANOS_PER_DAY = SECONDS_PER_DAY * NANOS_PER_SECOND;

  private static final long MOST_MONTHS = 12 * 10_000;
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long[] NANO_STEPS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  private Temporals() {}

  /** Refuses an epoch day outside the years 1 to 9999. */
  public static long checkDay(long day) {
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw SqlProblem.of(
          SqlErrorCode.DATETIME_OVERFLOW, "a date is outside the years 0001 to 9999");
    }
    return day;
  }

  /** Refuses an epoch second outside the years 1 to 9999. */
  public static long checkSecond(long second) {
    checkDay(dayOf(second));
    return second;
  }

  /** The epoch day of an epoch second. */
  public static long dayOf(long second) {
    return Math.floorDiv(second, SECONDS_PER_DAY);
  }

  /** The second of the day of an epoch second. */
  public static long secondOfDay(long second) {
    return Math.floorMod(second, SECONDS_PER_DAY);
  }

  /** Nanoseconds between two values of so many fractional digits. */
  public static long step(int digits) {
    return NANO_STEPS[digits];
  }

  /** Rounds a time half up to so many digits, but not past the end of the day. */
  public static long roundTime(long nanoOfDay, int digits) {
    long step = NANO_STEPS[digits];
    long rounded = (nanoOfDay + step / 2) / step * step;
    return rounded < NANOS_PER_DAY ? rounded : NANOS_PER_DAY - step;
  }

  /** Rounds a timestamp half up to so many digits. */
  public static long roundTimestamp(long second, long nano, int digits, Registers out) {
    long step = NANO_STEPS[digits];
    long rounded = (nano + step / 2) / step * step;
    if (rounded < NANOS_PER_SECOND) {
      out.high = rounded;
      return second;
    }
    out.high = 0;
    return checkSecond(second + 1);
  }

  /** Adds months to a date; a day that the month lacks becomes its last. */
  public static long plusMonths(long day, long months) {
    LocalDate date = LocalDate.ofEpochDay(day);
    long month = date.getYear() * 12L + date.getMonthValue() - 1 + months;
    long year = Math.floorDiv(month, 12L);
    if (Math.abs(months) > MOST_MONTHS || year < 1 || year > 9999) {
      throw SqlProblem.of(
          SqlErrorCode.DATETIME_OVERFLOW, "a date is outside the years 0001 to 9999");
    }
    YearMonth sum = YearMonth.of((int) year, (int) Math.floorMod(month, 12L) + 1);
    return sum.atDay(Math.min(date.getDayOfMonth(), sum.lengthOfMonth())).toEpochDay();
  }

  /** Whole months from one moment to another, each an epoch day and what goes beyond it. */
  public static long monthsBetween(long fromDay, long fromRest, long toDay, long toRest) {
    LocalDate from = LocalDate.ofEpochDay(fromDay);
    LocalDate to = LocalDate.ofEpochDay(toDay);
    long months =
        (to.getYear() - from.getYear()) * 12L + (to.getMonthValue() - from.getMonthValue());
    int rest = Integer.compare(to.getDayOfMonth(), from.getDayOfMonth());
    int sign = rest != 0 ? rest : Long.compare(toRest, fromRest);
    if (months > 0 && sign < 0) {
      return months - 1;
    }
    return months < 0 && sign > 0 ? months + 1 : months;
  }

  /** Adds two pairs of second and nanosecond. */
  public static long add(long aSecond, long aNano, long bSecond, long bNano, Registers out) {
    long nano = aNano + bNano;
    long carry = nano >= NANOS_PER_SECOND ? 1 : 0;
    out.high = nano - carry * NANOS_PER_SECOND;
    return exactSum(aSecond, bSecond + carry);
  }

  /** Subtracts a pair of second and nanosecond from another. */
  public static long subtract(long aSecond, long aNano, long bSecond, long bNano, Registers out) {
    long nano = aNano - bNano;
    long borrow = nano < 0 ? 1 : 0;
    out.high = nano + borrow * NANOS_PER_SECOND;
    return exactSum(aSecond, -bSecond - borrow);
  }

  private static long exactSum(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw SqlProblem.of(SqlErrorCode.DATETIME_OVERFLOW, "an interval is out of range");
    }
    return sum;
  }
}
