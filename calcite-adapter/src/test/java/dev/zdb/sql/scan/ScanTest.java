package dev.zdb.sql.scan;

import static dev.zdb.sql.exec.Workbench.expression;
import static dev.zdb.sql.exec.Workbench.literal;
import static dev.zdb.sql.exec.Workbench.row;
import static dev.zdb.sql.exec.Workbench.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.IndexDef.Origin;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.catalog.SystemTable;
import dev.zdb.sql.catalog.SystemTables;
import dev.zdb.sql.exec.Correlate;
import dev.zdb.sql.exec.JoinKind;
import dev.zdb.sql.exec.JoinRows;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.Workbench;
import dev.zdb.sql.scan.FieldBound.Inclusion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ScanTest {
  private static final List<List<@Nullable Object>> DATA =
      List.of(row(1L, 5L, 50L), row(2L, null, 60L), row(3L, 5L, 70L), row(4L, 1L, 80L));

  @Test
  void aTableScanShowsRowsInTheOrderOfTheKeyEitherWay() {
    try (Shelf shelf = shelf(Order.ASCENDING)) {
      shelf.insert(DATA);

      assertThat(shelf.content()).isEqualTo(DATA);
      Operator backward =
          new TableScan(
              shelf.table(),
              List.of(KeyBounds.all()),
              Direction.BACKWARD,
              ReadColumns.of(shelf.reads()));
      assertThat(shelf.bench.run(backward, shelf.slots().subList(0, 1)))
          .containsExactly(row(4L), row(3L), row(2L), row(1L));
    }
  }

  @Test
  void aScanDecidesByItsFirstColumnsAndReadsTheRestOfWhatPasses() {
    try (Shelf shelf = shelf(Order.ASCENDING)) {
      shelf.insert(DATA);
      List<ColumnRead> reads = shelf.reads();
      var passes =
          expression(SqlType.BOOLEAN, r -> Long.valueOf(5).equals(value(r, shelf.slots().get(1))));
      Operator scan =
          new TableScan(
              shelf.table(),
              List.of(KeyBounds.all()),
              Direction.FORWARD,
              new ReadColumns(List.of(reads.get(1)), passes, List.of(reads.get(0), reads.get(2))));

      assertThat(shelf.bench.run(scan, shelf.slots()))
          .containsExactly(row(1L, 5L, 50L), row(3L, 5L, 70L));
    }
  }

  @Test
  void aKeyLookupShowsTheRowOfTheKeyOrNone() {
    try (Shelf shelf = shelf(Order.DESCENDING)) {
      shelf.insert(DATA);

      assertThat(shelf.bench.run(lookup(shelf, 3L), shelf.slots()))
          .containsExactly(row(3L, 5L, 70L));
      assertThat(shelf.bench.run(lookup(shelf, 9L), shelf.slots())).isEmpty();
      assertThat(shelf.bench.run(lookup(shelf, null), shelf.slots())).isEmpty();
    }
  }

  @Test
  void aJoinByIndexLooksEachLeftRowUp() {
    try (Shelf shelf = shelf(Order.ASCENDING)) {
      shelf.insert(DATA);
      Slot outer = shelf.bench.number();
      Operator right =
          new KeyLookup(
              shelf.table(), List.of(Workbench.column(outer)), ReadColumns.of(shelf.reads()));
      Operator join =
          new Correlate(
              JoinKind.LEFT,
              Workbench.rows(List.of(outer), List.of(row(4L), row((Object) null), row(1L))),
              right,
              JoinRows.of(List.of(outer), shelf.slots()),
              null);

      assertThat(shelf.bench.run(join, List.of(outer, shelf.slots().get(2))))
          .containsExactly(row(4L, 80L), row(null, null), row(1L, 50L));
    }
  }

  @Test
  void valuesOfAnInListThatAreEqualShowTheirRowsOnceAndInOrder() {
    try (Shelf shelf = shelf(Order.ASCENDING)) {
      shelf.insert(DATA);
      List<KeyBounds> in = List.of(equal(3L), equal(1L), equal(3L), equal(null), equal(7L));
      Operator scan =
          new TableScan(shelf.table(), in, Direction.FORWARD, ReadColumns.of(shelf.reads()));

      assertThat(shelf.bench.run(scan, shelf.slots().subList(0, 1)))
          .containsExactly(row(1L), row(3L));
    }
  }

  @Test
  void theTablesOfTheInformationSchemaTellOfTheCatalog() {
    try (Shelf shelf = shelf(Order.ASCENDING)) {
      SystemTable columns = Objects.requireNonNull(SystemTables.named("COLUMNS"));
      Slot name = shelf.bench.slot(SqlType.VARCHAR);
      Operator scan =
          new SystemTableScan(
              columns,
              new Catalog("D", 1, List.of(shelf.table())),
              ReadColumns.of(
                  List.of(
                      new ColumnRead(
                          columns.definition().columnNamed("COLUMN_NAME"), name.register()))));

      assertThat(shelf.bench.run(scan, List.of(name))).contains(row("K"), row("A"), row("B"));
    }
  }

  @Property(tries = 300)
  void anIndexScanShowsWhatItsBoundsSayInTheOrderOfTheIndex(
      @ForAll("tables") List<List<@Nullable Object>> data,
      @ForAll("bounds") List<Limits> alternatives,
      @ForAll Order order,
      @ForAll Direction direction,
      @ForAll Origin origin) {
    try (Shelf shelf = shelf(Order.ASCENDING)) {
      // a unique index also of the key, so that any data fits
      List<KeyPart> parts =
          List.of(new KeyPart(1, order), new KeyPart(2, order), new KeyPart(0, Order.ASCENDING));
      shelf.index("I", origin, parts);
      shelf.insert(data);
      List<KeyBounds> bounds = alternatives.stream().map(Limits::bounds).toList();
      Operator rows =
          new IndexScan(
              shelf.index(0),
              bounds,
              direction,
              ReadColumns.of(List.of()),
              ReadColumns.of(shelf.reads()));
      Operator entries =
          new IndexScan(shelf.index(0), bounds, direction, ReadColumns.of(shelf.reads()), null);

      List<List<@Nullable Object>> expected = new ArrayList<>(data);
      expected.removeIf(row -> alternatives.stream().noneMatch(limits -> limits.test(row)));
      List<List<@Nullable Object>> shown = shelf.bench.run(rows, shelf.slots());
      assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(shelf.bench.run(entries, shelf.slots())).isEqualTo(shown);
      assertThat(shown)
          .isSortedAccordingTo(
              (a, b) -> {
                int way = (order == Order.ASCENDING) == (direction == Direction.FORWARD) ? 1 : -1;
                int first = Long.compare(nullsLast(a.get(1)), nullsLast(b.get(1)));
                return way * (first != 0 ? first : compareSecond(a, b));
              });
    }
  }

  private static int compareSecond(List<@Nullable Object> a, List<@Nullable Object> b) {
    return Long.compare(nullsLast(a.get(2)), nullsLast(b.get(2)));
  }

  private static long nullsLast(@Nullable Object value) {
    return value == null ? Long.MAX_VALUE : (long) value;
  }

  @Provide
  Arbitrary<List<List<@Nullable Object>>> tables() {
    Arbitrary<@Nullable Long> values = Arbitraries.longs().between(0, 4).injectNull(0.2);
    return Combinators.combine(Arbitraries.longs().between(0, 60), values, values)
        .as((k, a, b) -> Arrays.<@Nullable Object>asList(k, a, b))
        .list()
        .ofMaxSize(30)
        .uniqueElements(row -> row.get(0));
  }

  @Provide
  Arbitrary<List<Limits>> bounds() {
    Arbitrary<@Nullable Long> values = Arbitraries.longs().between(0, 4).injectNull(0.3);
    return Combinators.combine(values, values, values, Arbitraries.of(Inclusion.class))
        .as(Limits::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  /** Bounds on the second column, or its value and bounds on the third. */
  record Limits(@Nullable Long equal, @Nullable Long low, @Nullable Long high, Inclusion inclusion)
      implements Predicate<List<@Nullable Object>> {
    KeyBounds bounds() {
      return new KeyBounds(
          equal == null ? List.of() : List.of(FieldMatch.equal(literal(SqlType.BIGINT, equal))),
          bound(low),
          bound(high));
    }

    private @Nullable FieldBound bound(@Nullable Long value) {
      return value == null ? null : new FieldBound(literal(SqlType.BIGINT, value), inclusion);
    }

    @Override
    public boolean test(List<@Nullable Object> row) {
      if (equal != null && !equal.equals(row.get(1))) {
        return false;
      }
      Object ranged = row.get(equal == null ? 1 : 2);
      if (low == null && high == null) {
        return true;
      }
      int slack = inclusion == Inclusion.INCLUSIVE ? 0 : 1;
      return ranged instanceof Long number
          && (low == null || number >= low + slack)
          && (high == null || number <= high - slack);
    }
  }

  private static Shelf shelf(Order order) {
    return new Shelf().notNull("K").nullable("A").nullable("B").key(order, 0);
  }

  private static KeyBounds equal(@Nullable Long value) {
    return KeyBounds.equal(List.of(FieldMatch.equal(literal(SqlType.BIGINT, value))));
  }

  private static Operator lookup(Shelf shelf, @Nullable Long key) {
    return new KeyLookup(
        shelf.table(), List.of(literal(SqlType.BIGINT, key)), ReadColumns.of(shelf.reads()));
  }
}
