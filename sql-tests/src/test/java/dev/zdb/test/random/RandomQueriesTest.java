package dev.zdb.test.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.random.Trials.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Random queries over random tables give the rows that a plain computation gives. */
class RandomQueriesTest {
  private static final int DATABASES = 20;
  private static final int QUERIES = 25;
  private static final int EFFORT = 200_000;

  @Test
  void givesTheRowsOfAPlainComputation(TestReporter reporter) throws SQLException {
    assertThat(Trials.run(Queried::new, DATABASES, QUERIES, reporter)).isGreaterThan(33);
  }

  /** A database that is asked. */
  private static final class Queried implements Trials.Subject {
    private final SampleTables tables;
    private final Connection connection;

    Queried(SampleTables tables) throws SQLException {
      this.tables = tables;
      this.connection = Trials.open("jdbc:zdb:mem:", tables.statements());
    }

    @Override
    public Outcome outcome(Choices choices) {
      Queries queries = new Queries(choices, tables.relations(), new Effort(EFFORT));
      Relation query = queries.query();
      int form = choices.weighted(3, 1, 1);
      if (form > 0) {
        Ordering ordering = Ordering.of(choices, query);
        query = form == 1 ? ordering.ordered() : ordering.bounded(choices);
      }
      String shown = Parameters.shown(query.sql());
      List<List<@Nullable Object>> actual;
      try {
        actual = Trials.rows(connection, query.sql());
      } catch (SQLException e) {
        return Outcome.failed(e, queries, shown);
      }
      List<List<@Nullable Object>> expected = new ArrayList<>();
      try {
        query.rows(null).forEach(row -> expected.add(Arrays.asList(row)));
      } catch (Effort.Exceeded e) {
        return new Outcome("not compared", shown);
      }
      if (form == 0) {
        Trials.sort(expected);
        Trials.sort(actual);
      }
      if (!expected.equals(actual)) {
        return Outcome.wrong(shown + "\ngives " + actual + ", not " + expected);
      }
      return new Outcome(expected.isEmpty() ? "same, no rows" : "same", shown);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
