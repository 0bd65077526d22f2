package dev.zdb.jdbc.demo;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of TPC-H with its standard parameters.
 *
 * @param name such as Q1
 */
record TpchQuery(String name, String title, String sql) {
  private static final int LEAST_QUOTIENT_SCALE = 4;

  /** The six queries of the demonstration. */
  static List<TpchQuery> all() throws IOException {
    return List.of(
        of(1, "pricing summary report"),
        of(3, "shipping priority"),
        of(4, "order priority checking"),
        of(5, "local supplier volume"),
        of(6, "forecasting revenue change"),
        of(14, "promotion effect"));
  }

  private static TpchQuery of(int number, String title) throws IOException {
    return new TpchQuery(
        "Q" + number, title, text(String.format(java.util.Locale.ROOT, "q%02d.sql", number)));
  }

  /** A file that lies beside this class. */
  static String text(String name) throws IOException {
    try (InputStream in = TpchQuery.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** Says where a result differs from the expected rows; empty where it does not. */
  static String difference(ResultSet actual, List<List<Object>> expected) throws SQLException {
    List<String> differences = new ArrayList<>();
    int row = 0;
    while (actual.next()) {
      if (row < expected.size()) {
        List<Object> values = expected.get(row);
        for (int i = 0; i < values.size(); i++) {
          Object found = actual.getObject(i + 1);
          if (!agree(found, values.get(i))) {
            differences.add(
                String.format(
                    java.util.Locale.ROOT,
                    "row %d column %d: %s, expected %s",
                    row + 1,
                    i + 1,
                    found,
                    values.get(i)));
          }
        }
      }
      row++;
    }
    if (row != expected.size()) {
      differences.add(row + " rows, expected " + expected.size());
    }
    return String.join("; ", differences);
  }

  /** Sums are exact; a quotient, which has 34 digits here, is rounded as the result has it. */
  private static boolean agree(@Nullable Object found, Object expected) {
    if (found instanceof BigDecimal number && expected instanceof BigDecimal exact) {
      if (number.compareTo(exact) == 0) {
        return true;
      }
      return number.scale() >= LEAST_QUOTIENT_SCALE
          && exact.scale() > number.scale()
          && number.compareTo(exact.setScale(number.scale(), RoundingMode.HALF_UP)) == 0;
    }
    if (found instanceof Number number && expected instanceof Number exact) {
      return number.longValue() == exact.longValue();
    }
    if (found instanceof java.sql.Date day) {
      return day.toLocalDate().equals(expected);
    }
    return expected.equals(found);
  }
}
