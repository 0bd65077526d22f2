package dev.zdb.sql.codec;

import dev.zdb.sql.api.SqlType;

/** How many bytes the values of a type take in keys and rows. */
final class Widths {
  private static final int NARROW_DECIMAL_DIGITS = 18;

  private Widths() {}

  /** The width of every value, or 0 where it varies. */
  static int of(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN, TINYINT -> 1;
      case SMALLINT -> 2;
      case INTEGER, REAL, DATE -> 4;
      case BIGINT, DOUBLE, TIME -> 8;
      case DECIMAL -> isNarrow(type) ? 8 : 16;
      case TIMESTAMP -> 12;
      case UUID -> 16;
      default -> 0;
    };
  }

  /** Whether a value is one whole number of a fixed width, which orders as the value does. */
  static boolean isWord(SqlType type) {
    return switch (type.kind()) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME -> true;
      case DECIMAL -> isNarrow(type);
      default -> false;
    };
  }

  /** Whether every DECIMAL of the type fits 64 bits. */
  static boolean isNarrow(SqlType type) {
    return type.precision() <= NARROW_DECIMAL_DIGITS;
  }
}
