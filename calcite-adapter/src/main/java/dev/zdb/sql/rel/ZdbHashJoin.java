package dev.zdb.sql.rel;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;

/** A join that holds its right rows in memory, by the values that must equal the left ones. */
public final class ZdbHashJoin extends Join implements ZdbRel {
  private final JoinConditions conditions;

  private ZdbHashJoin(
      RelTraitSet traits, RelNode left, RelNode right, RexNode condition, JoinRelType type) {
    super(left.getCluster(), traits, List.of(), left, right, condition, Set.of(), type);
    this.conditions = JoinConditions.of(condition, type, left, right);
  }

  /** Must have an equality that can be hashed. */
  static ZdbHashJoin of(ZdbRel left, ZdbRel right, RexNode condition, JoinRelType type) {
    RelTraitSet traits = ZdbConvention.traits(JoinChoice.orderOf(left, type));
    return new ZdbHashJoin(traits, left, right, condition, type);
  }

  /** The condition, taken apart into equalities and the rest. */
  public JoinConditions conditions() {
    return conditions;
  }

  @Override
  public ZdbHashJoin copy(
      RelTraitSet traits,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean isSemiJoinDone) {
    return new ZdbHashJoin(traits, left, right, condition, type);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "HashJoin " + Lines.kind(joinType) + Lines.on(condition, left, right);
  }
}
