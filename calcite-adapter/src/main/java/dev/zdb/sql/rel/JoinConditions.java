package dev.zdb.sql.rel;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.exec.JoinKey;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a join demands: equalities between its sides, which can be hashed, and the rest.
 *
 * @param residual over the columns of both sides; null if there is none
 */
public record JoinConditions(List<Equality> keys, @Nullable RexNode residual) {

  /** An equality between an expression over the left and one over the right side's columns. */
  public record Equality(RexNode left, RexNode right, JoinKey.Nulls nulls) {}

  static JoinConditions of(RexNode condition, JoinRelType type, RelNode left, RelNode right) {
    int leftCount = left.getRowType().getFieldCount();
    Sides sides =
        new Sides(leftCount, leftCount + right.getRowType().getFieldCount(), isMarking(type));
    List<Equality> keys = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      Equality key = sides.equality(conjunct);
      if (key == null) {
        rest.add(conjunct);
      } else {
        keys.add(key);
      }
    }
    RexBuilder rexBuilder = left.getCluster().getRexBuilder();
    return new JoinConditions(
        List.copyOf(keys), rest.isEmpty() ? null : RexUtil.composeConjunction(rexBuilder, rest));
  }

  /** Whether it matters that a comparison was unknown rather than false. */
  private static boolean isMarking(JoinRelType type) {
    return type == JoinRelType.LEFT_MARK;
  }

  /** The two sides by their columns. */
  private record Sides(int leftCount, int count, boolean isMarking) {
    @Nullable Equality equality(RexNode conjunct) {
      if (isMarking && conjunct.isA(SqlKind.IS_TRUE)) {
        RexNode inner = ((RexCall) conjunct).getOperands().get(0);
        return inner.isA(SqlKind.EQUALS) ? equality(inner, JoinKey.Nulls.DIFFER) : null;
      }
      if (conjunct.isA(SqlKind.EQUALS)) {
        return equality(conjunct, isMarking ? JoinKey.Nulls.UNKNOWN : JoinKey.Nulls.DIFFER);
      }
      return conjunct.isA(SqlKind.IS_NOT_DISTINCT_FROM)
          ? equality(conjunct, JoinKey.Nulls.MATCH)
          : null;
    }

    private @Nullable Equality equality(RexNode call, JoinKey.Nulls nulls) {
      RexNode a = ((RexCall) call).getOperands().get(0);
      RexNode b = ((RexCall) call).getOperands().get(1);
      if (!areHashable(SqlTypes.of(a.getType()), SqlTypes.of(b.getType()))) {
        return null;
      }
      if (isOfLeft(a) && isOfRight(b)) {
        return new Equality(a, RexUtil.shift(b, -leftCount), nulls);
      }
      return isOfLeft(b) && isOfRight(a)
          ? new Equality(b, RexUtil.shift(a, -leftCount), nulls)
          : null;
    }

    private boolean isOfLeft(RexNode node) {
      return isOf(ImmutableBitSet.range(leftCount), node);
    }

    private boolean isOfRight(RexNode node) {
      return isOf(ImmutableBitSet.range(leftCount, count), node);
    }

    private static boolean isOf(ImmutableBitSet side, RexNode node) {
      ImmutableBitSet columns = RelOptUtil.InputFinder.bits(node);
      return !columns.isEmpty() && side.contains(columns);
    }

    /** Whether values of the two types are equal just if their registers are. */
    private static boolean areHashable(SqlType a, SqlType b) {
      TypeKind kind = a.kind();
      if (kind != b.kind()) {
        return (kind.isInteger() && b.kind().isInteger())
            || (kind.isApproximate() && b.kind().isApproximate());
      }
      return kind != TypeKind.DECIMAL || a.scale() == b.scale();
    }
  }
}
