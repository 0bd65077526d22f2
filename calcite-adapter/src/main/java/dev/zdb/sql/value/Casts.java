package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;

/**
 * Conversions between kinds of value. Numbers are rounded half away from zero where the target
 * holds fewer digits, and refused where it holds less.
 *
 * <p><b>Failure:</b> text that is no value of the target is {@link SqlErrorCode#INVALID_TEXT}, a
 * number that does not fit {@link SqlErrorCode#NUMERIC_OUT_OF_RANGE}.
 */
public final class Casts {
  private static final int LONGEST_NUMBER = 1_000;
  private static final double TWO_TO_63 = 0x1p63;

  private Casts() {}

  /** Refuses a number that an integer type cannot hold. */
  public static long toInteger(long value, SqlType type) {
    return switch (type.kind()) {
      case TINYINT -> within(value, value == (byte) value, type);
      case SMALLINT -> within(value, value == (short) value, type);
      case INTEGER -> within(value, value == (int) value, type);
      default -> value;
    };
  }

  private static long within(long value, boolean holds, SqlType type) {
    if (!holds) {
      throw Decimal128.outOfRange(Long.toString(value), type);
    }
    return value;
  }

  /** A double as an integer. */
  public static long toInteger(double value, SqlType type) {
    double size = Math.abs(value);
    double whole = Math.floor(size);
    double rounded = Math.copySign(size - whole >= 0.5 ? whole + 1 : whole, value);
    if (!(rounded >= -TWO_TO_63 && rounded < TWO_TO_63)) {
      throw Decimal128.outOfRange(Double.toString(value), type);
    }
    return toInteger((long) rounded, type);
  }

  /** A text as an integer; a fraction is rounded. */
  public static long toInteger(String text, SqlType type) {
    String stripped = text.strip();
    int length = stripped.length();
    if (length > 0 && length <= Decimal128.WORD_DIGITS && isPlainInteger(stripped)) {
      return toInteger(Long.parseLong(stripped), type);
    }
    Registers out = new Registers(0);
    SqlType widest = SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0);
    long low = Decimal128.of(number(text, type), widest, out);
    if (!Decimal128.isWord(low, out.high)) {
      throw Decimal128.outOfRange(Texts.shown(text), type);
    }
    return toInteger(low, type);
  }

  private static boolean isPlainInteger(String text) {
    int first = text.charAt(0) == '-' && text.length() > 1 ? 1 : 0;
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** A text as an unscaled DECIMAL, its high word in {@code out.high}. */
  public static long toDecimal(String text, SqlType type, Registers out) {
    return Decimal128.of(number(text, type), type, out);
  }

  /** A text as a number of any size. */
  public static BigDecimal number(String text, SqlType type) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.length() > LONGEST_NUMBER || !isAscii(stripped)) {
      throw invalid(text, type);
    }
    try {
      return new BigDecimal(stripped);
    } catch (NumberFormatException notANumber) {
      throw SqlProblem.causedBy(
          notANumber, SqlErrorCode.INVALID_TEXT, String.valueOf(invalid(text, type).getMessage()));
    }
  }

  /** A text as REAL or DOUBLE. */
  public static double toDouble(String text, SqlType type) {
    String stripped = text.strip();
    return switch (stripped.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        double value = number(text, type).doubleValue();
        yield toApproximate(stripped.startsWith("-") ? Math.copySign(value, -1) : value, type);
      }
    };
  }

  /** A finite double as REAL or DOUBLE. */
  public static double toApproximate(double value, SqlType type) {
    double held = type.kind() == TypeKind.REAL ? (float) value : value;
    if (Double.isInfinite(held)) {
      throw Decimal128.outOfRange(Double.toString(value), type);
    }
    return held;
  }

  /** A double, maybe infinite, as REAL or DOUBLE. */
  public static double narrow(double value, SqlType type) {
    return Double.isInfinite(value) ? value : toApproximate(value, type);
  }

  /** A text as BOOLEAN: 0 or 1. */
  public static long toBoolean(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "on", "1" -> 1;
      case "false", "f", "no", "n", "off", "0" -> 0;
      default -> throw invalid(text, SqlType.BOOLEAN);
    };
  }

  /** A text as UUID, its least significant word in {@code out.high}. */
  public static long toUuid(String text, Registers out) {
    String digits = text.strip();
    if (digits.length() == 38 && digits.startsWith("{") && digits.endsWith("}")) {
      digits = digits.substring(1, 37);
    }
    digits = digits.length() == 36 && hasUuidHyphens(digits) ? digits.replace("-", "") : digits;
    if (digits.length() != 32 || !isHexadecimal(digits)) {
      throw invalid(text, SqlType.UUID);
    }
    out.high = Long.parseUnsignedLong(digits, 16, 32, 16);
    return Long.parseUnsignedLong(digits, 0, 16, 16);
  }

  private static boolean hasUuidHyphens(String text) {
    return text.charAt(8) == '-'
        && text.charAt(13) == '-'
        && text.charAt(18) == '-'
        && text.charAt(23) == '-';
  }

  private static boolean isHexadecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128 || Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** The text of a BOOLEAN. */
  public static String booleanText(long value) {
    return value != 0 ? "TRUE" : "FALSE";
  }

  /** The text of a UUID. */
  public static String uuidText(long most, long least) {
    return new UUID(most, least).toString();
  }

  /** The shortest text of a REAL or DOUBLE that reads back as the same value. */
  public static String doubleText(double value, TypeKind kind) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    String java = kind == TypeKind.REAL ? Float.toString((float) value) : Double.toString(value);
    BigDecimal exact = new BigDecimal(java).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exact.signum() == 0) {
      return java.startsWith("-") ? "-0" : "0";
    }
    if (exponent >= -5 && exponent < 15) {
      return exact.toPlainString();
    }
    return exact.movePointLeft(exponent).toPlainString() + 'E' + exponent;
  }

  /** Text made of a value that is not a string, which CAST must not cut. */
  public static String fitted(String text, SqlType type) {
    if (!Texts.isWithin(text, type.precision())) {
      throw SqlProblem.of(
          SqlErrorCode.STRING_TOO_LONG, "the text '%s' is too long for %s", text, type);
    }
    return text;
  }

  /** Says that a text is no value of a type. */
  public static SqlProblem invalid(String text, SqlType type) {
    return SqlProblem.of(
        SqlErrorCode.INVALID_TEXT, "'%s' is not a value of type %s", Texts.shown(text), type);
  }
}
