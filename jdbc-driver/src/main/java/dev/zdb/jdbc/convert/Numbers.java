package dev.zdb.jdbc.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Locale;

/** Values read as numbers and truth values. A fraction is cut off where an integer is asked for. */
final class Numbers {
  private static final int DIGITS_OF_LONG = 19;
  private static final int MOST_DIGITS = 100_000;
  private static final double LONG_END = 0x1p63;

  private Numbers() {}

  static boolean truth(Object value, Site site) throws SQLException {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "t", "yes", "y", "on", "1" -> true;
        case "false", "f", "no", "n", "off", "0" -> false;
        default -> throw site.cannotBe("boolean", value);
      };
    }
    if (value instanceof Number) {
      return decimal(value, site).signum() != 0;
    }
    throw site.cannotBe("boolean", value);
  }

  static long integer(Object value, Bounds bounds, Site site) throws SQLException {
    long number = whole(value, bounds.name(), site);
    if (number < bounds.least() || number > bounds.most()) {
      throw site.outOfRange(bounds.name(), value);
    }
    return number;
  }

  private static long whole(Object value, String target, Site site) throws SQLException {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (number >= -LONG_END && number < LONG_END) {
        return (long) number;
      }
      throw site.outOfRange(target, value);
    }
    BigDecimal number = decimalAs(target, value, site);
    long digits = digitsBeforePoint(number);
    if (digits <= 0) {
      return 0;
    }
    if (digits > DIGITS_OF_LONG) {
      throw site.outOfRange(target, value);
    }
    BigInteger whole = number.toBigInteger();
    if (whole.bitLength() >= Long.SIZE) {
      throw site.outOfRange(target, value);
    }
    return whole.longValue();
  }

  private static long digitsBeforePoint(BigDecimal number) {
    return (long) number.precision() - number.scale();
  }

  static double floating(Object value, Site site) throws SQLException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof String text) {
      return parseFloating(text, site);
    }
    throw site.cannotBe("double", value);
  }

  private static double parseFloating(String text, Site site) throws SQLException {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException notNumber) {
      throw site.cannotBe("double", text);
    }
  }

  /** A double as a float; what is finite stays so. */
  static float real(Object value, Site site) throws SQLException {
    double wide = floating(value, site);
    float narrow = (float) wide;
    if (Float.isInfinite(narrow) && !Double.isInfinite(wide)) {
      throw site.outOfRange("float", value);
    }
    return value instanceof Float same ? same : narrow;
  }

  static BigDecimal decimal(Object value, Site site) throws SQLException {
    return decimalAs("BigDecimal", value, site);
  }

  private static BigDecimal decimalAs(String target, Object value, Site site) throws SQLException {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Integer || value instanceof Long) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof Double || value instanceof Float) {
      if (!Double.isFinite(((Number) value).doubleValue())) {
        throw site.outOfRange(target, value);
      }
      return new BigDecimal(value.toString());
    }
    if (value instanceof String text) {
      return parseDecimal(target, text, site);
    }
    throw site.cannotBe(target, value);
  }

  private static BigDecimal parseDecimal(String target, String text, Site site)
      throws SQLException {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException notNumber) {
      throw site.cannotBe(target, text);
    }
  }

  static BigInteger bigInteger(Object value, Site site) throws SQLException {
    BigDecimal number = decimal(value, site);
    long digits = digitsBeforePoint(number);
    if (digits > MOST_DIGITS) {
      throw site.outOfRange("BigInteger", value);
    }
    return digits <= 0 ? BigInteger.ZERO : number.toBigInteger();
  }

  /** The number with that many digits behind the point, rounded half up. */
  static BigDecimal scaled(BigDecimal number, int scale, Site site) throws SQLException {
    if (digitsBeforePoint(number) > MOST_DIGITS) {
      throw site.outOfRange("DECIMAL", number);
    }
    return number.setScale(scale, RoundingMode.HALF_UP);
  }

  /** The whole numbers of a Java type. */
  record Bounds(String name, long least, long most) {
    static final Bounds BYTE = new Bounds("byte", Byte.MIN_VALUE, Byte.MAX_VALUE);
    static final Bounds SHORT = new Bounds("short", Short.MIN_VALUE, Short.MAX_VALUE);
    static final Bounds INT = new Bounds("int", Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final Bounds LONG = new Bounds("long", Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
