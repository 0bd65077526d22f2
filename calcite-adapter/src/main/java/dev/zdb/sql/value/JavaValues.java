package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as the Java objects that {@link TypeKind} names, to and from registers. On the way in,
 * whatever INSERT would convert is converted, such as a String for a DATE or a Long for a DECIMAL.
 */
public final class JavaValues {
  private JavaValues() {}

  /** Puts a value, or NULL for null, into a register of the type. */
  public static void put(Registers registers, int i, SqlType type, @Nullable Object value) {
    registers.nulls[i] = value == null;
    if (value == null) {
      registers.objects[i] = null;
      return;
    }
    switch (type.kind()) {
      case CHAR, VARCHAR -> registers.objects[i] = Texts.assign(text(value, type), type);
      case BINARY, VARBINARY -> registers.objects[i] = Binaries.assign(bytes(value, type), type);
      default -> {
        registers.high = 0;
        registers.words[i] = word(value, type, registers);
        registers.highs[i] = registers.high;
      }
    }
  }

  /**
   * Puts as {@link #put} does, but refuses a number that the type would hold rounded, and a moment
   * of which it would hold the day alone or the time alone.
   */
  public static void putExactly(Registers registers, int i, SqlType type, @Nullable Object value) {
    put(registers, i, type, value);
    if (value instanceof LocalDateTime moment) {
      requireWhole(moment, type);
    }
    boolean isExact = type.kind().isInteger() || type.kind() == TypeKind.DECIMAL;
    if (value == null || !isExact || isWhole(value) || value instanceof Boolean) {
      return;
    }
    BigDecimal held = Decimal128.toBigDecimal(registers.words[i], registers.highs[i], type.scale());
    if (exact(value, type).compareTo(held) != 0) {
      throw SqlProblem.of(
          SqlErrorCode.INVALID_PARAMETER_VALUE,
          "the value %s has more digits than %s, the type found for it; CAST gives it another",
          Texts.shown(value.toString()),
          type);
    }
  }

  private static void requireWhole(LocalDateTime moment, SqlType type) {
    boolean isCut =
        type.kind() == TypeKind.TIME
            || (type.kind() == TypeKind.DATE && !moment.toLocalTime().equals(LocalTime.MIDNIGHT));
    if (isCut) {
      throw SqlProblem.of(
          SqlErrorCode.INVALID_PARAMETER_VALUE,
          "the value %s is more than a %s, the type found for it; CAST gives it another",
          moment,
          type.kind());
    }
  }

  /** The value of a register of the type, null for NULL. */
  public static @Nullable Object get(Registers registers, int i, SqlType type) {
    return registers.nulls[i]
        ? null
        : object(registers.words[i], registers.highs[i], registers.objects[i], type);
  }

