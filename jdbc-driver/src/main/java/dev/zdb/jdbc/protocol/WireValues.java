package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQL values on the wire, none of them NULL.
 *
 * <pre>
 *   kind               bytes
 *   BOOLEAN, TINYINT   i8
 *   SMALLINT           i16
 *   INTEGER            i32
 *   BIGINT             i64
 *   REAL, DOUBLE       IEEE 754 bits, i32 or i64
 *   DECIMAL            varint length, then: scale as zigzag varint, unscaled in two's complement
 *   CHAR, VARCHAR      varint length, UTF-8
 *   BINARY, VARBINARY  varint length, bytes
 *   DATE               i32 days since 1970-01-01
 *   TIME               i64 nanoseconds since midnight
 *   TIMESTAMP          i64 seconds since 1970-01-01T00:00, i32 nanoseconds
 *   UUID               16 bytes
 *   INTERVAL_MONTHS    i32
 *   INTERVAL_SECONDS   i64 seconds, i32 nanoseconds
 * </pre>
 */
final class WireValues {
  /** The most digits before or behind the point that a parameter may name by its exponent. */
  static final int MAX_SCALE = 16_383;

  private static final int MAX_UNSCALED_BYTES = 8_192;

  private static final Map<Class<?>, TypeKind> KINDS =
      Map.ofEntries(
          Map.entry(Boolean.class, TypeKind.BOOLEAN),
          Map.entry(Integer.class, TypeKind.INTEGER),
          Map.entry(Long.class, TypeKind.BIGINT),
          Map.entry(BigDecimal.class, TypeKind.DECIMAL),
          Map.entry(Float.class, TypeKind.REAL),
          Map.entry(Double.class, TypeKind.DOUBLE),
          Map.entry(String.class, TypeKind.VARCHAR),
          Map.entry(byte[].class, TypeKind.VARBINARY),
          Map.entry(LocalDate.class, TypeKind.DATE),
          Map.entry(LocalTime.class, TypeKind.TIME),
          Map.entry(LocalDateTime.class, TypeKind.TIMESTAMP),
          Map.entry(UUID.class, TypeKind.UUID),
          Map.entry(Period.class, TypeKind.INTERVAL_MONTHS),
          Map.entry(Duration.class, TypeKind.INTERVAL_SECONDS));

  private WireValues() {}

  /** Writes a value that says itself what kind it is, for parameters. */
  static void writeTagged(PayloadWriter out, @Nullable Object value) {
    if (value == null) {
      out.u8(TypeKind.NULL.code());
      return;
    }
    TypeKind kind = KINDS.get(value.getClass());
    if (kind == null) {
      throw SqlProblem.of(
          SqlErrorCode.WRONG_PARAMETERS,
          "a parameter of class %s is of no SQL type",
          value.getClass().getName());
    }
    out.u8(kind.code());
    write(out, kind, value);
  }

  static @Nullable Object readTagged(PayloadReader in) {
    TypeKind kind = readKind(in);
    return kind == TypeKind.NULL ? null : read(in, kind);
  }

  static TypeKind readKind(PayloadReader in) {
    int code = in.u8();
    if (code < 1 || code > TypeKind.NULL.code()) {
      throw in.violation("type code " + code);
    }
    return TypeKind.of(code);
  }

  /** Writes the value of a column in the row where the cursor stands. */
  static void write(PayloadWriter out, TypeKind kind, RowCursor row, int column) {
    switch (kind) {
      case BOOLEAN, TINYINT -> out.u8((int) row.asLong(column));
      case SMALLINT -> out.i16((int) row.asLong(column));
      case INTEGER -> out.i32((int) row.asLong(column));
      case BIGINT -> out.i64(row.asLong(column));
      case REAL -> out.i32(Float.floatToIntBits((float) row.asDouble(column)));
      case DOUBLE -> out.i64(Double.doubleToLongBits(row.asDouble(column)));
      default -> write(out, kind, row.asObject(column));
    }
  }

