package dev.zdb.sql.rel;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Rows that stand in the statement itself; unlike Calcite's, not of literals alone. */
public final class ZdbValues extends AbstractRelNode implements ZdbRel {
  private final List<? extends List<? extends RexNode>> rows;
  private final ImmutableBitSet read;

  /**
   * @param read the columns that are read above
   */
  ZdbValues(
      RelOptCluster cluster,
      RelDataType row,
      List<? extends List<? extends RexNode>> rows,
      ImmutableBitSet read) {
    super(cluster, ZdbConvention.unordered());
    this.rowType = row;
    this.rows = List.copyOf(rows);
    this.read = read;
  }

  public List<? extends List<? extends RexNode>> rows() {
    return rows;
  }

  /** The columns that are read above. */
  public ImmutableBitSet read() {
    return read;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return "Values of " + rows.size() + (rows.size() == 1 ? " row" : " rows");
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return rows.size();
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("rows", rows).item("read", read);
  }
}