  /** The Java object of a value in the form of {@link Registers}. */
  public static Object object(long word, long high, @Nullable Object object, SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN, NULL -> word != 0;
      case TINYINT, SMALLINT, INTEGER -> (int) word;
      case BIGINT -> word;
      case DECIMAL -> Decimal128.toBigDecimal(word, high, type.scale());
      case REAL -> (float) Double.longBitsToDouble(word);
      case DOUBLE -> Double.longBitsToDouble(word);
      case CHAR -> Texts.padded((String) Objects.requireNonNull(object), type.precision());
      case VARCHAR -> Objects.requireNonNull(object);
      case BINARY, VARBINARY -> ((byte[]) Objects.requireNonNull(object)).clone();
      case DATE -> LocalDate.ofEpochDay(word);
      case TIME -> LocalTime.ofNanoOfDay(word);
      case TIMESTAMP -> LocalDateTime.ofEpochSecond(word, (int) high, ZoneOffset.UTC);
      case UUID -> new UUID(word, high);
      case INTERVAL_MONTHS -> period(word);
      case INTERVAL_SECONDS -> Duration.ofSeconds(word, high);
    };
  }

  private static Period period(long months) {
    if (months != (int) months) {
      throw SqlProblem.of(
          SqlErrorCode.DATETIME_OVERFLOW, "an interval of %d months is out of range", months);
    }
    return Period.ofMonths((int) months);
  }

  private static long word(Object value, SqlType type, Registers out) {
    return switch (type.kind()) {
      case BOOLEAN, NULL -> truth(value, type);
      case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(value, type);
      case DECIMAL -> decimal(value, type, out);
      case REAL, DOUBLE -> Double.doubleToRawLongBits(approximate(value, type));
      case DATE -> day(value, type);
      case TIME -> Temporals.roundTime(timeOfDay(value, type), type.precision());
      case TIMESTAMP -> moment(value, type, out);
      case UUID -> uuid(value, type, out);
      case INTERVAL_MONTHS -> months(value, type);
      case INTERVAL_SECONDS -> duration(value, type, out);
      default -> throw mismatch(value, type);
    };
  }

  private static long truth(Object value, SqlType type) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0 ? 1 : 0;
    }
    return Casts.toBoolean(string(value, type));
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte;
  }

  private static boolean isDouble(Object value) {
    return value instanceof Double || value instanceof Float;
  }

  private static long integer(Object value, SqlType type) {
    if (isWhole(value)) {
      return Casts.toInteger(((Number) value).longValue(), type);
    }
    if (isDouble(value)) {
      return Casts.toInteger(((Number) value).doubleValue(), type);
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return Casts.toInteger(
        value instanceof BigDecimal || value instanceof BigInteger
            ? value.toString()
            : string(value, type),
        type);
  }

  private static long decimal(Object value, SqlType type, Registers out) {
    boolean isNone = isDouble(value) && !Double.isFinite(((Number) value).doubleValue());
    return isNone
        ? Decimal128.of(((Number) value).doubleValue(), type, out) // which refuses it
        : Decimal128.of(exact(value, type), type, out);
  }

  private static BigDecimal exact(Object value, SqlType type) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (isWhole(value)) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return Casts.number(isDouble(value) ? value.toString() : string(value, type), type);
  }

  private static double approximate(Object value, SqlType type) {
    if (value instanceof Number number) {
      return Casts.narrow(number.doubleValue(), type);
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return Casts.toDouble(string(value, type), type);
  }

  private static long day(Object value, SqlType type) {
    if (value instanceof LocalDate date) {
      return Temporals.checkDay(date.toEpochDay());
    }
    if (value instanceof LocalDateTime moment) {
      return Temporals.checkDay(moment.toLocalDate().toEpochDay());
    }
    return TemporalText.parseDate(string(value, type));
  }

  private static long timeOfDay(Object value, SqlType type) {
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    }
    if (value instanceof LocalDateTime moment) {
      return moment.toLocalTime().toNanoOfDay();
    }
    return TemporalText.parseTime(string(value, type));
  }

  private static long moment(Object value, SqlType type, Registers out) {
    long second;
    if (value instanceof LocalDateTime moment) {
      out.high = moment.getLong(ChronoField.NANO_OF_SECOND);
      second = Temporals.checkSecond(moment.toEpochSecond(ZoneOffset.UTC));
    } else if (value instanceof LocalDate) {
      second = day(value, type) * Temporals.SECONDS_PER_DAY;
    } else {
      second = TemporalText.parseTimestamp(string(value, type), out);
    }
    return Temporals.roundTimestamp(second, out.high, type.precision(), out);
  }

  private static long uuid(Object value, SqlType type, Registers out) {
    if (value instanceof UUID uuid) {
      out.high = uuid.getLeastSignificantBits();
      return uuid.getMostSignificantBits();
    }
    return Casts.toUuid(string(value, type), out);
  }

  private static long months(Object value, SqlType type) {
    if (value instanceof Period period && period.get(ChronoUnit.DAYS) == 0) {
      return period.toTotalMonths();
    }
    throw mismatch(value, type);
  }

  private static long duration(Object value, SqlType type, Registers out) {
    if (value instanceof Duration duration) {
      out.high = duration.get(ChronoUnit.NANOS);
      return duration.toSeconds();
    }
    throw mismatch(value, type);
  }

  private static String text(Object value, SqlType type) {
    if (value instanceof Double || value instanceof Float) {
      return Casts.doubleText(
          ((Number) value).doubleValue(), value instanceof Float ? TypeKind.REAL : TypeKind.DOUBLE);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Boolean truth) {
      return Casts.booleanText(truth ? 1 : 0);
    }
    if (value instanceof LocalTime time) {
      return TemporalText.time(time.toNanoOfDay());
    }
    if (value instanceof LocalDateTime moment) {
      return TemporalText.timestamp(
          moment.toEpochSecond(ZoneOffset.UTC), moment.getLong(ChronoField.NANO_OF_SECOND));
    }
    if (value instanceof Number || value instanceof UUID || value instanceof LocalDate) {
      return value.toString();
    }
    return string(value, type);
  }

  private static byte[] bytes(Object value, SqlType type) {
    if (value instanceof byte[] array) {
      return array.clone();
    }
    throw mismatch(value, type);
  }

  private static String string(Object value, SqlType type) {
    if (value instanceof String string) {
      return string;
    }
    throw mismatch(value, type);
  }

  private static SqlProblem mismatch(Object value, SqlType type) {
    return SqlProblem.of(
        SqlErrorCode.TYPE_MISMATCH,
        "a value of class %s does not convert to %s",
        value.getClass().getSimpleName(),
        type);
  }
}
