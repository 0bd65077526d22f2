package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/** Each row once. */
public final class ZdbDistinct extends SingleRel implements ZdbRel {
  private ZdbDistinct(RelTraitSet traits, RelNode input) {
    super(input.getCluster(), traits, input);
  }

  static ZdbDistinct of(ZdbRel input) {
    return new ZdbDistinct(ZdbConvention.traits(input.order()), input);
  }

  @Override
  public ZdbDistinct copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ZdbDistinct(traits, inputs.get(0));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Distinct";
  }
}
