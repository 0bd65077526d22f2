package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.TableDef;
import java.util.List;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** The one row of a table whose whole key is known, if there is such a row. */
public final class ZdbKeyLookup extends ZdbScan {
  ZdbKeyLookup(
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
    return line("KeyLookup");
  }
}
