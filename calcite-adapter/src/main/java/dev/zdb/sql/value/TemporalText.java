package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * The text of dates and times, read and written: {@code 2024-02-29}, {@code 23:59:59.5}, {@code
 * 2024-02-29 23:59:59.5}. A fraction is written without its trailing zeros.
 *
 * <p><b>Failure:</b> another form is {@link SqlErrorCode#INVALID_DATETIME_FORMAT}, a field out of
 * its range {@link SqlErrorCode#DATETIME_OVERFLOW}.
 */
public final class TemporalText {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int FRACTION_DIGITS = 9;

  private TemporalText() {}

  /** A date as epoch day. */
  public static long parseDate(String text) {
    Reader reader = new Reader(text, "date");
    long day = reader.date();
    reader.end();
    return day;
  }

  /** A time as nanosecond of day. */
  public static long parseTime(String text) {
    Reader reader = new Reader(text, "time");
    long nanos = reader.time();
    reader.end();
    return nanos;
  }

  /** A timestamp as epoch second, its nanosecond in {@code out.high}. A date alone is midnight. */
  public static long parseTimestamp(String text, Registers out) {
    Reader reader = new Reader(text, "timestamp");
    long day = reader.date();
    long nanos = 0;
    if (!reader.isAtEnd()) {
      reader.skipEither(' ', 'T');
      nanos = reader.time();
    }
    reader.end();
    out.high = nanos % NANOS_PER_SECOND;
    return day * SECONDS_PER_DAY + nanos / NANOS_PER_SECOND;
  }

  /** The text of an epoch day. */
  public static String date(long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    StringBuilder text = new StringBuilder(10);
    appendDate(date, text);
    return text.toString();
  }

  /** The text of a nanosecond of day. */
  public static String time(long nanoOfDay) {
    StringBuilder text = new StringBuilder(18);
    appendTime(LocalTime.ofNanoOfDay(nanoOfDay), text);
    return text.toString();
  }

  /** The text of a timestamp. */
  public static String timestamp(long second, long nano) {
    LocalDateTime moment = LocalDateTime.ofEpochSecond(second, (int) nano, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    appendDate(moment.toLocalDate(), text);
    text.append(' ');
    appendTime(moment.toLocalTime(), text);
    return text.toString();
  }

  /** The text of an interval of months: years and months. */
  public static String months(long months) {
    long size = Math.abs(months);
    return (months < 0 ? "-" : "") + size / 12 + '-' + (size % 12 < 10 ? "0" : "") + size % 12;
  }

  /** The text of an interval of seconds: days, and hours, minutes and seconds. */
  public static String seconds(long second, long nano) {
    boolean negative = second < 0;
    long wholeSeconds = negative ? -second - (nano > 0 ? 1 : 0) : second;
    long fraction = negative && nano > 0 ? NANOS_PER_SECOND - nano : nano;
    StringBuilder text = new StringBuilder(negative ? "-" : "");
    text.append(wholeSeconds / SECONDS_PER_DAY).append(' ');
    appendTime(
        LocalTime.ofNanoOfDay(wholeSeconds % SECONDS_PER_DAY * NANOS_PER_SECOND + fraction), text);
    return text.toString();
  }

  private static void appendDate(LocalDate date, StringBuilder text) {
    int year = date.getYear();
    text.append(year < 10 ? "000" : year < 100 ? "00" : year < 1000 ? "0" : "").append(year);
    appendTwo(text.append('-'), date.getMonthValue());
    appendTwo(text.append('-'), date.getDayOfMonth());
  }

  private static void appendTime(LocalTime time, StringBuilder text) {
    appendTwo(text, time.getHour());
    appendTwo(text.append(':'), time.getMinute());
    int second = time.getSecond();
    int nano = time.getNano();
    appendTwo(text.append(':'), second);
    if (nano != 0) {
      String digits = Long.toString(NANOS_PER_SECOND + nano);
      int end = digits.length();
      while (digits.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(digits, 1, end);
    }
  }

  private static void appendTwo(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** Reads one text from left to right. */
  private static final class Reader {
    private final String whole;
    private final String text;
    private final String what;
    private int at;

    private Reader(String whole, String what) {
      this.whole = whole;
      this.text = whole.strip();
      this.what = what;
    }

    private long date() {
      long year = digits(4, 4);
      skip('-');
      long month = digits(1, 2);
      skip('-');
      long day = digits(1, 2);
      try {
        if (year == 0) {
          throw overflow();
        }
        return LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
      } catch (DateTimeException outOfRange) {
        throw SqlProblem.causedBy(outOfRange, SqlErrorCode.DATETIME_OVERFLOW, overflowMessage());
      }
    }

    private long time() {
      long hour = digits(1, 2);
      skip(':');
      long minute = digits(2, 2);
      long second = 0;
      long nano = 0;
      if (!isAtEnd()) {
        skip(':');
        second = digits(2, 2);
        nano = isAtEnd() ? 0 : fraction();
      }
      if (hour > 23 || minute > 59 || second > 59) {
        throw overflow();
      }
      return (hour * 3600 + minute * 60 + second) * NANOS_PER_SECOND + nano;
    }

    private long fraction() {
      skip('.');
      long nano = 0;
      int count = 0;
      while (!isAtEnd() && isDigit()) {
        if (count++ < FRACTION_DIGITS) {
          nano = nano * 10 + (text.charAt(at) - '0');
        }
        at++;
      }
      if (count == 0) {
        throw malformed();
      }
      for (int i = count; i < FRACTION_DIGITS; i++) {
        nano *= 10;
      }
      return nano;
    }

    private long digits(int least, int most) {
      int begin = at;
      long number = 0;
      while (!isAtEnd() && at - begin < most && isDigit()) {
        number = number * 10 + (text.charAt(at++) - '0');
      }
      if (at - begin < least) {
        throw malformed();
      }
      return number;
    }

    private boolean isDigit() {
      return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean isAtEnd() {
      return at == text.length();
    }

    private void skip(char expected) {
      skipEither(expected, expected);
    }

    private void skipEither(char one, char other) {
      if (isAtEnd() || (text.charAt(at) != one && text.charAt(at) != other)) {
        throw malformed();
      }
      at++;
    }

    private void end() {
      if (!isAtEnd()) {
        throw malformed();
      }
    }

    private SqlProblem malformed() {
      return SqlProblem.of(
          SqlErrorCode.INVALID_DATETIME_FORMAT, "'%s' is not a %s", Texts.shown(whole), what);
    }

    private SqlProblem overflow() {
      return SqlProblem.of(SqlErrorCode.DATETIME_OVERFLOW, "%s", overflowMessage());
    }

    private String overflowMessage() {
      return "'" + Texts.shown(whole) + "' is a " + what + " with a field out of range";
    }
  }
}
