package dev.zdb.sql.exec;

import static dev.zdb.sql.exec.Workbench.row;
import static dev.zdb.sql.exec.Workbench.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.expr.Accumulator;
import dev.zdb.sql.expr.AggregateFunction;
import dev.zdb.sql.expr.AggregateFunction.Duplicates;
import dev.zdb.sql.value.Registers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class GroupingTest {
  private static final List<List<@Nullable Object>> SALES =
      List.of(row(1L, 10L), row(null, 5L), row(1L, 10L), row(2L, null), row(null, 7L));

  private final Workbench bench = new Workbench();
  private final List<Slot> input = bench.numbers(2);
  private final Slot key = bench.number();
  private final Slot sum = bench.number();

  @Test
  void eachKeyIsAGroupAndNullsAreOne() {
    assertThat(bench.run(hash(Duplicates.COUNTED, SALES), List.of(key, sum)))
        .containsExactlyInAnyOrder(row(1L, 20L), row(null, 12L), row(2L, null));
  }

  @Test
  void distinctArgumentsCountOnceAGroup() {
    assertThat(bench.run(hash(Duplicates.SKIPPED, SALES), List.of(key, sum)))
        .containsExactlyInAnyOrder(row(1L, 10L), row(null, 12L), row(2L, null));
  }

  @Test
  void withoutKeysThereIsOneGroupEvenOfNoRows() {
    Operator source = rows(input, List.of());

    assertThat(
            bench.run(
                HashAggregate.of(source, List.of(), List.of(summing(Duplicates.COUNTED, -1))),
                List.of(sum)))
        .containsExactly(row((Object) null));
  }

  @Test
  void withKeysNoRowsAreNoGroups() {
    assertThat(bench.run(hash(Duplicates.COUNTED, List.of()), List.of(key, sum))).isEmpty();
  }

  @Test
  void aFilterPassesRowsBy() {
    Slot filter = bench.slot(SqlType.BOOLEAN);
    List<Slot> slots = List.of(input.get(0), input.get(1), filter);
    Operator source = rows(slots, List.of(row(1L, 10L, 1L), row(1L, 20L, 0L), row(1L, 40L, null)));
    AggregateCall call = summing(Duplicates.COUNTED, filter.register());

    assertThat(bench.run(HashAggregate.of(source, keys(), List.of(call)), List.of(key, sum)))
        .containsExactly(row(1L, 10L));
  }

  @Test
  void groupingSetsGroupByEachInTurn() {
    Slot grouping = bench.number();
    Operator aggregate =
        new HashAggregate(
            rows(input, SALES),
            keys(),
            List.of(
                new GroupingSet(List.of(0), Map.of(grouping.register(), 0L)),
                new GroupingSet(List.of(), Map.of(grouping.register(), 1L))),
            List.of(summing(Duplicates.COUNTED, -1)));

    assertThat(bench.run(aggregate, List.of(grouping, key, sum)))
        .containsExactlyInAnyOrder(
            row(0L, 1L, 20L), row(0L, null, 12L), row(0L, 2L, null), row(1L, null, 32L));
  }

  @Property(tries = 200)
  void theOrderedAggregateOfSortedRowsIsTheHashAggregate(
      @ForAll("tables") List<List<@Nullable Object>> data) {
    SortKey order = new SortKey(input.get(0), Order.ASCENDING, SortKey.Nulls.LAST);
    Operator sorted = new Sort(rows(input, data), input, List.of(order));
    Operator ordered =
        new OrderedAggregate(sorted, keys(), List.of(summing(Duplicates.SKIPPED, -1)));

    assertThat(bench.run(ordered, List.of(key, sum)))
        .containsExactlyInAnyOrderElementsOf(
            bench.run(hash(Duplicates.SKIPPED, data), List.of(key, sum)));
  }

  @Property(tries = 100)
  void distinctRowsAreTheDifferentOnesAsTheyCame(
      @ForAll("tables") List<List<@Nullable Object>> data) {
    assertThat(bench.run(new Distinct(rows(input, data), input), input))
        .isEqualTo(data.stream().distinct().toList());
  }

  @Property(tries = 200)
  void setOperationsCountDuplicatesAsTheStandardSays(
      @ForAll("tables") List<List<@Nullable Object>> left,
      @ForAll("tables") List<List<@Nullable Object>> right,
      @ForAll SetOperation.Kind kind) {
    List<Slot> rightSlots = List.of(new Slot(40, SqlType.BIGINT), new Slot(41, SqlType.BIGINT));
    List<Slot> output = List.of(new Slot(50, SqlType.BIGINT), new Slot(51, SqlType.BIGINT));
    Operator operation =
        new SetOperation(
            kind,
            new Branch(rows(input, left), List.of(0, 1)),
            new Branch(rows(rightSlots, right), rightSlots.stream().map(Slot::register).toList()),
            output);

    List<List<@Nullable Object>> expected = new java.util.ArrayList<>();
    left.stream().distinct().forEach(row -> repeat(row, times(row, left, right, kind), expected));
    assertThat(bench.run(operation, output)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void unionAllShowsBranchAfterBranch() {
    Slot output = bench.number();
    Slot other = bench.number();
    Operator union =
        new UnionAll(
            List.of(
                new Branch(
                    rows(List.of(input.get(0)), List.of(row(1L), row((Object) null))),
                    List.of(input.get(0).register())),
                new Branch(rows(List.of(other), List.of()), List.of(other.register())),
                new Branch(rows(List.of(other), List.of(row(1L))), List.of(other.register()))),
            List.of(output));

    assertThat(bench.run(union, List.of(output)))
        .containsExactly(row(1L), row((Object) null), row(1L));
  }

  @Provide
  Arbitrary<List<List<@Nullable Object>>> tables() {
    Arbitrary<Long> values = Arbitraries.longs().between(0, 3).injectNull(0.2);
    return values
        .list()
        .ofSize(2)
        .map(row -> Arrays.<@Nullable Object>asList(row.toArray()))
        .list()
        .ofMaxSize(40);
  }

  private static int times(
      List<@Nullable Object> row,
      List<List<@Nullable Object>> left,
      List<List<@Nullable Object>> right,
      SetOperation.Kind kind) {
    int inLeft = (int) left.stream().filter(row::equals).count();
    int inRight = (int) right.stream().filter(row::equals).count();
    return switch (kind) {
      case INTERSECT -> Math.min(1, Math.min(inLeft, inRight));
      case INTERSECT_ALL -> Math.min(inLeft, inRight);
      case EXCEPT -> inRight == 0 ? 1 : 0;
      case EXCEPT_ALL -> Math.max(0, inLeft - inRight);
    };
  }

  private static void repeat(
      List<@Nullable Object> row, int times, List<List<@Nullable Object>> into) {
    for (int i = 0; i < times; i++) {
      into.add(row);
    }
  }

  private Operator hash(Duplicates duplicates, List<List<@Nullable Object>> data) {
    return HashAggregate.of(rows(input, data), keys(), List.of(summing(duplicates, -1)));
  }

  private List<GroupKey> keys() {
    return List.of(new GroupKey(input.get(0), key.register()));
  }

  private AggregateCall summing(Duplicates duplicates, int filter) {
    Slot argument = input.get(1);
    AggregateFunction function =
        new AggregateFunction(
            SqlType.BIGINT,
            List.of(argument.register()),
            filter,
            duplicates,
            () -> new Summing(argument.register()));
    return new AggregateCall(function, List.of(argument), sum.register());
  }

  private static final class Summing implements Accumulator {
    private final int register;
    private boolean isEmpty = true;
    private long sum;

    Summing(int register) {
      this.register = register;
    }

    @Override
    public void add(Registers registers) {
      if (!registers.nulls[register]) {
        isEmpty = false;
        sum += registers.words[register];
      }
    }

    @Override
    public void finish(Registers registers, int into) {
      registers.words[into] = sum;
      registers.nulls[into] = isEmpty;
    }
  }
}