  static void write(PayloadWriter out, TypeKind kind, Object value) {
    switch (kind) {
      case BOOLEAN -> out.flag((Boolean) value);
      case TINYINT -> out.u8((Integer) value);
      case SMALLINT -> out.i16((Integer) value);
      case INTEGER -> out.i32((Integer) value);
      case BIGINT -> out.i64((Long) value);
      case DECIMAL -> writeDecimal(out, (BigDecimal) value);
      case REAL -> out.i32(Float.floatToIntBits((Float) value));
      case DOUBLE -> out.i64(Double.doubleToLongBits((Double) value));
      case CHAR, VARCHAR -> out.text((String) value);
      case BINARY, VARBINARY -> out.binary((byte[]) value);
      case DATE -> out.i32(Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIME -> out.i64(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP -> {
        LocalDateTime timestamp = (LocalDateTime) value;
        out.i64(timestamp.toEpochSecond(ZoneOffset.UTC));
        out.i32(timestamp.get(ChronoField.NANO_OF_SECOND));
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        out.i64(uuid.getMostSignificantBits());
        out.i64(uuid.getLeastSignificantBits());
      }
      case INTERVAL_MONTHS -> writeMonths(out, (Period) value);
      case INTERVAL_SECONDS -> {
        Duration duration = (Duration) value;
        out.i64(duration.getSeconds());
        out.i32(duration.getNano());
      }
      case NULL -> throw new IllegalArgumentException("NULL has no bytes");
    }
  }

  private static void writeMonths(PayloadWriter out, Period period) {
    long months = period.toTotalMonths();
    if (period.get(ChronoUnit.DAYS) != 0 || months != (int) months) {
      throw SqlProblem.of(SqlErrorCode.WRONG_PARAMETERS, "%s is not an interval of months", period);
    }
    out.i32((int) months);
  }

  private static void writeDecimal(PayloadWriter out, BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    int length = unscaled.bitLength() / 8 + 1;
    int scale = value.scale();
    if (Math.abs((long) scale) > MAX_SCALE || length > MAX_UNSCALED_BYTES) {
      throw SqlProblem.of(
          SqlErrorCode.NUMERIC_OUT_OF_RANGE,
          "a number of %d digits with the scale %d is beyond every SQL type",
          value.precision(),
          scale);
    }
    int zigzag = (scale << 1) ^ (scale >> 31);
    out.varint(varintBytes(zigzag) + length);
    out.varint(zigzag);
    if (length > Long.BYTES) {
      out.raw(unscaled.toByteArray(), 0, length);
      return;
    }
    long number = unscaled.longValue();
    for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
      out.u8((int) (number >> shift));
    }
  }

  private static int varintBytes(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : 3;
  }

  static Object read(PayloadReader in, TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> in.flag();
      case TINYINT -> (int) in.i8();
      case SMALLINT -> (int) in.i16();
      case INTEGER -> in.i32();
      case BIGINT -> in.i64();
      case DECIMAL -> readDecimal(in);
      case REAL -> Float.intBitsToFloat(in.i32());
      case DOUBLE -> Double.longBitsToDouble(in.i64());
      case CHAR, VARCHAR -> in.text();
      case BINARY, VARBINARY -> in.binary();
      case DATE -> LocalDate.ofEpochDay(in.i32());
      case TIME, TIMESTAMP, INTERVAL_SECONDS -> readTime(in, kind);
      case UUID -> new UUID(in.i64(), in.i64());
      case INTERVAL_MONTHS -> Period.ofMonths(in.i32());
      case NULL -> throw in.violation("a value of the type NULL");
    };
  }

  private static Object readTime(PayloadReader in, TypeKind kind) {
    long number = in.i64();
    int nanos = kind == TypeKind.TIME ? 0 : in.i32();
    if (nanos < 0 || nanos > 999_999_999) {
      throw in.violation(nanos + " nanoseconds");
    }
    try {
      return switch (kind) {
        case TIME -> LocalTime.ofNanoOfDay(number);
        case TIMESTAMP -> LocalDateTime.ofEpochSecond(number, nanos, ZoneOffset.UTC);
        default -> Duration.ofSeconds(number, nanos);
      };
    } catch (DateTimeException e) {
      throw SqlProblem.causedBy(
          e, SqlErrorCode.PROTOCOL_VIOLATION, kind + " of " + number + ": " + e.getMessage());
    }
  }

  private static BigDecimal readDecimal(PayloadReader in) {
    int length = in.varint();
    int before = in.position();
    int zigzag = in.varint();
    int scale = (zigzag >>> 1) ^ -(zigzag & 1);
    int unscaledBytes = length - (in.position() - before);
    if (Math.abs((long) scale) > MAX_SCALE
        || unscaledBytes < 1
        || unscaledBytes > MAX_UNSCALED_BYTES) {
      throw in.violation("a decimal of " + unscaledBytes + " bytes with the scale " + scale);
    }
    if (unscaledBytes > Long.BYTES) {
      return new BigDecimal(new BigInteger(in.raw(unscaledBytes)), scale);
    }
    long number = in.i8();
    for (int i = 1; i < unscaledBytes; i++) {
      number = (number << 8) | in.u8();
    }
    return BigDecimal.valueOf(number, scale);
  }

  /** Steps over a value. */
  static void skip(PayloadReader in, TypeKind kind) {
    switch (kind) {
      case BOOLEAN, TINYINT -> in.skip(1);
      case SMALLINT -> in.skip(2);
      case INTEGER, REAL, DATE, INTERVAL_MONTHS -> in.skip(4);
      case BIGINT, DOUBLE, TIME -> in.skip(8);
      case TIMESTAMP, INTERVAL_SECONDS -> in.skip(12);
      case UUID -> in.skip(16);
      case DECIMAL, CHAR, VARCHAR, BINARY, VARBINARY -> in.skip(in.varint());
      case NULL -> throw in.violation("a value of the type NULL");
    }
  }
}
