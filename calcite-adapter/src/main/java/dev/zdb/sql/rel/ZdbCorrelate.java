package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.ConditionalCorrelate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A join whose right side is run anew for each left row, which it may read. */
public final class ZdbCorrelate extends Correlate implements ZdbRel {
  private final @Nullable RexNode condition;

  /** What a correlate is, its inputs apart. */
  private record Manner(
      CorrelationId id, ImmutableBitSet required, JoinRelType type, @Nullable RexNode condition) {}

  private ZdbCorrelate(RelTraitSet traits, RelNode left, RelNode right, Manner manner) {
    super(
        left.getCluster(),
        traits,
        List.of(),
        left,
        right,
        manner.id(),
        manner.required(),
        manner.type());
    this.condition = manner.condition();
  }

  static ZdbCorrelate of(Correlate correlate, ZdbRel left, ZdbRel right) {
    Manner manner =
        new Manner(
            correlate.getCorrelationId(),
            correlate.getRequiredColumns(),
            correlate.getJoinType(),
            conditionOf(correlate));
    return new ZdbCorrelate(ZdbConvention.traits(left.order()), left, right, manner);
  }

  /** What a correlate demands of pairs of rows; null if it takes them all. */
  static @Nullable RexNode conditionOf(Correlate correlate) {
    return correlate instanceof ConditionalCorrelate conditional
        ? conditional.getCondition()
        : null;
  }

  /** What is demanded of pairs of rows; null for nothing. */
  public @Nullable RexNode condition() {
    return condition;
  }

  @Override
  public ZdbCorrelate copy(
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      CorrelationId id,
      ImmutableBitSet required,
      JoinRelType type) {
    return new ZdbCorrelate(traits, left, right, new Manner(id, required, type, condition));
  }

  /** Calcite's own knows of no mark. */
  @Override
  protected RelDataType deriveRowType() {
    return condition == null
        ? super.deriveRowType()
        : SqlValidatorUtil.createMarkJoinType(
            getCluster().getTypeFactory(), left.getRowType(), condition.getType(), List.of());
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Correlate " + Lines.kind(joinType);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).itemIf("condition", condition, condition != null);
  }
}
