package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Some rows left out, and no more than so many given, in the order in which they come. */
public final class ZdbLimit extends SingleRel implements ZdbRel {
  private final @Nullable RexNode offset;
  private final @Nullable RexNode fetch;

  private ZdbLimit(
      RelTraitSet traits, RelNode input, @Nullable RexNode offset, @Nullable RexNode fetch) {
    super(input.getCluster(), traits, input);
    this.offset = offset;
    this.fetch = fetch;
  }

  static ZdbLimit of(ZdbRel input, @Nullable RexNode offset, @Nullable RexNode fetch) {
    return new ZdbLimit(ZdbConvention.traits(input.order()), input, offset, fetch);
  }

  public @Nullable RexNode offset() {
    return offset;
  }

  public @Nullable RexNode fetch() {
    return fetch;
  }

  @Override
  public ZdbLimit copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ZdbLimit(traits, inputs.get(0), offset, fetch);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Limit" + Lines.limits(offset, fetch);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .itemIf("offset", offset, offset != null)
        .itemIf("fetch", fetch, fetch != null);
  }
}
