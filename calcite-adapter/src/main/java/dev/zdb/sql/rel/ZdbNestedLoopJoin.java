package dev.zdb.sql.rel;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;

/** A join that tests each pair of rows; it holds the right ones in memory. */
public final class ZdbNestedLoopJoin extends Join implements ZdbRel {
  private ZdbNestedLoopJoin(
      RelTraitSet traits, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    super(left.getCluster(), traits, List.of(), left, right, condition, Set.of(), type);
  }

  static ZdbNestedLoopJoin of(ZdbRel left, ZdbRel right, RexNode condition, JoinRelType type) {
    RelTraitSet traits = ZdbConvention.traits(JoinChoice.orderOf(left, type));
    return new ZdbNestedLoopJoin(traits, left, right, condition, type);
  }

  @Override
  public ZdbNestedLoopJoin copy(
      RelTraitSet traits,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean isSemiJoinDone) {
    return new ZdbNestedLoopJoin(traits, left, right, condition, type);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "NestedLoopJoin " + Lines.kind(joinType) + Lines.on(condition, left, right);
  }
}
