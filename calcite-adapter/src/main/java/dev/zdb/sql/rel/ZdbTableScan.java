package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.TableDef;
import java.util.List;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** A table's rows in the order of its key, all of them or some ranges. */
public final class ZdbTableScan extends ZdbScan {
  ZdbTableScan(
      TableScan scan,
      TableDef definition,
      AccessPath path,
      List<RexNode> conditions,
      ImmutableBitSet wanted) {
    super(scan, definition, path, conditions, wanted);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return line("TableScan");
  }
}
