package dev.zdb.jdbc.convert;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Period;
import java.util.UUID;

/** What JDBC's metadata say of a SQL type. */
public final class JdbcTypes {
  private static final int WIDTH_OF_DATE = 10;
  private static final int WIDTH_OF_TIME = 8;
  private static final int WIDTH_OF_UUID = 36;
  private static final int WIDTH_OF_INTERVAL = 40;

  private JdbcTypes() {}

  /** The constant of {@link Types}. */
  public static int code(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> Types.BOOLEAN;
      case TINYINT -> Types.TINYINT;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case REAL -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case CHAR -> Types.CHAR;
      case VARCHAR -> Types.VARCHAR;
      case BINARY -> Types.BINARY;
      case VARBINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case UUID, INTERVAL_MONTHS, INTERVAL_SECONDS -> Types.OTHER;
      case NULL -> Types.NULL;
    };
  }

  /** The name that SQL has for it. */
  public static String name(TypeKind kind) {
    return switch (kind) {
      case INTERVAL_MONTHS -> "INTERVAL YEAR TO MONTH";
      case INTERVAL_SECONDS -> "INTERVAL DAY TO SECOND";
      default -> kind.name();
    };
  }

  /** The class of what {@code getObject(int)} gives. */
  public static String className(TypeKind kind) {
    return javaClass(kind).getName();
  }

  private static Class<?> javaClass(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> Boolean.class;
      case TINYINT, SMALLINT, INTEGER -> Integer.class;
      case BIGINT -> Long.class;
      case DECIMAL -> BigDecimal.class;
      case REAL -> Float.class;
      case DOUBLE -> Double.class;
      case CHAR, VARCHAR -> String.class;
      case BINARY, VARBINARY -> byte[].class;
      case DATE -> Date.class;
      case TIME -> Time.class;
      case TIMESTAMP -> Timestamp.class;
      case UUID -> UUID.class;
      case INTERVAL_MONTHS -> Period.class;
      case INTERVAL_SECONDS -> Duration.class;
      case NULL -> Object.class;
    };
  }

  /** Digits of a number, characters of a text or date, bytes of a binary. */
  public static int precision(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 1;
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      case REAL -> 7;
      case DOUBLE -> 15;
      case DECIMAL, CHAR, VARCHAR, BINARY, VARBINARY -> type.precision();
      case DATE -> WIDTH_OF_DATE;
      case TIME -> WIDTH_OF_TIME + fraction(type);
      case TIMESTAMP -> WIDTH_OF_DATE + 1 + WIDTH_OF_TIME + fraction(type);
      case UUID -> WIDTH_OF_UUID;
      case INTERVAL_MONTHS, INTERVAL_SECONDS -> WIDTH_OF_INTERVAL;
      case NULL -> 0;
    };
  }

  private static int fraction(SqlType type) {
    return type.precision() == 0 ? 0 : 1 + type.precision();
  }

  /** Digits behind the point, of a second too. */
  public static int scale(SqlType type) {
    return switch (type.kind()) {
      case DECIMAL -> type.scale();
      case TIME, TIMESTAMP -> type.precision();
      default -> 0;
    };
  }

  /** Characters that the longest value takes when shown. */
  public static int displaySize(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 5;
      case TINYINT, SMALLINT, INTEGER, BIGINT -> precision(type) + 1;
      case REAL -> 15;
      case DOUBLE -> 24;
      case DECIMAL -> type.precision() + (type.scale() == 0 ? 1 : 2);
      case BINARY, VARBINARY -> (int) Math.min(Integer.MAX_VALUE, 2L * type.precision());
      case NULL -> 4;
      default -> precision(type);
    };
  }
}
