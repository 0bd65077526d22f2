package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexNode;

/** The rows for which a condition is true. */
public final class ZdbFilter extends Filter implements ZdbRel {
  private ZdbFilter(RelTraitSet traits, RelNode input, RexNode condition) {
    super(input.getCluster(), traits, List.of(), input, condition);
  }

  static ZdbFilter of(ZdbRel input, RexNode condition) {
    return new ZdbFilter(ZdbConvention.traits(input.order()), input, condition);
  }

  @Override
  public ZdbFilter copy(RelTraitSet traits, RelNode input, RexNode condition) {
    return new ZdbFilter(traits, input, condition);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Filter " + Lines.expression(condition, input);
  }
}
