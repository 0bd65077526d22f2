package dev.zdb.sql.plan;

import dev.zdb.sql.exec.JoinKey;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a join demands: equalities between its sides, and the rest.
 *
 * @param keys over the columns of both inputs as the join was written
 * @param residual null if there is none
 */
record JoinConditions(List<Equality> keys, @Nullable RexNode residual) {

  /** An equality between an expression of the left and one of the right side, as it is run. */
  record Equality(RexNode left, RexNode right, JoinKey.Nulls nulls) {
    RelDataType type() {
      return left.getType();
    }
  }

  static JoinConditions of(Join join, Sides sides) {
    List<Equality> keys = new ArrayList<>();
    List<RexNode> rest = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      Equality key = equality(conjunct, join, sides);
      if (key == null) {
        rest.add(conjunct);
      } else {
        keys.add(key);
      }
    }
    RexBuilder rexBuilder = join.getCluster().getRexBuilder();
    return new JoinConditions(
        List.copyOf(keys), rest.isEmpty() ? null : RexUtil.composeConjunction(rexBuilder, rest));
  }

  private static @Nullable Equality equality(RexNode conjunct, Join join, Sides sides) {
    boolean marks = join.getJoinType() == JoinRelType.LEFT_MARK;
    if (marks && conjunct.isA(SqlKind.IS_TRUE)) {
      RexNode inner = ((RexCall) conjunct).getOperands().get(0);
      return inner.isA(SqlKind.EQUALS)
          ? equality((RexCall) inner, sides, JoinKey.Nulls.DIFFER)
          : null;
    }
    if (conjunct.isA(SqlKind.EQUALS)) {
      return equality(
          (RexCall) conjunct, sides, marks ? JoinKey.Nulls.UNKNOWN : JoinKey.Nulls.DIFFER);
    }
    return conjunct.isA(SqlKind.IS_NOT_DISTINCT_FROM)
        ? equality((RexCall) conjunct, sides, JoinKey.Nulls.MATCH)
        : null;
  }

  private static @Nullable Equality equality(RexCall call, Sides sides, JoinKey.Nulls nulls) {
    RexNode a = call.getOperands().get(0);
    RexNode b = call.getOperands().get(1);
    ImmutableBitSet aColumns = RelOptUtil.InputFinder.bits(a);
    ImmutableBitSet bColumns = RelOptUtil.InputFinder.bits(b);
    if (aColumns.isEmpty()
        || bColumns.isEmpty()
        || !JoinCompiler.areHashable(SqlTypes.of(a.getType()), SqlTypes.of(b.getType()))) {
      return null;
    }
    if (sides.left().contains(aColumns) && sides.right().contains(bColumns)) {
      return new Equality(a, b, nulls);
    }
    return sides.left().contains(bColumns) && sides.right().contains(aColumns)
        ? new Equality(b, a, nulls)
        : null;
  }

  /** The columns that are read, of both inputs. */
  ImmutableBitSet columns() {
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    for (Equality key : keys) {
      columns.addAll(RelOptUtil.InputFinder.bits(key.left()));
      columns.addAll(RelOptUtil.InputFinder.bits(key.right()));
    }
    if (residual != null) {
      columns.addAll(RelOptUtil.InputFinder.bits(residual));
    }
    return columns.build();
  }

  List<RexNode> leftKeys(Sides sides) {
    return JoinCompiler.shifted(keys.stream().map(Equality::left).toList(), sides.leftStart());
  }

  List<RexNode> rightKeys(Sides sides) {
    return JoinCompiler.shifted(keys.stream().map(Equality::right).toList(), sides.rightStart());
  }
}
