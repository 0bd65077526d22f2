package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.util.ImmutableBitSet;

/** Groups whose rows come together, so that one group at a time is held. */
public final class ZdbOrderedAggregate extends ZdbAggregate {
  private ZdbOrderedAggregate(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    super(traits, input, groupSet, groupSets, calls);
  }

  static ZdbOrderedAggregate of(Aggregate aggregate, ZdbRel input, List<RelFieldCollation> order) {
    return new ZdbOrderedAggregate(
        ZdbConvention.traits(order),
        input,
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        aggregate.getAggCallList());
  }

  @Override
  public ZdbOrderedAggregate copy(
      RelTraitSet traits,
      RelNode input,
      ImmutableBitSet groupSet,
      List<ImmutableBitSet> groupSets,
      List<AggregateCall> calls) {
    return new ZdbOrderedAggregate(traits, input, groupSet, groupSets, calls);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return line("OrderedAggregate");
  }
}
