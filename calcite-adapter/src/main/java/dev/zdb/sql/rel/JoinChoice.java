package dev.zdb.sql.rel;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.rule.Estimates;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Chooses how two inputs are joined: by looking the right rows up where the left ones are few and a
 * key or index leads there, else by hashing along equalities, else by a nested loop.
 */
final class JoinChoice {
  private final PhysicalPlanner plans;
  private final LookupJoins lookups;

  JoinChoice(PhysicalPlanner plans, Estimates estimates) {
    this.plans = plans;
    this.lookups = new LookupJoins(estimates);
  }

  ZdbRel choose(Join join, Wish wish) {
    requireSupported(join);
    Correlate lookup = lookups.lookup(join);
    if (lookup != null) {
      return choose(lookup, wish);
    }
    boolean isTurned = join.getJoinType() == JoinRelType.RIGHT || lookups.buildsFromLeft(join);
    return isTurned
        ? turned(join, wish)
        : join(join.getLeft(), join.getRight(), join.getCondition(), join.getJoinType(), wish);
  }

  private static void requireSupported(Join join) {
    JoinRelType type = join.getJoinType();
    if (!join.getVariablesSet().isEmpty()) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "a correlated sub-query in the condition of a %s join is not supported yet",
          type);
    }
    if (type == JoinRelType.ASOF || type == JoinRelType.LEFT_ASOF) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED, "a join of kind %s is not supported", type);
    }
  }

  /** The join with its inputs exchanged, below a projection that puts the columns back. */
  private ZdbRel turned(Join join, Wish wish) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    int rightCount = join.getRight().getRowType().getFieldCount();
    Turn turn = new Turn(leftCount, rightCount);
    JoinRelType type =
        join.getJoinType() == JoinRelType.RIGHT ? JoinRelType.LEFT : join.getJoinType();
    ZdbRel joined =
        join(
            /* left= */ join.getRight(),
            /* right= */ join.getLeft(),
            join.getCondition().accept(turn),
            type,
            Wish.columns(turn.places(wish.columns())));
    List<RexInputRef> inOrder =
        IntStream.range(0, leftCount + rightCount)
            .mapToObj(column -> RexInputRef.of(turn.place(column), joined.getRowType()))
            .toList();
    return ZdbProject.of(joined, inOrder, join.getRowType(), wish.columns());
  }

  /** Where the columns of a join lie when its inputs are exchanged. */
  private static final class Turn extends RexShuttle {
    private final int leftCount;
    private final int rightCount;

    Turn(int leftCount, int rightCount) {
      this.leftCount = leftCount;
      this.rightCount = rightCount;
    }

    int place(int column) {
      return column < leftCount ? column + rightCount : column - leftCount;
    }

    ImmutableBitSet places(ImmutableBitSet columns) {
      return ImmutableBitSet.of(columns.asList().stream().map(this::place).toList());
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
      return new RexInputRef(place(reference.getIndex()), reference.getType());
    }
  }

  private ZdbRel join(RelNode left, RelNode right, RexNode condition, JoinRelType type, Wish wish) {
    int leftCount = left.getRowType().getFieldCount();
    ImmutableBitSet read = wish.columns().union(RelOptUtil.InputFinder.bits(condition));
    ZdbRel from = plans.choose(left, leftWish(read, wish, leftCount));
    ZdbRel to = plans.choose(right, Wish.columns(rightOf(read, leftCount, right)));
    return JoinConditions.of(condition, type, left, right).keys().isEmpty()
        ? ZdbNestedLoopJoin.of(from, to, condition, type)
        : ZdbHashJoin.of(from, to, condition, type);
  }

  /** An order that only speaks of the left side comes through the join. */
  private static Wish leftWish(ImmutableBitSet read, Wish wish, int leftCount) {
    ImmutableBitSet columns = read.intersect(ImmutableBitSet.range(leftCount));
    boolean isOrderOfLeft = wish.order().stream().allMatch(key -> key.getFieldIndex() < leftCount);
    return isOrderOfLeft
        ? new Wish(columns, wish.order(), Double.MAX_VALUE)
        : Wish.columns(columns);
  }

  private static ImmutableBitSet rightOf(ImmutableBitSet read, int leftCount, RelNode right) {
    int rightCount = right.getRowType().getFieldCount();
    return read.intersect(ImmutableBitSet.range(leftCount, leftCount + rightCount))
        .shift(-leftCount);
  }

  /** The order of a join's rows: that of its left ones, unless right ones follow alone. */
  static List<RelFieldCollation> orderOf(ZdbRel left, JoinRelType type) {
    return type == JoinRelType.FULL ? List.of() : left.order();
  }

  ZdbRel choose(Correlate correlate, Wish wish) {
    int leftCount = correlate.getLeft().getRowType().getFieldCount();
    RexNode condition = ZdbCorrelate.conditionOf(correlate);
    ImmutableBitSet tested =
        condition == null ? ImmutableBitSet.of() : RelOptUtil.InputFinder.bits(condition);
    ImmutableBitSet read = wish.columns().union(tested);
    ImmutableBitSet readOfRight = correlate.getJoinType().projectsRight() ? read : tested;
    ZdbRel left =
        plans.choose(
            correlate.getLeft(),
            leftWish(read.union(correlate.getRequiredColumns()), wish, leftCount));
    ZdbRel right =
        plans.choose(
            correlate.getRight(),
            Wish.columns(rightOf(readOfRight, leftCount, correlate.getRight())));
    boolean readsOuterRow = readsOuterRow(correlate.getRight());
    return ZdbCorrelate.of(correlate, left, readsOuterRow ? right : ZdbSpool.of(right));
  }

  /** Whether it reads a row around; the conditions of Correlates are not shown to visitors. */
  private static boolean readsOuterRow(RelNode rel) {
    RexNode condition = rel instanceof Correlate each ? ZdbCorrelate.conditionOf(each) : null;
    return (condition != null && RexUtil.containsCorrelation(condition))
        || !RelOptUtil.getVariablesUsed(rel).isEmpty()
        || rel.getInputs().stream().anyMatch(JoinChoice::readsOuterRow);
  }
}
