package dev.zdb.sql.exec;

import static dev.zdb.sql.exec.Workbench.expression;
import static dev.zdb.sql.exec.Workbench.row;
import static dev.zdb.sql.exec.Workbench.rows;
import static dev.zdb.sql.exec.Workbench.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.expr.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JoinTest {
  private static final List<List<@Nullable Object>> LEFT =
      List.of(row(1L, 10L), row(2L, 20L), row(null, 30L));
  private static final List<List<@Nullable Object>> RIGHT =
      List.of(row(1L, 100L), row(1L, 101L), row(null, 102L), row(3L, 103L));

  @Test
  void anInnerHashJoinShowsEachPairAndMatchesNoNulls() {
    assertThat(joined(JoinKind.INNER, LEFT, RIGHT))
        .containsExactly(row(1L, 10L, 1L, 100L), row(1L, 10L, 1L, 101L));
  }

  @Test
  void aLeftJoinShowsALeftRowWithoutMatchBesideNulls() {
    assertThat(joined(JoinKind.LEFT, LEFT, RIGHT))
        .containsExactly(
            row(1L, 10L, 1L, 100L),
            row(1L, 10L, 1L, 101L),
            row(2L, 20L, null, null),
            row(null, 30L, null, null));
  }

  @Test
  void aFullJoinShowsTheRightRowsWithoutMatchToo() {
    assertThat(joined(JoinKind.FULL, LEFT, RIGHT))
        .contains(row(null, null, null, 102L), row(null, null, 3L, 103L))
        .hasSize(6);
  }

  @Test
  void notInIsUnknownAndThusShowsNothingWhereTheRightSideHoldsANull() {
    Workbench bench = new Workbench();
    Sides sides = new Sides(bench, LEFT, RIGHT);

    assertThat(bench.run(sides.hash(JoinKind.NOT_IN, JoinKey.Nulls.UNKNOWN, null), sides.left))
        .isEmpty();
    assertThat(bench.run(sides.hash(JoinKind.ANTI, JoinKey.Nulls.DIFFER, null), sides.left))
        .containsExactly(row(2L, 20L), row(null, 30L));
  }

  @Test
  void notInOfNothingShowsEveryRowEvenNull() {
    Workbench bench = new Workbench();
    Sides sides = new Sides(bench, LEFT, List.of());

    assertThat(bench.run(sides.hash(JoinKind.NOT_IN, JoinKey.Nulls.UNKNOWN, null), sides.left))
        .isEqualTo(LEFT);
  }

  @Test
  void aJoinWithinACorrelateStartsAnewWithEachOuterRow() {
    Workbench bench = new Workbench();
    Slot outer = bench.number();
    Slot inner = bench.number();
    Operator right =
        new Filter(
            rows(List.of(inner), List.of(row(1L), row(2L), row(3L))),
            expression(SqlType.BOOLEAN, r -> Sides.atMost(value(r, inner), value(r, outer))));
    Operator join =
        new Correlate(
            JoinKind.INNER,
            rows(List.of(outer), List.of(row(1L), row(0L), row(2L))),
            right,
            JoinRows.of(List.of(outer), List.of(inner)),
            null);

    assertThat(bench.run(join, List.of(outer, inner)))
        .containsExactly(row(1L, 1L), row(2L, 1L), row(2L, 2L));
  }

  @Property(tries = 400)
  void hashJoinNestedLoopAndCorrelateShowWhatTheDefinitionSays(
      @ForAll JoinKind kind,
      @ForAll("tables") List<List<@Nullable Object>> left,
      @ForAll("tables") List<List<@Nullable Object>> right,
      @ForAll boolean withResidual) {
    Workbench bench = new Workbench();
    Sides sides = new Sides(bench, left, right);
    JoinKey.Nulls nulls = kind.mindsUnknown() ? JoinKey.Nulls.UNKNOWN : JoinKey.Nulls.DIFFER;
    Expression residual = withResidual ? sides.residual() : null;
    List<List<@Nullable Object>> expected = sides.defined(kind, withResidual);

    List<Slot> output = sides.output(kind);
    assertThat(bench.run(sides.hash(kind, nulls, residual), output))
        .containsExactlyInAnyOrderElementsOf(expected);
    Expression whole = sides.condition(withResidual);
    assertThat(
            bench.run(
                new NestedLoopJoin(
                    kind, sides.leftRows, sides.rightRows, sides.joinRows(kind), whole),
                output))
        .containsExactlyInAnyOrderElementsOf(expected);
    if (kind != JoinKind.FULL) {
      assertThat(
              bench.run(
                  new Correlate(kind, sides.leftRows, sides.rightRows, sides.joinRows(kind), whole),
                  output))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Property(tries = 100)
  void isNotDistinctFromMatchesNullWithNull(
      @ForAll("tables") List<List<@Nullable Object>> left,
      @ForAll("tables") List<List<@Nullable Object>> right) {
    Workbench bench = new Workbench();
    Sides sides = new Sides(bench, left, right);

    long pairs =
        left.stream()
            .mapToLong(l -> right.stream().filter(r -> Objects.equals(l.get(0), r.get(0))).count())
            .sum();
    assertThat(bench.run(sides.hash(JoinKind.INNER, JoinKey.Nulls.MATCH, null), sides.left))
        .hasSize((int) pairs);
  }

  @Provide
  Arbitrary<List<List<@Nullable Object>>> tables() {
    Arbitrary<Long> values = Arbitraries.longs().between(0, 3).injectNull(0.2);
    return values
        .list()
        .ofSize(2)
        .map(row -> Arrays.<@Nullable Object>asList(row.toArray()))
        .list()
        .ofMaxSize(8);
  }

  private static List<List<@Nullable Object>> joined(
      JoinKind kind, List<List<@Nullable Object>> left, List<List<@Nullable Object>> right) {
    Workbench bench = new Workbench();
    Sides sides = new Sides(bench, left, right);
    return bench.run(sides.hash(kind, JoinKey.Nulls.DIFFER, null), sides.output(kind));
  }

  /** Two tables of a key and a number, joined where the keys are equal. */
  private static final class Sides {
    final List<Slot> left;
    final List<Slot> right;
    final Slot mark;
    final Operator leftRows;
    final Operator rightRows;
    private final List<List<@Nullable Object>> leftData;
    private final List<List<@Nullable Object>> rightData;

    Sides(
        Workbench bench,
        List<List<@Nullable Object>> leftData,
        List<List<@Nullable Object>> rightData) {
      this.leftData = leftData;
      this.rightData = rightData;
      left = bench.numbers(2);
      right = bench.numbers(2);
      mark = bench.slot(SqlType.BOOLEAN);
      leftRows = rows(left, leftData);
      rightRows = rows(right, rightData);
    }

    JoinRows joinRows(JoinKind kind) {
      return kind == JoinKind.MARK
          ? new JoinRows(left, right, mark.register())
          : JoinRows.of(left, right);
    }

    List<Slot> output(JoinKind kind) {
      List<Slot> output = new ArrayList<>(left);
      if (kind.showsPairs()) {
        output.addAll(right);
      } else if (kind == JoinKind.MARK) {
        output.add(mark);
      }
      return output;
    }

    Operator hash(JoinKind kind, JoinKey.Nulls nulls, @Nullable Expression residual) {
      return new HashJoin(
          kind,
          leftRows,
          rightRows,
          joinRows(kind),
          List.of(new JoinKey(left.get(0), right.get(0), nulls)),
          residual);
    }

    Expression residual() {
      return expression(
          SqlType.BOOLEAN, r -> atMost(value(r, left.get(1)), value(r, right.get(1))));
    }

    Expression condition(boolean withResidual) {
      return expression(
          SqlType.BOOLEAN,
          r ->
              truth(
                  Arrays.asList(value(r, left.get(0)), value(r, left.get(1))),
                  Arrays.asList(value(r, right.get(0)), value(r, right.get(1))),
                  withResidual));
    }

    static @Nullable Boolean atMost(@Nullable Object a, @Nullable Object b) {
      if (a == null || b == null) {
        return null;
      }
      return (long) a <= (long) b;
    }

    private static @Nullable Boolean equal(@Nullable Object a, @Nullable Object b) {
      if (a == null || b == null) {
        return null;
      }
      return a.equals(b);
    }

    /** Three-valued: null is unknown. */
    private static @Nullable Boolean truth(
        List<@Nullable Object> l, List<@Nullable Object> r, boolean withResidual) {
      Boolean equal = equal(l.get(0), r.get(0));
      Boolean rest = withResidual ? atMost(l.get(1), r.get(1)) : Boolean.TRUE;
      if (Boolean.FALSE.equals(equal) || Boolean.FALSE.equals(rest)) {
        return false;
      }
      if (equal == null || rest == null) {
        return null;
      }
      return true;
    }

    List<List<@Nullable Object>> defined(JoinKind kind, boolean withResidual) {
      List<List<@Nullable Object>> shown = new ArrayList<>();
      boolean[] rightShown = new boolean[rightData.size()];
      for (List<@Nullable Object> l : leftData) {
        boolean matched = false;
        boolean unknown = false;
        for (int i = 0; i < rightData.size(); i++) {
          Boolean truth = truth(l, rightData.get(i), withResidual);
          unknown |= truth == null;
          if (Boolean.TRUE.equals(truth)) {
            matched = true;
            rightShown[i] = true;
            if (kind.showsPairs()) {
              shown.add(concat(l, rightData.get(i)));
            }
          }
        }
        addLeft(kind, l, matched ? "true" : (unknown ? "unknown" : "false"), shown);
      }
      for (int i = 0; kind == JoinKind.FULL && i < rightShown.length; i++) {
        if (!rightShown[i]) {
          shown.add(concat(row(null, null), rightData.get(i)));
        }
      }
      return shown;
    }

    private static void addLeft(
        JoinKind kind, List<@Nullable Object> l, String truth, List<List<@Nullable Object>> shown) {
      boolean isTrue = truth.equals("true");
      Object mark = isTrue ? 1L : 0L;
      switch (kind) {
        case LEFT, FULL -> {
          if (!isTrue) {
            shown.add(concat(l, row(null, null)));
          }
        }
        case SEMI -> addIf(isTrue, l, shown);
        case ANTI -> addIf(!isTrue, l, shown);
        case NOT_IN -> addIf(truth.equals("false"), l, shown);
        case MARK -> shown.add(concat(l, row(truth.equals("unknown") ? null : mark)));
        case INNER -> {}
      }
    }

    private static void addIf(
        boolean wanted, List<@Nullable Object> l, List<List<@Nullable Object>> shown) {
      if (wanted) {
        shown.add(l);
      }
    }

    private static List<@Nullable Object> concat(
        List<@Nullable Object> a, List<@Nullable Object> b) {
      List<@Nullable Object> both = new ArrayList<>(a);
      both.addAll(b);
      return both;
    }
  }
}
