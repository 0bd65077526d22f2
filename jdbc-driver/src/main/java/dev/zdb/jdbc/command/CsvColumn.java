package dev.zdb.jdbc.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.JDBCType;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column that a CSV file fills.
 *
 * @param name as the table has it
 * @param jdbcType its code in {@link Types}; {@link Types#OTHER} for a column to be created
 */
record CsvColumn(String name, CsvType type, int jdbcType, Limits limits, Nulls nulls) {

  /** How large a value may be: code points, bytes or digits, 0 for any; digits of a fraction. */
  record Limits(int size, int scale) {
    static final Limits NONE = new Limits(0, 0);
  }

  /** Whether a field may be missing. */
  enum Nulls {
    ALLOWED,
    REFUSED
  }

  /** A column that is to be created. */
  static CsvColumn fresh(String name, CsvType type) {
    return new CsvColumn(name, type, Types.OTHER, Limits.NONE, Nulls.ALLOWED);
  }

  /** Reads a field, null for one that is missing; throws with a sentence where it does not fit. */
  @Nullable Object read(@Nullable String field) {
    if (field == null) {
      if (nulls == Nulls.REFUSED) {
        throw new IllegalArgumentException("column " + name + " must not be null");
      }
      return null;
    }
    Object value;
    try {
      value = type.parse(field);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "column %s: '%s' is no %s", name, shown(field), typeName()),
          e);
    }
    if (!fits(value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "column %s: '%s' is too large for %s", name, shown(field), typeName()));
    }
    return value;
  }

  private boolean fits(Object value) {
    if (value instanceof Integer number) {
      return switch (jdbcType) {
        case Types.TINYINT -> number == number.byteValue();
        case Types.SMALLINT -> number == number.shortValue();
        default -> true;
      };
    }
    if (limits.size() == 0) {
      return true;
    }
    if (value instanceof BigDecimal number) {
      BigDecimal rounded = number.setScale(limits.scale(), RoundingMode.HALF_UP);
      return rounded.precision() <= limits.size();
    }
    if (value instanceof String text) {
      return text.codePointCount(0, text.length()) <= limits.size();
    }
    return !(value instanceof byte[] bytes) || bytes.length <= limits.size();
  }

  /** The type as the table was given it, not as the field is read. */
  private String typeName() {
    if (jdbcType == Types.OTHER) {
      return type.sql();
    }
    String word = JDBCType.valueOf(jdbcType).getName();
    return switch (type) {
      case DECIMAL -> word + "(" + limits.size() + ", " + limits.scale() + ")";
      case TEXT, BINARY -> limits.size() == 0 ? word : word + "(" + limits.size() + ")";
      default -> word;
    };
  }

  private static String shown(String field) {
    return field.length() <= 40 ? field : field.substring(0, 40) + "...";
  }
}
