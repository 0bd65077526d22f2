package dev.zdb.sql.exec;

import static dev.zdb.sql.exec.Workbench.literal;
import static dev.zdb.sql.exec.Workbench.row;
import static dev.zdb.sql.exec.Workbench.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.expr.AggregateFunction;
import dev.zdb.sql.expr.Aggregates;
import dev.zdb.sql.expr.Expression;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memory, time and row counts are bounded. */
final class BoundsTest {
  private final Workbench bench = new Workbench();
  private final Slot slot = bench.number();

  @Test
  void sortingMoreThanTheBudgetFailsAsOutOfMemory() {
    bench.limitMemory(100_000);

    assertThatThrownBy(() -> bench.run(sorted(20_000), List.of(slot)))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.OUT_OF_MEMORY))
        .hasMessageContaining("100000");
  }

  @Test
  void whatIsHeldIsGivenBackOnceClosed() {
    bench.limitMemory(1_000_000);

    for (int i = 0; i < 100; i++) {
      assertThat(bench.run(sorted(2_000), List.of(slot))).hasSize(2_000);
      assertThat(bench.run(new Distinct(numbers(2_000), List.of(slot)), List.of(slot)))
          .hasSize(2_000);
    }
  }

  @Test
  void stringsCountTowardsTheBudget() {
    bench.limitMemory(100_000);
    Slot text = bench.slot(SqlType.VARCHAR);
    Operator source = rows(List.of(text), List.of(row("x".repeat(200_000))));

    assertThatThrownBy(() -> bench.run(new Distinct(source, List.of(text)), List.of(text)))
        .hasMessageContaining("memory");
  }

  @Test
  void theGreatestStringOfEachGroupCountsTowardsTheBudget() {
    bench.limitMemory(100_000);
    Slot text = bench.slot(SqlType.VARCHAR);
    Slot greatest = bench.slot(SqlType.VARCHAR);
    Operator source =
        rows(List.of(slot, text), List.of(row(1L, "a"), row(1L, "x".repeat(200_000))));

    assertThatThrownBy(() -> bench.run(greatestOf(source, text, greatest), List.of(greatest)))
        .hasMessageContaining("memory");
  }

  @Test
  void groupsAndJoinsGiveBackAllThatTheyHeld() {
    bench.limitMemory(1_000_000);
    Slot text = bench.slot(SqlType.VARCHAR);
    Slot greatest = bench.slot(SqlType.VARCHAR);
    Slot other = bench.number();

    for (int i = 0; i < 100; i++) {
      Operator source = rows(List.of(slot, text), List.of(row(1L, "x".repeat(20_000))));
      assertThat(bench.run(greatestOf(source, text, greatest), List.of(greatest))).hasSize(1);
      assertThat(bench.run(joined(JoinKind.FULL, other), List.of(slot))).hasSize(2_010);
      assertThat(bench.run(joined(JoinKind.NOT_IN, other), List.of(slot))).isEmpty();
    }
  }

  private Operator joined(JoinKind kind, Slot other) {
    Operator nulls =
        rows(List.of(other), LongStream.range(0, 2_000).mapToObj(i -> row((Object) null)).toList());
    JoinKey key = new JoinKey(slot, other, JoinKey.Nulls.UNKNOWN);
    return new HashJoin(
        kind, numbers(10), nulls, JoinRows.of(List.of(slot), List.of(other)), List.of(key), null);
  }

  private Operator greatestOf(Operator source, Slot text, Slot greatest) {
    AggregateFunction function =
        new AggregateFunction(
            SqlType.VARCHAR,
            List.of(text.register()),
            AggregateFunction.NO_FILTER,
            AggregateFunction.Duplicates.COUNTED,
            Aggregates.greatest(new Aggregates.Argument(text.register(), SqlType.VARCHAR)));
    GroupKey key = new GroupKey(slot, bench.number().register());
    AggregateCall call = new AggregateCall(function, List.of(text), greatest.register());
    return HashAggregate.of(source, List.of(key), List.of(call));
  }

  @Test
  void aStoppedStatementShowsNoMoreOfASpool() {
    try (RowSource source = new Spool(numbers(2_000), List.of(slot)).open(bench.context())) {
      source.start();
      bench.execution().stop();

      assertThatThrownBy(() -> bench.rest(source, List.of(slot)))
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code().sqlState()).isEqualTo("57014"));
    }
  }

  @Test
  void aStoppedStatementShowsNoMoreGroupsThatComeInOrder() {
    GroupKey key = new GroupKey(slot, bench.number().register());
    assertStops(new OrderedAggregate(numbers(3_000), List.of(key), List.of()));
  }

  @Test
  void aStoppedStatementShowsNoMoreOfTheFirstRowsInOrder() {
    SortKey key = new SortKey(slot, Order.DESCENDING, SortKey.Nulls.FIRST);
    Expression count = literal(SqlType.BIGINT, 3_000L);
    assertStops(new TopN(numbers(3_000), List.of(slot), List.of(key), /* offset= */ null, count));
  }

  private void assertStops(Operator operator) {
    try (RowSource source = operator.open(bench.context())) {
      source.start();
      bench.execution().stop();

      assertThatThrownBy(() -> bench.rest(source, List.of()))
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CANCELLED));
    }
  }

  @Test
  void aHashJoinOfMoreThanTheBudgetFailsAsOutOfMemory() {
    bench.limitMemory(100_000);
    Slot other = bench.number();
    Operator held =
        rows(List.of(other), LongStream.range(0, 20_000).mapToObj(i -> row(i)).toList());
    Operator join =
        new HashJoin(
            JoinKind.INNER,
            numbers(10),
            held,
            JoinRows.of(List.of(slot), List.of(other)),
            List.of(new JoinKey(slot, other, JoinKey.Nulls.UNKNOWN)),
            null);

    assertThatThrownBy(() -> bench.run(join, List.of(slot)))
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.code().sqlState()).isEqualTo("53200"))
        .hasMessageContaining("100000");
  }

  @Test
  void aStoppedStatementFailsAsCancelled() {
    bench.execution().stop();
    Operator cross =
        new NestedLoopJoin(
            JoinKind.INNER,
            numbers(1_000),
            numbers(1_000),
            JoinRows.of(List.of(), List.of(slot)),
            null);

    assertThatThrownBy(() -> bench.run(cross, List.of(slot)))
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.code().sqlState()).isEqualTo("57014"));
  }

  @Test
  void limitLeavesOutAndShowsWhatItIsTold() {
    assertThat(bench.run(limited(10, 3L, 2L), List.of(slot))).containsExactly(row(3L), row(4L));
    assertThat(bench.run(limited(3, 5L, 2L), List.of(slot))).isEmpty();
    assertThat(bench.run(limited(3, null, null), List.of(slot))).hasSize(3);
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatThrownBy(() -> bench.run(limited(3, 0L, -1L), List.of(slot)))
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("-1");
  }

  @Test
  void aSpoolReadsItsSourceOnce() {
    Operator spool = new Spool(numbers(3), List.of(slot));

    try (RowSource source = spool.open(bench.context())) {
      source.start();
      assertThat(bench.rest(source, List.of(slot))).hasSize(3);
      source.start();
      assertThat(bench.rest(source, List.of(slot))).containsExactly(row(0L), row(1L), row(2L));
    }
  }

  private Operator sorted(int count) {
    SortKey key = new SortKey(slot, Order.DESCENDING, SortKey.Nulls.FIRST);
    return new Sort(numbers(count), List.of(slot), List.of(key));
  }

  private Operator limited(int rows, @Nullable Long offset, @Nullable Long count) {
    return new Limit(
        numbers(rows), literal(SqlType.BIGINT, offset), literal(SqlType.BIGINT, count));
  }

  private Operator numbers(int count) {
    return rows(List.of(slot), LongStream.range(0, count).mapToObj(i -> row(i)).toList());
  }
}
