package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** The first rows of an order, of which no more than those are held. */
public final class ZdbTopN extends Sort implements ZdbRel {
  ZdbTopN(RelNode input, RelCollation order, @Nullable RexNode offset, @Nullable RexNode fetch) {
    super(input.getCluster(), ZdbConvention.traits(order), List.of(), input, order, offset, fetch);
  }

  @Override
  public ZdbTopN copy(
      RelTraitSet traits,
      RelNode input,
      RelCollation order,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    return new ZdbTopN(input, order, offset, fetch);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "TopN by " + Lines.order(order(), input) + Lines.limits(offset, fetch);
  }
}
