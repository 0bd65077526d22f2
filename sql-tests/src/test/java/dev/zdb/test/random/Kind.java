package dev.zdb.test.random;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of the values that are compared, with a few values of each. */
enum Kind {
  NUMBER("INTEGER", "%s"),
  TEXT("VARCHAR(10)", "'%s'"),
  TRUTH("BOOLEAN", "%s"),
  DECIMAL("DECIMAL(9, 2)", "%s"),
  DOUBLE("DOUBLE", "CAST('%s' AS DOUBLE)"),
  PADDED("CHAR(3)", "CAST('%s' AS CHAR(3))"),
  DATE("DATE", "DATE '%s'"),
  TIMESTAMP("TIMESTAMP", "CAST('%s' AS TIMESTAMP)"),
  UUID("UUID", "CAST('%s' AS UUID)");

  private final String sql;
  private final String form;

  Kind(String sql, String form) {
    this.sql = sql;
    this.form = form;
  }

  String sql() {
    return sql;
  }

  /** How SQL says what a sample says. */
  String literal(String sample) {
    return String.format(Locale.ROOT, form, sample);
  }

  /** A few values: some near to each other, some that are easily mistaken. */
  List<String> samples() {
    return switch (this) {
      case NUMBER -> List.of("0", "1", "2", "3", "4");
      // The last two are in another order as units of UTF-16.
      case TEXT -> List.of("a", "b", "ab", "B", "", "\uE000", "\uD83D\uDE00");
      case TRUTH -> List.of("FALSE", "TRUE");
      case DECIMAL -> List.of("0.00", "1.50", "2.00", "-1.50");
      case DOUBLE -> List.of("0", "-0", "1.5", "NaN", "-2e300");
      case PADDED -> List.of("a", "b", "ab", "B", "");
      case DATE -> List.of("2020-02-29", "1999-12-31", "2024-01-01");
      case TIMESTAMP -> List.of("2020-02-29T00:00", "2020-02-29T12:30", "1969-12-31T23:59:59");
      case UUID ->
          List.of(
              "00000000-0000-0000-0000-000000000001",
              "7fffffff-0000-0000-0000-000000000000",
              "ffffffff-0000-0000-8000-000000000000");
    };
  }

  /** What a sample means: equal values are equal objects. */
  Object value(String sample) {
    return switch (this) {
      case NUMBER -> Long.valueOf(sample);
      case TEXT -> sample;
      case TRUTH -> Boolean.valueOf(sample);
      case DECIMAL -> new BigDecimal(sample);
      case DOUBLE -> Double.parseDouble(sample) + 0.0;
      case PADDED -> sample + " ".repeat(3 - sample.length());
      case DATE -> LocalDate.parse(sample);
      case TIMESTAMP -> LocalDateTime.parse(sample);
      case UUID -> java.util.UUID.fromString(sample);
    };
  }

  /** The same of what JDBC gives. */
  static @Nullable Object ofJdbc(@Nullable Object value) {
    if (value instanceof Date date) {
      return date.toLocalDate();
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof Double number) {
      return number + 0.0;
    }
    return value instanceof Number whole && !(value instanceof BigDecimal)
        ? (Object) whole.longValue()
        : value;
  }

  /** The order of values that are not null. */
  static int order(Object a, Object b) {
    if (a instanceof Long number) {
      return number.compareTo((Long) b);
    }
    if (a instanceof String text) {
      return byCodePoints(text, (String) b);
    }
    if (a instanceof Boolean truth) {
      return truth.compareTo((Boolean) b);
    }
    if (a instanceof BigDecimal decimal) {
      return decimal.compareTo((BigDecimal) b);
    }
    if (a instanceof Double number) {
      return number.compareTo((Double) b);
    }
    if (a instanceof LocalDate date) {
      return date.compareTo((LocalDate) b);
    }
    return a instanceof LocalDateTime moment
        ? moment.compareTo((LocalDateTime) b)
        : a.toString().compareTo(b.toString());
  }

  private static int byCodePoints(String a, String b) {
    int[] ours = a.codePoints().toArray();
    int[] theirs = b.codePoints().toArray();
    return Arrays.compare(ours, theirs);
  }
}
