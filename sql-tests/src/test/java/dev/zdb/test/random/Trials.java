package dev.zdb.test.random;

import static org.assertj.core.api.Assertions.fail;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestReporter;

/**
 * Tries something random on random databases, many times, and fails with the first that goes wrong,
 * made as small as it can be.
 *
 * <p>{@code -Drandom.seed=} and {@code -Drandom.databases=} choose others, and more of them.
 */
final class Trials {
  private static final long SEED = Long.getLong("random.seed", 1);

  private final Setting setting;
  private final Map<String, Integer> outcomes = new TreeMap<>();

  private Trials(Setting setting) {
    this.setting = setting;
  }

  /** What is tried on one database; it is closed when another takes its place. */
  interface Subject extends AutoCloseable {
    Outcome outcome(Choices choices);

    @Override
    void close() throws SQLException;
  }

  /** Makes a database. */
  interface Setting {
    Subject of(SampleTables tables) throws SQLException;
  }

  /** What a trial gave, in short, and at length. */
  record Outcome(String result, String text) {
    private static final String WRONG = "wrong";

    static Outcome wrong(String text) {
      return new Outcome(WRONG, text);
    }

    /** What it is that the trial of a query fails. */
    static Outcome failed(SQLException failure, Queries queries, String text) {
      String state = failure.getSQLState();
      return queries.allow(failure)
          ? new Outcome("refused with " + state, text)
          : wrong(text + "\nfails with " + state + " " + failure.getMessage());
    }

    boolean isWrong() {
      return result.equals(WRONG);
    }
  }

  /** Returns of how many trials in a hundred the outcome was {@code same}. */
  static int run(Setting setting, int databases, int each, TestReporter reporter)
      throws SQLException {
    Trials trials = new Trials(setting);
    for (int i = 0; i < Integer.getInteger("random.databases", databases); i++) {
      trials.tryOn(SEED * 1_000_003 + i, each);
    }
    reporter.publishEntry("random trials", trials.outcomes.toString());
    int all = trials.outcomes.values().stream().mapToInt(Integer::intValue).sum();
    return 100 * trials.outcomes.getOrDefault("same", 0) / all;
  }

  private void tryOn(long seed, int times) throws SQLException {
    Choices ofDatabase = Choices.random(seed);
    try (Subject subject = setting.of(SampleTables.of(ofDatabase))) {
      for (int i = 0; i < times; i++) {
        Choices choices = Choices.random(seed * 31 + i);
        Outcome outcome = subject.outcome(choices);
        outcomes.merge(outcome.result(), 1, Integer::sum);
        if (outcome.isWrong()) {
          String same = smallest(ofDatabase.numbers(), choices.numbers());
          fail(outcome.text() + "\n\nthe same, smaller:\n" + same);
        }
      }
    }
  }

  private String smallest(List<Integer> database, List<Integer> numbers) {
    List<Integer> fewer = Choices.shrunk(numbers, n -> again(database, n).isWrong());
    List<Integer> tables = Choices.shrunk(database, d -> again(d, fewer).isWrong());
    String statements = String.join(";\n", SampleTables.of(Choices.of(tables)).statements());
    return again(tables, fewer).text() + "\n" + statements;
  }

  private Outcome again(List<Integer> database, List<Integer> numbers) {
    try (Subject subject = setting.of(SampleTables.of(Choices.of(database)))) {
      return subject.outcome(Choices.of(numbers));
    } catch (SQLException e) {
      return new Outcome("no such tables", e.toString());
    }
  }

  static Connection open(String url, List<String> statements) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return connection;
  }

  /** The rows of a query, in which constants may be marked as parameters. */
  static List<List<@Nullable Object>> rows(Connection connection, String marked)
      throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (PreparedStatement statement = prepared(connection, marked);
        ResultSet result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(Kind.ofJdbc(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Puts rows of which the order does not matter into the same one. */
  static void sort(List<List<@Nullable Object>> rows) {
    rows.sort(Comparator.comparing(List::toString));
  }

  static PreparedStatement prepared(Connection connection, String marked) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(Parameters.text(marked));
    int place = 0;
    for (Integer value : Parameters.values(marked)) {
      statement.setObject(++place, value);
    }
    return statement;
  }
}
