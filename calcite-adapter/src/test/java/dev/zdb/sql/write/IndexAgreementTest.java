package dev.zdb.sql.write;

import static dev.zdb.sql.exec.Workbench.expression;
import static dev.zdb.sql.exec.Workbench.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.IndexDef.Origin;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Filter;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.scan.IndexScan;
import dev.zdb.sql.scan.KeyBounds;
import dev.zdb.sql.scan.ReadColumns;
import dev.zdb.sql.scan.Shelf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

final class IndexAgreementTest {
  private static final int COLUMNS = 3;

  @Property(tries = 150)
  void afterAnyStatementsTableAndIndexesHoldWhatTheModelHolds(
      @ForAll("statements") List<Statement> statements) {
    try (Shelf shelf =
        new Shelf()
            .notNull("K")
            .nullable("A")
            .nullable("B")
            .key(Order.DESCENDING, 0)
            .index("UK", Origin.UNIQUE_INDEX, parts(1, 2))
            .index("IX", Origin.INDEX, parts(2))) {
      Run run = new Run(shelf);
      List<List<@Nullable Object>> model = new ArrayList<>();
      for (Statement statement : statements) {
        model = run.both(statement, model);
        assertThat(shelf.content()).containsExactlyInAnyOrderElementsOf(model);
        run.assertIndexesAgree();
      }
    }
  }

  private static List<KeyPart> parts(int... columns) {
    return Arrays.stream(columns).mapToObj(c -> new KeyPart(c, Order.ASCENDING)).toList();
  }

  @Provide
  Arbitrary<List<Statement>> statements() {
    Arbitrary<@Nullable Long> values = Arbitraries.longs().between(0, 5).injectNull(0.15);
    return Combinators.combine(
            Arbitraries.of(Verb.class),
            Arbitraries.integers().between(0, COLUMNS - 1),
            values,
            values,
            values)
        .as(Statement::new)
        .list()
        .ofMaxSize(25);
  }

  enum Verb {
    /** Adds the row (x, y, z). */
    INSERT,
    /** Adds z to a column of the rows whose B is not y. */
    SHIFT,
    /** Sets a column to z where K is x. */
    SET,
    /** Removes the rows whose A is y. */
    DELETE
  }

  record Statement(Verb verb, int column, @Nullable Long x, @Nullable Long y, @Nullable Long z) {
    List<@Nullable Object> row() {
      return Arrays.asList(x, y, z);
    }

    boolean concerns(List<@Nullable Object> row) {
      return switch (verb) {
        case INSERT -> false;
        case SHIFT -> !Objects.equals(row.get(2), y);
        case SET -> Objects.equals(row.get(0), x);
        case DELETE -> Objects.equals(row.get(1), y);
      };
    }

    @Nullable Object changed(@Nullable Object old) {
      if (verb == Verb.SET) {
        return z;
      }
      return old == null || z == null ? null : (Object) ((long) old + z);
    }
  }

  /** A statement on the table and on a list of rows. */
  private static final class Run {
    private final Shelf shelf;
    private final Slot fresh;

    Run(Shelf shelf) {
      this.shelf = shelf;
      shelf.slots();
      this.fresh = shelf.bench.number();
    }

    List<List<@Nullable Object>> both(Statement statement, List<List<@Nullable Object>> before) {
      List<List<@Nullable Object>> after = after(statement, before);
      long savepoint = shelf.bench.transaction().savepoint();
      SqlErrorCode expected = violation(after);
      SqlErrorCode met = null;
      try {
        onTable(statement);
      } catch (SqlProblem problem) {
        met = problem.code();
        shelf.bench.transaction().rollbackTo(savepoint);
      }
      assertThat(met).isEqualTo(expected);
      return expected == null ? after : before;
    }

    private static List<List<@Nullable Object>> after(
        Statement statement, List<List<@Nullable Object>> before) {
      List<List<@Nullable Object>> after = new ArrayList<>();
      for (List<@Nullable Object> row : before) {
        if (!statement.concerns(row)) {
          after.add(row);
        } else if (statement.verb() != Verb.DELETE) {
          List<@Nullable Object> changed = new ArrayList<>(row);
          changed.set(statement.column(), statement.changed(row.get(statement.column())));
          after.add(changed);
        }
      }
      if (statement.verb() == Verb.INSERT) {
        after.add(statement.row());
      }
      return after;
    }

    private static @Nullable SqlErrorCode violation(List<List<@Nullable Object>> rows) {
      Set<@Nullable Object> keys = new HashSet<>();
      Set<List<@Nullable Object>> pairs = new HashSet<>();
      for (List<@Nullable Object> row : rows) {
        if (row.get(0) == null) {
          return SqlErrorCode.NOT_NULL_VIOLATION;
        }
      }
      for (List<@Nullable Object> row : rows) {
        boolean distinct = row.get(1) == null || row.get(2) == null;
        if (!keys.add(row.get(0)) || !(distinct || pairs.add(row.subList(1, 3)))) {
          return SqlErrorCode.UNIQUE_VIOLATION;
        }
      }
      return null;
    }

    private void onTable(Statement statement) {
      switch (statement.verb()) {
        case INSERT -> shelf.insert(List.of(statement.row()));
        case DELETE -> run(new Delete(concerned(statement), shelf.target(), shelf.registers()));
        default -> {
          Slot old = shelf.slots().get(statement.column());
          List<Integer> newRow = new ArrayList<>(shelf.registers());
          newRow.set(statement.column(), fresh.register());
          Assignment assignment =
              new Assignment(
                  expression(SqlType.BIGINT, r -> statement.changed(value(r, old))),
                  fresh.register());
          run(
              new Update(
                  concerned(statement),
                  shelf.target(),
                  shelf.registers(),
                  List.of(assignment),
                  newRow));
        }
      }
    }

    private Operator concerned(Statement statement) {
      return new Filter(
          shelf.all(),
          expression(
              SqlType.BOOLEAN,
              r ->
                  statement.concerns(
                      shelf.slots().stream()
                          .collect(
                              ArrayList::new,
                              (list, slot) -> list.add(value(r, slot)),
                              ArrayList::addAll))));
    }

    private void run(Operator operator) {
      shelf.bench.run(operator, List.of());
    }

    void assertIndexesAgree() {
      for (int i = 0; i < shelf.table().indexes().size(); i++) {
        Operator byIndex =
            new IndexScan(
                shelf.index(i),
                List.of(KeyBounds.all()),
                Direction.BACKWARD,
                ReadColumns.of(List.of()),
                ReadColumns.of(shelf.reads()));
        assertThat(shelf.bench.run(byIndex, shelf.slots()))
            .containsExactlyInAnyOrderElementsOf(shelf.content());
      }
    }
  }
}
