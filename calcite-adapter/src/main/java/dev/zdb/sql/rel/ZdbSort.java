package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** All rows, put in order in memory. */
public final class ZdbSort extends Sort implements ZdbRel {
  ZdbSort(RelNode input, RelCollation order, @Nullable RexNode offset, @Nullable RexNode fetch) {
    super(input.getCluster(), ZdbConvention.traits(order), List.of(), input, order, offset, fetch);
  }

  @Override
  public ZdbSort copy(
      RelTraitSet traits,
      RelNode input,
      RelCollation order,
      @Nullable RexNode offset,
      @Nullable RexNode fetch) {
    return new ZdbSort(input, order, offset, fetch);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Sort by " + Lines.order(order(), input);
  }
}
