package dev.zdb.test.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.random.SampleTables.Table;
import dev.zdb.test.random.Trials.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random UPDATE and DELETE change the rows that a plain computation changes, and no others, in the
 * table and in its indexes; what a key or a constraint forbids changes nothing.
 */
class RandomChangesTest {
  private static final int DATABASES = 12;
  private static final int CHANGES = 15;
  private static final int EFFORT = 100_000;

  /** A key that is there already, and NULL in a primary key. */
  private static final Set<String> FORBIDDEN = Set.of("23505", "23502");

  @Test
  void changesTheRowsOfAPlainComputation(TestReporter reporter) throws SQLException {
    assertThat(Trials.run(Changed::new, DATABASES, CHANGES, reporter)).isGreaterThan(25);
  }

  /** A database whose changes are taken back once they have been looked at. */
  private static final class Changed implements Trials.Subject {
    private final SampleTables tables;
    private final Connection connection;

    Changed(SampleTables tables) throws SQLException {
      this.tables = tables;
      this.connection = Trials.open("jdbc:zdb:mem:", tables.statements());
      connection.setAutoCommit(false);
    }

    @Override
    public Outcome outcome(Choices choices) {
      Queries queries = new Queries(choices, tables.relations(), new Effort(EFFORT));
      Change change = queries.change(choices.from(tables.tables()));
      String shown = Parameters.shown(change.sql());
      try {
        Outcome outcome = change.isForbidden() ? refused(change, shown) : done(change, shown);
        connection.rollback();
        return outcome;
      } catch (Effort.Exceeded e) {
        return new Outcome("not compared", shown);
      } catch (SQLException e) {
        return Outcome.failed(e, queries, shown);
      }
    }

    private Outcome done(Change change, String shown) throws SQLException {
      int count = execute(change);
      String difference = difference(change.table(), change.rows());
      if (difference.isEmpty() && count == change.count()) {
        return new Outcome(count == 0 ? "same, no rows" : "same", shown);
      }
      return Outcome.wrong(shown + "\nchanges " + count + " rows, gives " + difference);
    }

    private Outcome refused(Change change, String shown) throws SQLException {
      try {
        execute(change);
        return Outcome.wrong(shown + "\nis done, though a key or a constraint forbids it");
      } catch (SQLException e) {
        if (!FORBIDDEN.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
      String difference = difference(change.table(), change.table().rows());
      return difference.isEmpty()
          ? new Outcome("forbidden", shown)
          : Outcome.wrong(shown + "\nfails and leaves " + difference);
    }

    private int execute(Change change) throws SQLException {
      try (PreparedStatement statement = Trials.prepared(connection, change.sql())) {
        return statement.executeUpdate();
      }
    }

    /** What is not as expected in the table, all through and by each value of each column. */
    private String difference(Table table, List<@Nullable Object[]> expected) throws SQLException {
      String all = "SELECT * FROM " + table.name();
      String difference = difference(all, expected);
      for (int i = 0; i < table.columns().size() && difference.isEmpty(); i++) {
        Relation.Column column = table.columns().get(i);
        for (String sample : column.kind().samples()) {
          int place = i;
          Object value = column.kind().value(sample);
          difference +=
              difference(
                  all + " WHERE " + column.sql() + " = " + column.kind().literal(sample),
                  expected.stream().filter(row -> value.equals(row[place])).toList());
        }
      }
      return difference;
    }

    private String difference(String query, List<@Nullable Object[]> expected) throws SQLException {
      List<List<@Nullable Object>> there = Trials.rows(connection, query);
      List<List<@Nullable Object>> meant = new ArrayList<>();
      expected.forEach(row -> meant.add(Arrays.asList(row)));
      Trials.sort(there);
      Trials.sort(meant);
      return there.equals(meant) ? "" : query + ": " + there + ", not " + meant + "\n";
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
