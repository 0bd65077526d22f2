package dev.zdb.sql.api;

/**
 * A SQL type without nullability.
 *
 * @param precision DECIMAL: digits, 1 to 38; CHAR and VARCHAR: code points; BINARY and VARBINARY:
 *     bytes; TIME, TIMESTAMP: fractional digits of a second, 0 to 9; else 0. {@link #UNLIMITED} for
 *     VARCHAR and VARBINARY without length
 * @param scale DECIMAL: digits behind the point, 0 to precision; else 0
 */
public record SqlType(TypeKind kind, int precision, int scale) {
  /** The precision of a VARCHAR or VARBINARY declared without a length. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** The most digits of a DECIMAL. */
  public static final int MAX_DECIMAL_PRECISION = 38;

  /** The most fractional digits of a second of TIME and TIMESTAMP. */
  public static final int MAX_FRACTION_DIGITS = 9;

  public static final SqlType BOOLEAN = of(TypeKind.BOOLEAN);
  public static final SqlType TINYINT = of(TypeKind.TINYINT);
  public static final SqlType SMALLINT = of(TypeKind.SMALLINT);
  public static final SqlType INTEGER = of(TypeKind.INTEGER);
  public static final SqlType BIGINT = of(TypeKind.BIGINT);
  public static final SqlType REAL = of(TypeKind.REAL);
  public static final SqlType DOUBLE = of(TypeKind.DOUBLE);
  public static final SqlType VARCHAR = new SqlType(TypeKind.VARCHAR, UNLIMITED, 0);
  public static final SqlType VARBINARY = new SqlType(TypeKind.VARBINARY, UNLIMITED, 0);
  public static final SqlType DATE = of(TypeKind.DATE);
  public static final SqlType UUID = of(TypeKind.UUID);
  public static final SqlType NULL = of(TypeKind.NULL);

  /** A type that has neither precision nor scale. */
  public static SqlType of(TypeKind kind) {
    return new SqlType(kind, 0, 0);
  }

  public static SqlType of(TypeKind kind, int precision) {
    return new SqlType(kind, precision, 0);
  }

  public static SqlType decimal(int precision, int scale) {
    return new SqlType(TypeKind.DECIMAL, precision, scale);
  }

  /** The type as SQL writes it: {@code DECIMAL(15, 2)}, {@code VARCHAR}. */
  @Override
  public String toString() {
    return switch (kind) {
      case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
      case CHAR, BINARY, TIME, TIMESTAMP -> kind + "(" + precision + ")";
      case VARCHAR, VARBINARY ->
          precision == UNLIMITED ? kind.toString() : kind + "(" + precision + ")";
      case INTERVAL_MONTHS -> "INTERVAL YEAR TO MONTH";
      case INTERVAL_SECONDS -> "INTERVAL DAY TO SECOND";
      default -> kind.toString();
    };
  }
}
