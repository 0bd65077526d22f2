package dev.zdb.test.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random queries over random tables give the rows that a plain computation gives.
 *
 * <p>{@code -Drandom.seed=} and {@code -Drandom.databases=} choose others, and more of them.
 */
class RandomQueriesTest {
  private static final int QUERIES = 25;
  private static final int EFFORT = 200_000;

  /** What is not offered yet; 42803 is the validator's word for outer columns beside aggregates. */
  private static final Set<String> REFUSALS = Set.of("0A000", "42803");

  private static final long SEED = Long.getLong("random.seed", 1);
  private static final int DATABASES = Integer.getInteger("random.databases", 40);

  /** What became of the queries. */
  private final Map<String, Integer> outcomes = new HashMap<>();

  @Test
  void givesTheRowsOfAPlainComputation(TestReporter reporter) throws SQLException {
    for (int i = 0; i < DATABASES; i++) {
      long seed = SEED * 1_000_003 + i;
      Choices choices = Choices.random(seed);
      SampleTables tables = SampleTables.of(choices);
      try (Connection connection = open(tables)) {
        for (int j = 0; j < QUERIES; j++) {
          Choices ofQuery = Choices.random(seed * 31 + j);
          Outcome outcome = outcome(connection, tables, ofQuery);
          outcomes.merge(outcome.result(), 1, Integer::sum);
          if (outcome.isWrong()) {
            fail(outcome.text() + "\n\nthe same, smaller:\n" + smallest(choices, ofQuery));
          }
        }
      }
    }
    reporter.publishEntry("random queries", outcomes.toString());
    int compared = outcomes.getOrDefault("same", 0);
    assertThat(compared).isGreaterThan(DATABASES * QUERIES / 3);
  }

  private static Connection open(SampleTables tables) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:zdb:mem:");
    try (Statement statement = connection.createStatement()) {
      for (String sql : tables.statements()) {
        statement.execute(sql);
      }
    }
    return connection;
  }

  /** What a query gave, in short, and at length. */
  private record Outcome(String result, String text) {
    boolean isWrong() {
      return result.equals("wrong");
    }

    static Outcome wrong(Relation query, String text) {
      return new Outcome("wrong", Parameters.shown(query.sql()) + "\n" + text);
    }
  }

  private static String smallest(Choices database, Choices query) {
    List<Integer> fewer =
        Choices.shrunk(query.numbers(), q -> again(database.numbers(), q).isWrong());
    List<Integer> tables = Choices.shrunk(database.numbers(), d -> again(d, fewer).isWrong());
    return again(tables, fewer).text()
        + "\n"
        + String.join(";\n", SampleTables.of(Choices.of(tables)).statements());
  }

  private static Outcome again(List<Integer> database, List<Integer> query) {
    SampleTables tables = SampleTables.of(Choices.of(database));
    try (Connection connection = open(tables)) {
      return outcome(connection, tables, Choices.of(query));
    } catch (SQLException e) {
      return new Outcome("no such tables", e.toString());
    }
  }

  private static Outcome outcome(Connection connection, SampleTables tables, Choices choices) {
    Queries queries = new Queries(choices, tables.tables(), new Effort(EFFORT));
    Relation query = queries.query();
    int form = choices.weighted(3, 1, 1);
    if (form > 0) {
      Ordering ordering = Ordering.of(choices, query);
      query = form == 1 ? ordering.ordered() : ordering.bounded(choices);
    }
    List<List<@Nullable Object>> actual;
    try {
      actual = rows(connection, query);
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      boolean isRefused = REFUSALS.contains(state) || (state.equals("21000") && queries.mayFail());
      return isRefused
          ? new Outcome("refused with " + state, query.sql())
          : Outcome.wrong(query, "fails with " + state + " " + e.getMessage());
    }
    List<List<@Nullable Object>> expected = new ArrayList<>();
    try {
      query.rows(null).forEach(row -> expected.add(Arrays.asList(row)));
    } catch (Effort.Exceeded e) {
      return new Outcome("not compared", query.sql());
    }
    if (form == 0) {
      expected.sort(Comparator.comparing(List::toString));
      actual.sort(Comparator.comparing(List::toString));
    }
    if (!expected.equals(actual)) {
      return Outcome.wrong(query, "gives " + actual + ", not " + expected);
    }
    return new Outcome(expected.isEmpty() ? "same, no rows" : "same", query.sql());
  }

  private static List<List<@Nullable Object>> rows(Connection connection, Relation query)
      throws SQLException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Parameters.text(query.sql()))) {
      int place = 0;
      for (Integer value : Parameters.values(query.sql())) {
        statement.setObject(++place, value);
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= query.columns().size(); i++) {
            Object value = result.getObject(i);
            row.add(value instanceof Number number ? (Object) number.longValue() : value);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
