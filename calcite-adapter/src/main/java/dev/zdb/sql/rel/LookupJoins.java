package dev.zdb.sql.rel;

import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.rule.Estimates;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which side of a join is held in memory, or whether none is: where the left rows are few
 * and a key or index of the right table leads to their matches, the right side is run anew for each
 * left row.
 */
final class LookupJoins {
  private final Estimates estimates;

  LookupJoins(Estimates estimates) {
    this.estimates = estimates;
  }

  /** Whether an inner join better holds the left side. */
  boolean buildsFromLeft(Join join) {
    if (join.getJoinType() != JoinRelType.INNER) {
      return false;
    }
    double left = estimates.rows(join.getLeft());
    double right = estimates.rows(join.getRight());
    if (left != right) {
      return left < right;
    }
    var equalities = join.analyzeCondition();
    return Estimates.isUnique(join.getLeft(), ImmutableBitSet.of(equalities.leftKeys))
        && !Estimates.isUnique(join.getRight(), ImmutableBitSet.of(equalities.rightKeys));
  }

  /** The join as a Correlate whose right side is a lookup, null if that does not pay. */
  @Nullable Correlate lookup(Join join) {
    TableScan scan = scanOf(join.getRight());
    boolean isOfRightKind =
        switch (join.getJoinType()) {
          case INNER, LEFT, SEMI, ANTI -> true;
          default -> false;
        };
    if (scan == null || !isOfRightKind) {
      return null;
    }
    double left = estimates.rows(join.getLeft());
    if (left * AccessPath.FETCH_COST >= estimates.rows(scan) || !leads(join, scan)) {
      return null;
    }
    CorrelationId id = join.getCluster().createCorrel();
    int leftCount = join.getLeft().getRowType().getFieldCount();
    RexNode condition = join.getCondition().accept(new Inward(join, id, leftCount));
    RelNode right = join.getRight();
    RelNode filtered =
        right instanceof LogicalFilter filter
            ? LogicalFilter.create(
                filter.getInput(),
                RexUtil.composeConjunction(
                    join.getCluster().getRexBuilder(), List.of(filter.getCondition(), condition)))
            : LogicalFilter.create(right, condition);
    ImmutableBitSet required =
        RelOptUtil.InputFinder.bits(join.getCondition())
            .intersect(ImmutableBitSet.range(leftCount));
    return LogicalCorrelate.create(
        join.getLeft(), filtered, List.of(), id, required, join.getJoinType());
  }

  private static @Nullable TableScan scanOf(RelNode rel) {
    RelNode bare = rel instanceof LogicalFilter filter ? filter.getInput() : rel;
    return bare instanceof TableScan scan ? scan : null;
  }

  /** Whether the join's equalities name the first column of a key or index. */
  private static boolean leads(Join join, TableScan scan) {
    TableDef table = Estimates.tableOf(scan);
    if (table == null) {
      return false;
    }
    ImmutableBitSet equal = rightColumns(join);
    if (table.hasPrimaryKey() && equal.get(table.primaryKey().get(0).column())) {
      return true;
    }
    for (IndexDef index : table.indexes()) {
      if (equal.get(index.parts().get(0).column())) {
        return true;
      }
    }
    return false;
  }

  /** The right side's bare columns that must equal something of the left side. */
  private static ImmutableBitSet rightColumns(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    ImmutableBitSet left = ImmutableBitSet.range(leftCount);
    ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      if (conjunct.isA(SqlKind.EQUALS)) {
        List<RexNode> operands = ((RexCall) conjunct).getOperands();
        for (int i = 0; i < 2; i++) {
          if (operands.get(i) instanceof RexInputRef column
              && column.getIndex() >= leftCount
              && left.contains(RelOptUtil.InputFinder.bits(operands.get(1 - i)))) {
            columns.set(column.getIndex() - leftCount);
          }
        }
      }
    }
    return columns.build();
  }

  /** From the join's view to the right side's: the left row is an outer row. */
  private static final class Inward extends RexShuttle {
    private final RexBuilder rexBuilder;
    private final Join join;
    private final CorrelationId id;
    private final int leftCount;

    Inward(Join join, CorrelationId id, int leftCount) {
      this.rexBuilder = join.getCluster().getRexBuilder();
      this.join = join;
      this.id = id;
      this.leftCount = leftCount;
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
      int column = reference.getIndex();
      return column < leftCount
          ? rexBuilder.makeFieldAccess(
              rexBuilder.makeCorrel(join.getLeft().getRowType(), id), column)
          : new RexInputRef(column - leftCount, reference.getType());
    }
  }
}
