package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/** Rows that are kept when they are first read, and then given from memory. */
public final class ZdbSpool extends SingleRel implements ZdbRel {
  private ZdbSpool(RelTraitSet traits, RelNode input) {
    super(input.getCluster(), traits, input);
  }

  static ZdbSpool of(ZdbRel input) {
    return new ZdbSpool(ZdbConvention.traits(input.order()), input);
  }

  @Override
  public ZdbSpool copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ZdbSpool(traits, inputs.get(0));
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Spool";
  }
}
