package dev.zdb.test.slt;

import dev.zdb.test.slt.SltRecord.Statement.Expect;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs the records of a script through JDBC and keeps what went wrong, by line. */
final class SltRun {
  private final Statement statement;
  private final Map<Integer, String> failures = new TreeMap<>();

  private SltRun(Statement statement) {
    this.statement = statement;
  }

  /** Runs all records on one connection; answers the failures, a sentence by line. */
  static Map<Integer, String> run(List<SltRecord> records, Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      SltRun run = new SltRun(statement);
      for (SltRecord record : records) {
        if (record instanceof SltRecord.Statement change) {
          run.execute(change);
        } else if (record instanceof SltRecord.Query query) {
          run.query(query);
        }
      }
      return run.failures;
    }
  }

  private void execute(SltRecord.Statement record) {
    try {
      if (statement.execute(record.sql())) {
        readAll();
      }
      String count = String.valueOf(statement.getUpdateCount());
      if (record.expect() == Expect.ERROR) {
        failures.put(record.line(), "succeeded: " + record.sql());
      } else if (record.expect() == Expect.COUNT && !count.equals(record.detail())) {
        failures.put(record.line(), "changed " + count + " rows: " + record.sql());
      }
    } catch (SQLException e) {
      boolean asked =
          record.expect() == Expect.ERROR
              && (record.detail().isEmpty() || record.detail().equals(e.getSQLState()));
      if (!asked) {
        failures.put(record.line(), sentence(e, record.sql()));
      }
    }
  }

  /** Reads what a statement shows, since it may fail at any row. */
  private void readAll() throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) {
        rows.getObject(1);
      }
    }
  }

  private void query(SltRecord.Query record) {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(record.sql())) {
      while (result.next()) {
        rows.add(row(result, record.types()));
      }
    } catch (SQLException e) {
      failures.put(record.line(), sentence(e, record.sql()));
      return;
    }
    List<String> values = sorted(rows, record.sort());
    boolean hashed =
        record.expected().size() == 1 && record.expected().get(0).contains(" values hashing to ");
    List<String> actual = hashed ? List.of(hash(values)) : values;
    if (!actual.equals(record.expected())) {
      failures.put(
          record.line(),
          String.format(
              Locale.ROOT,
              "gave %s, expected %s: %s",
              shortened(actual),
              shortened(record.expected()),
              record.sql()));
    }
  }

  private static List<String> row(ResultSet result, String types) throws SQLException {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < types.length(); i++) {
      Object value = result.getObject(i + 1);
      row.add(value == null ? "NULL" : formatted(value, types.charAt(i)));
    }
    return row;
  }

  /** As the manual says: I as %d, R as %.3f, T with what does not print as @. */
  private static String formatted(Object value, char type) {
    if (type == 'I' && value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    if (type == 'I') {
      return value instanceof Number number ? Long.toString(number.longValue()) : "0";
    }
    if (type == 'R') {
      return value instanceof Number number
          ? String.format(Locale.ROOT, "%.3f", new BigDecimal(number.toString()))
          : "0.000";
    }
    String text = value.toString();
    return text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
  }

  private static List<String> sorted(List<List<String>> rows, SltRecord.Query.SortMode sort) {
    if (sort == SltRecord.Query.SortMode.ROWSORT) {
      rows.sort(Comparator.comparing(row -> String.join("\0", row)));
    }
    List<String> values = new ArrayList<>();
    rows.forEach(values::addAll);
    if (sort == SltRecord.Query.SortMode.VALUESORT) {
      values.sort(Comparator.naturalOrder());
    }
    return values;
  }

  private static String hash(List<String> values) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (String value : values) {
        md5.update((value + '\n').getBytes(StandardCharsets.UTF_8));
      }
      return values.size() + " values hashing to " + HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String sentence(SQLException e, String sql) {
    return e.getSQLState() + ' ' + e.getMessage() + ": " + sql;
  }

  private static String shortened(List<String> values) {
    return values.size() <= 12 ? values.toString() : values.subList(0, 12) + "...";
  }
}
