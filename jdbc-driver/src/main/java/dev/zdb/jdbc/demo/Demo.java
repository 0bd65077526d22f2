package dev.zdb.jdbc.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * ZDB's main job on real input: eight TPC-H tables loaded through JDBC, six queries whose answers
 * are held against a second computation, the same once more through a server.
 */
public final class Demo {
  /** What the shell suggests once all is done. */
  public static final List<String> SUGGESTIONS =
      List.of(
          "SELECT o_orderpriority, COUNT(*) FROM orders GROUP BY o_orderpriority;",
          "SELECT * FROM customer WHERE c_custkey = 42;",
          "EXPLAIN SELECT * FROM orders WHERE o_custkey = 42 ORDER BY o_orderdate;");

  private final double scale;
  private final PrintStream out;
  private final Printer printer;
  private final Map<String, List<List<Object>>> answers = new HashMap<>();

  /** Shows a result and answers how many rows it had. */
  public interface Printer {
    long print(ResultSet rows) throws SQLException;
  }

  /**
   * Prepares a demonstration.
   *
   * @param scale TPC-H's scale factor; 1 is about 8.7 million rows
   */
  public Demo(double scale, PrintStream out, Printer printer) {
    this.scale = scale;
    this.out = out;
    this.printer = printer;
  }

  /** About how many rows {@link #load} will tell of. */
  public long estimateRows() {
    return TpchTables.estimateRows(scale);
  }

  /**
   * Makes and fills the tables.
   *
   * @param progress is told of rows as they come
   * @return how many rows there are now
   */
  public long load(String url, LongConsumer progress) throws IOException, SQLException {
    try (Connection db = DriverManager.getConnection(url)) {
      try (Statement sql = db.createStatement()) {
        for (String definition : TpchQuery.text("schema.sql").split(";", -1)) {
          sql.execute(definition);
        }
      }
      return TpchTables.load(db, scale, progress);
    }
  }

  /** Runs the queries, prints each with its time, and answers whether all answers agree. */
  public boolean query(String url) throws IOException, SQLException {
    boolean agree = true;
    try (Connection db = DriverManager.getConnection(url);
        Statement sql = db.createStatement()) {
      for (TpchQuery query : TpchQuery.all()) {
        long start = System.nanoTime();
        try (ResultSet rows = sql.executeQuery(query.sql())) {
          out.printf(Locale.ROOT, "%s, %s%n", query.name(), query.title());
          printer.print(rows);
        }
        String time = elapsed(start);
        String difference = difference(sql, query);
        agree &= difference.isEmpty();
        out.printf(
            Locale.ROOT,
            "%s: %s, %s%n%n",
            query.name(),
            time,
            difference.isEmpty() ? "answers agree" : difference);
      }
    }
    return agree;
  }

  private String difference(Statement sql, TpchQuery query) throws SQLException {
    List<List<Object>> expected =
        answers.computeIfAbsent(query.name(), name -> new TpchAnswers(scale).rows(name));
    try (ResultSet rows = sql.executeQuery(query.sql())) {
      return TpchQuery.difference(rows, expected);
    }
  }

  /** Prints how the third query is run. */
  public void explain(String url) throws IOException, SQLException {
    TpchQuery query = TpchQuery.all().get(1);
    try (Connection db = DriverManager.getConnection(url);
        Statement sql = db.createStatement();
        ResultSet lines = sql.executeQuery("EXPLAIN " + query.sql())) {
      out.printf(Locale.ROOT, "the plan of %s%n", query.name());
      while (lines.next()) {
        out.println("  " + lines.getString(1));
      }
      out.println();
    }
  }

  /** The time since a {@link System#nanoTime}, in seconds. */
  public static String elapsed(long start) {
    return String.format(Locale.ROOT, "%.2f s", (System.nanoTime() - start) / 1e9);
  }
}
