package dev.zdb.sql.write;

import static dev.zdb.sql.exec.Workbench.expression;
import static dev.zdb.sql.exec.Workbench.literal;
import static dev.zdb.sql.exec.Workbench.row;
import static dev.zdb.sql.exec.Workbench.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.IndexDef.Origin;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Filter;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.Workbench;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.scan.IndexScan;
import dev.zdb.sql.scan.KeyBounds;
import dev.zdb.sql.scan.KeyLookup;
import dev.zdb.sql.scan.ReadColumns;
import dev.zdb.sql.scan.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WriteTest {
  private final Shelf shelf =
      new Shelf()
          .notNull("K")
          .nullable("A")
          .nullable("B")
          .key(Order.ASCENDING, 0)
          .index("UK_A", Origin.UNIQUE_CONSTRAINT, List.of(new KeyPart(1, Order.ASCENDING)))
          .index("IX_B", Origin.INDEX, List.of(new KeyPart(2, Order.DESCENDING)));

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void insertShowsEachRowAsStored() {
    assertThat(shelf.insert(List.of(row(2L, 20L, null), row(1L, 10L, 5L))))
        .containsExactly(row(2L, 20L, null), row(1L, 10L, 5L));
    assertThat(shelf.content()).containsExactly(row(1L, 10L, 5L), row(2L, 20L, null));
    assertIndexesAgree();
  }

  @Test
  void aTakenPrimaryKeyIsRefusedNamingIt() {
    shelf.insert(List.of(row(1L, 10L, null)));

    refused(SqlErrorCode.UNIQUE_VIOLATION, "PK_T", () -> shelf.insert(List.of(row(1L, 11L, null))));
  }

  @Test
  void aTakenUniqueValueIsRefusedNamingItAndNullsAreDistinct() {
    shelf.insert(List.of(row(1L, 10L, null), row(2L, null, null), row(3L, null, null)));

    refused(SqlErrorCode.UNIQUE_VIOLATION, "UK_A", () -> shelf.insert(List.of(row(4L, 10L, null))));
  }

  @Test
  void nullInAColumnThatTakesNoneIsRefusedNamingTableAndColumn() {
    refused(
        SqlErrorCode.NOT_NULL_VIOLATION,
        "column K of table PUBLIC.T",
        () -> shelf.insert(List.of(row(null, 1L, null))));
  }

  @Test
  void aCheckRefusesWhatIsFalseAndTakesWhatIsUnknown() {
    Expression positive =
        expression(
            SqlType.BOOLEAN,
            r -> value(r, shelf.slots().get(1)) instanceof Long number ? number > 0 : null);
    WriteTarget target = shelf.target(new CheckCondition("CK_A", positive));
    Function<List<@Nullable Object>, Operator> insert =
        row -> new Insert(Workbench.rows(shelf.slots(), List.of(row)), target, shelf.registers());

    run(insert.apply(row(1L, null, null)));
    run(insert.apply(row(2L, 1L, null)));
    refused(SqlErrorCode.CHECK_VIOLATION, "CK_A", () -> run(insert.apply(row(3L, -1L, null))));
  }

  @Test
  void whatAFailedStatementWroteIsUndoneBySavepoint() {
    shelf.insert(List.of(row(1L, 10L, 1L)));
    long savepoint = shelf.bench.transaction().savepoint();

    refused(
        SqlErrorCode.UNIQUE_VIOLATION,
        "UK_A",
        () -> shelf.insert(List.of(row(5L, 50L, 5L), row(6L, 10L, 6L))));
    shelf.bench.transaction().rollbackTo(savepoint);

    assertThat(shelf.content()).containsExactly(row(1L, 10L, 1L));
    assertIndexesAgree();
  }

  @Test
  void updateOfTheKeyByOneMeetsNoRowTwiceAndFindsNoKeyTaken() {
    insertNumbers(2_000);

    assertThat(run(update(shelf.all(), 0, plusOne(0)))).hasSize(2_000);

    assertThat(shelf.content()).hasSize(2_000).first().isEqualTo(row(2L, 1L, 1L));
    assertIndexesAgree();
  }

  @Test
  void updateOfAUniqueColumnMayPassValuesOn() {
    shelf.insert(List.of(row(1L, 1L, null), row(2L, 2L, null), row(3L, 3L, null)));
    Slot a = shelf.slots().get(1);

    run(update(shelf.all(), 1, r -> 4 - number(value(r, a))));

    assertThat(shelf.content())
        .containsExactly(row(1L, 3L, null), row(2L, 2L, null), row(3L, 1L, null));
    assertIndexesAgree();
  }

  @Test
  void updateToAValueTakenByARowThatStaysIsRefused() {
    shelf.insert(List.of(row(1L, 1L, null), row(2L, 2L, null), row(3L, 3L, null)));
    Slot k = shelf.slots().get(0);
    Operator some =
        new Filter(shelf.all(), expression(SqlType.BOOLEAN, r -> number(value(r, k)) < 3));

    refused(SqlErrorCode.UNIQUE_VIOLATION, "UK_A", () -> run(update(some, 1, plusOne(1))));
    refused(SqlErrorCode.UNIQUE_VIOLATION, "PK_T", () -> run(update(shelf.all(), 0, r -> 1L)));
  }

  @Test
  void updateOfTheKeyKeepsTheEntriesOfUnchangedUniqueColumns() {
    shelf.insert(List.of(row(1L, 10L, null), row(2L, null, 7L)));

    run(update(shelf.all(), 0, r -> number(value(r, shelf.slots().get(0))) + 100));

    assertThat(shelf.content()).containsExactly(row(101L, 10L, null), row(102L, null, 7L));
    assertIndexesAgree();
  }

  @Test
  void updateAndDeleteOfOneKeyTakeTheShortPath() {
    insertNumbers(10);

    assertThat(run(update(lookup(4L), 2, r -> 99L))).containsExactly(row(4L, 4L, 99L));
    assertThat(run(update(lookup(77L), 2, r -> 99L))).isEmpty();
    assertThat(run(new Delete(lookup(5L), shelf.target(), shelf.registers()))).hasSize(1);
    assertThat(shelf.content()).hasSize(9).contains(row(4L, 4L, 99L));
    assertIndexesAgree();
  }

  @Test
  void deleteTakesTheEntriesAlong() {
    insertNumbers(3_000);
    Slot k = shelf.slots().get(0);
    Operator odd =
        new Filter(shelf.all(), expression(SqlType.BOOLEAN, r -> number(value(r, k)) % 2 == 1));

    assertThat(run(new Delete(odd, shelf.target(), shelf.registers()))).hasSize(1_500);
    assertThat(shelf.content()).hasSize(1_500);
    assertIndexesAgree();
  }

  @Test
  void insertFromItsOwnTableAddsWhatWasThereBefore() {
    insertNumbers(1_500);
    List<Slot> copies = shelf.bench.numbers(3);
    Slot k = shelf.slots().get(0);
    Operator source =
        new Project(
            shelf.all(),
            List.of(
                new Assignment(
                    expression(SqlType.BIGINT, r -> number(value(r, k)) + 10_000),
                    copies.get(0).register()),
                new Assignment(literal(SqlType.BIGINT, null), copies.get(1).register()),
                new Assignment(literal(SqlType.BIGINT, 3L), copies.get(2).register())));

    run(new Insert(source, shelf.target(), copies.stream().map(Slot::register).toList()));

    assertThat(shelf.content()).hasSize(3_000);
    assertIndexesAgree();
  }

  @Test
  void anIdentityColumnNumbersRowsThatBringNoNumberAndPassesGivenOnesBy() {
    try (Shelf numbered =
        new Shelf()
            .column("ID", Nullability.NO_NULLS, Identity.BY_DEFAULT)
            .nullable("V")
            .key(Order.ASCENDING, 0)) {
      assertThat(numbered.insert(List.of(row(null, 1L), row(7L, 2L), row(null, 3L))))
          .containsExactly(row(1L, 1L), row(7L, 2L), row(8L, 3L));
    }
  }

  @Test
  void aTableWithoutKeyTakesTheSameRowTwice() {
    try (Shelf keyless = new Shelf().nullable("V").nullable("W")) {
      keyless.insert(List.of(row(1L, null), row(1L, null)));
      Slot v = keyless.slots().get(0);
      int w = keyless.bench.number().register();
      Operator update =
          new Update(
              keyless.all(),
              keyless.target(),
              keyless.registers(),
              List.of(new Assignment(Workbench.column(v), w)),
              List.of(v.register(), w));

      keyless.bench.run(update, keyless.slots());

      assertThat(keyless.content()).containsExactly(row(1L, 1L), row(1L, 1L));
      keyless.bench.run(
          new Delete(keyless.all(), keyless.target(), keyless.registers()), List.of());
      assertThat(keyless.content()).isEmpty();
    }
  }

  private void insertNumbers(int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (long i = 1; i <= count; i++) {
      rows.add(row(i, i, i));
    }
    shelf.insert(rows);
  }

  private Operator lookup(long key) {
    return new KeyLookup(
        shelf.table(), List.of(literal(SqlType.BIGINT, key)), ReadColumns.of(shelf.reads()));
  }

  private Operator update(
      Operator rows, int column, Function<dev.zdb.sql.value.Registers, @Nullable Object> to) {
    int register = shelf.bench.number().register();
    List<Integer> newRow = new ArrayList<>(shelf.registers());
    newRow.set(column, register);
    lastRow = newRow.stream().map(each -> new Slot(each, SqlType.BIGINT)).toList();
    return new Update(
        rows,
        shelf.target(),
        shelf.registers(),
        List.of(new Assignment(expression(SqlType.BIGINT, to), register)),
        newRow);
  }

  private List<Slot> lastRow = List.of();

  private List<List<@Nullable Object>> run(Operator operator) {
    return shelf.bench.run(operator, operator instanceof Update ? lastRow : shelf.slots());
  }

  private Function<dev.zdb.sql.value.Registers, @Nullable Object> plusOne(int column) {
    return r -> number(value(r, shelf.slots().get(column))) + 1;
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }

  private static void refused(SqlErrorCode code, String naming, ThrowingCallable statement) {
    assertThatThrownBy(statement)
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.code()).isEqualTo(code))
        .hasMessageContaining(naming);
  }

  private void assertIndexesAgree() {
    for (int i = 0; i < shelf.table().indexes().size(); i++) {
      Operator byIndex =
          new IndexScan(
              shelf.index(i),
              List.of(KeyBounds.all()),
              Direction.FORWARD,
              ReadColumns.of(List.of()),
              ReadColumns.of(shelf.reads()));
      assertThat(shelf.bench.run(byIndex, shelf.slots()))
          .containsExactlyInAnyOrderElementsOf(shelf.content());
    }
  }
}
