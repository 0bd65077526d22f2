package dev.zdb.test.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.random.Partitions.Same;
import dev.zdb.test.random.Trials.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What is asked in two ways gives the same rows, whatever they are: in parts and as a whole (Rigger
 * and Su, Finding Bugs in Database Systems via Query Partitioning, OOPSLA 2020), with a condition
 * that may be optimised and one that may not (Rigger and Su, Detecting Optimization Bugs in
 * Database Engines via Non-Optimizing Reference Engine Construction, ESEC/FSE 2020), and with and
 * without keys and indexes.
 */
class PartitionsTest {
  private static final int DATABASES = 12;
  private static final int QUERIES = 20;

  @Test
  void givesTheSameRowsHoweverItIsAsked(TestReporter reporter) throws SQLException {
    assertThat(Trials.run(Asked::new, DATABASES, QUERIES, reporter)).isGreaterThan(33);
  }

  /** A database with keys and indexes, and the same without. */
  private static final class Asked implements Trials.Subject {
    private final SampleTables tables;
    private final Connection indexed;
    private final Connection bare;

    Asked(SampleTables tables) throws SQLException {
      this.tables = tables;
      this.indexed = Trials.open("jdbc:zdb:mem:", tables.statements());
      this.bare = Trials.open("jdbc:zdb:mem:", tables.bare());
    }

    @Override
    public Outcome outcome(Choices choices) {
      Queries queries = new Queries(choices, tables.relations(), new Effort(0));
      Same same = queries.partitions().same();
      String shown = Parameters.shown(same.name() + "\n" + same.whole() + "\nand\n" + same.parts());
      try {
        List<List<@Nullable Object>> whole = Trials.rows(indexed, same.whole());
        List<List<@Nullable Object>> parts = new ArrayList<>();
        for (String part : same.parts()) {
          parts.addAll(Trials.rows(same.isBare() ? bare : indexed, part));
        }
        parts.removeIf(row -> same.isFiltered() && !Boolean.TRUE.equals(row.get(0)));
        Trials.sort(whole);
        Trials.sort(parts);
        return whole.equals(parts)
            ? new Outcome(whole.isEmpty() ? "same, no rows" : "same", shown)
            : Outcome.wrong(shown + "\ngive " + whole + " and " + parts);
      } catch (SQLException e) {
        return Outcome.failed(e, queries, shown);
      }
    }

    @Override
    public void close() throws SQLException {
      indexed.close();
      bare.close();
    }
  }
}
