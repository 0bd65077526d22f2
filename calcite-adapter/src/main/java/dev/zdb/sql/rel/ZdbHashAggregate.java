package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.util.ImmutableBitSet;

/** Groups that are all held in memory until the last row is read; any number of grouping sets. */
public final class ZdbHashAggregate extends ZdbAggregate {
  private ZdbHashAggregate(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    super(traits, input, groupSet, groupSets, calls);
  }

  static ZdbHashAggregate of(Aggregate aggregate, ZdbRel input) {
    return new ZdbHashAggregate(
        ZdbConvention.unordered(),
        input,
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        aggregate.getAggCallList());
  }

  /** Whether each row is in one group alone. */
  public boolean isOneSet() {
    return isOneSet(this);
  }

  @Override
  public ZdbHashAggregate copy(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    return new ZdbHashAggregate(traits, input, groupSet, groupSets, calls);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return line("HashAggregate");
  }
}
