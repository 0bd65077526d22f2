package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** The rows of one input after those of the other. */
public final class ZdbUnionAll extends Union implements ZdbRel {
  private final ImmutableBitSet read;

  /**
   * @param row the very types that all inputs have
   * @param read the columns that are read above
   */
  ZdbUnionAll(RelOptCluster cluster, List<RelNode> inputs, RelDataType row, ImmutableBitSet read) {
    super(cluster, ZdbConvention.unordered(), List.of(), inputs, /* all= */ true);
    this.rowType = row;
    this.read = read;
  }

  /** The columns that are read above. */
  public ImmutableBitSet read() {
    return read;
  }

  @Override
  public ZdbUnionAll copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
    return new ZdbUnionAll(getCluster(), inputs, getRowType(), read);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "UnionAll";
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("read", read);
  }
}
