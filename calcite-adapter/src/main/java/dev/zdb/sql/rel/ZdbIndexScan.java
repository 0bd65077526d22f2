package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A table's rows in the order of an index, all of them or some ranges. Where the index holds all
 * columns that are read, the table itself is left alone. Where how many rows it comes to depends on
 * values that are known only as it runs, there is another way, along the table's own key.
 */
public final class ZdbIndexScan extends ZdbScan {
  private final IndexDef index;
  private final @Nullable ZdbTableScan otherwise;

  ZdbIndexScan(
      TableScan scan,
      TableDef definition,
      AccessPath.Choice choice,
      List<RexNode> conditions,
      ImmutableBitSet wanted) {
    super(scan, definition, choice.path(), conditions, wanted);
    this.index = Objects.requireNonNull(choice.path().index());
    AccessPath other = choice.otherwise();
    this.otherwise =
        other == null ? null : new ZdbTableScan(scan, definition, other, conditions, wanted);
  }

  public IndexDef index() {
    return index;
  }

  /** The way to take where the index leads to too many rows; null if this is the only one. */
  public @Nullable ZdbTableScan otherwise() {
    return otherwise;
  }

  /** How many rows are read one after another in the time of fetching one. */
  public static double fetchCost() {
    return AccessPath.FETCH_COST;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }

  @Override
  public String line() {
    return otherwise == null ? line("IndexScan") : line("IndexScan") + " or TableScan";
  }
}
