package dev.zdb.sql.rel;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.schema.ZdbTable;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Chooses how one table is read: by its key, by an index, or all through. */
final class ScanChoice {
  private final Estimates estimates;

  ScanChoice(Estimates estimates) {
    this.estimates = estimates;
  }

  /** The reading of a table's rows for which all conditions are true. */
  ZdbRel choose(TableScan scan, List<RexNode> conditions, Wish wish) {
    ZdbTable source = scan.getTable().unwrap(ZdbTable.class);
    if (source == null) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "%s cannot be read",
          scan.getTable().getQualifiedName());
    }
    double rows = estimates.rows(scan);
    if (source.system() != null) {
      return new ZdbSystemTableScan(scan, source.system(), rows, conditions, wish.columns());
    }
    if (conditions.stream().anyMatch(Restriction::isNeverTrue)) {
      return new ZdbValues(scan.getCluster(), scan.getRowType(), List.of(), wish.columns());
    }
    TableDef table = source.definition();
    ImmutableBitSet read = wish.columns().union(RelOptUtil.InputFinder.bits(conditions, null));
    AccessPath.Choice choice =
        AccessPath.choose(
            new AccessPath.Question(
                table,
                conditions,
                Restrictions.of(conditions, scan.getCluster().getRexBuilder()),
                read,
                wish,
                scan.getRowType(),
                rows));
    AccessPath path = choice.path();
    if (path.index() != null) {
      return new ZdbIndexScan(scan, table, choice, conditions, wish.columns());
    }
    return path.isLookup()
        ? new ZdbKeyLookup(scan, table, path, conditions, wish.columns())
        : new ZdbTableScan(scan, table, path, conditions, wish.columns());
  }
}
