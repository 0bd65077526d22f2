package dev.zdb.sql.api;

/**
 * The kinds of SQL value. The codes are on disk and on the wire: add one, never renumber one.
 *
 * <p>Beside each stands the Java class of a value outside the executor, in parameters and in {@link
 * RowCursor#asObject}.
 */
public enum TypeKind {
  /** {@link Boolean}. */
  BOOLEAN(1),
  /** {@link Integer}, from -128 to 127. */
  TINYINT(2),
  /** {@link Integer}, from -32,768 to 32,767. */
  SMALLINT(3),
  /** {@link Integer}. */
  INTEGER(4),
  /** {@link Long}. */
  BIGINT(5),
  /** {@link java.math.BigDecimal} with the type's scale. */
  DECIMAL(6),
  /** {@link Float}. */
  REAL(7),
  /** {@link Double}. */
  DOUBLE(8),
  /** {@link String}, padded with blanks to the type's length. */
  CHAR(9),
  /** {@link String}. */
  VARCHAR(10),
  /** {@code byte[]}, padded with zeros to the type's length. */
  BINARY(11),
  /** {@code byte[]}. */
  VARBINARY(12),
  /** {@link java.time.LocalDate}, years 1 to 9999. */
  DATE(13),
  /** {@link java.time.LocalTime}. */
  TIME(14),
  /** {@link java.time.LocalDateTime}, years 1 to 9999. */
  TIMESTAMP(15),
  /** {@link java.util.UUID}. */
  UUID(16),
  /** {@link java.time.Period} of months; not stored. */
  INTERVAL_MONTHS(17),
  /** {@link java.time.Duration}; not stored. */
  INTERVAL_SECONDS(18),
  /** The type of a bare NULL. */
  NULL(19);

  private final int code;

  TypeKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The kind of a code read from disk or wire; throws {@link IllegalArgumentException}. */
  public static TypeKind of(int code) {
    if (code < 1 || code > values().length) {
      throw new IllegalArgumentException("type code " + code);
    }
    return values()[code - 1];
  }

  public boolean isInteger() {
    return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
  }

  /** REAL or DOUBLE. */
  public boolean isApproximate() {
    return this == REAL || this == DOUBLE;
  }

  public boolean isNumeric() {
    return isInteger() || isApproximate() || this == DECIMAL;
  }

  /** CHAR or VARCHAR. */
  public boolean isCharacter() {
    return this == CHAR || this == VARCHAR;
  }

  /** BINARY or VARBINARY. */
  public boolean isBinary() {
    return this == BINARY || this == VARBINARY;
  }
}
