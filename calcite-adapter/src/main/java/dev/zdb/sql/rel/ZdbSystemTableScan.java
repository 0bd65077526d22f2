package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.SystemTable;
import java.util.List;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** The rows of a table that is made from the catalog. */
public final class ZdbSystemTableScan extends ZdbScan {
  private final SystemTable system;

  ZdbSystemTableScan(
      TableScan scan,
      SystemTable system,
      double rows,
      List<RexNode> conditions,
      ImmutableBitSet wanted) {
    super(scan, system.definition(), AccessPath.everything(rows), conditions, wanted);
    this.system = system;
  }

  public SystemTable system() {
    return system;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return line("SystemTableScan");
  }
}
