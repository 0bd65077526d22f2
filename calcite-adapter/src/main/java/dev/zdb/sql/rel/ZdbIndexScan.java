package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A table's rows in the order of an index, all of them or some ranges. Where the index holds all
 * columns that are read, the table itself is left alone.
 */
public final class ZdbIndexScan extends ZdbScan {
  private final IndexDef index;

  ZdbIndexScan(
      TableScan scan,
      TableDef definition,
      AccessPath path,
      List<RexNode> conditions,
      ImmutableBitSet wanted) {
    super(scan, definition, path, conditions, wanted);
    this.index = Objects.requireNonNull(path.index());
  }

  public IndexDef index() {
    return index;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return line("IndexScan");
  }
}
