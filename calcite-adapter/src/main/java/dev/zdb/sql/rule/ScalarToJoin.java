package dev.zdb.sql.rule;

import com.google.common.collect.ImmutableSet;
import dev.zdb.sql.rex.SoleValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Joins to rows what sub-queries say that are used as values and may have several rows: the value,
 * and whether there are more. It is a {@link SoleValue} where it is used, so that a second row is
 * an error for those alone who use it: not for a CASE that chose otherwise, nor for outer rows that
 * there are not, which the join computes as well. Calcite's own rule puts the error into the join.
 *
 * <p>Those that have one row at most are left to Calcite, as are those in the ON of outer joins.
 */
final class ScalarToJoin extends RelHomogeneousShuttle {
  private final RelBuilder builder;
  private final RexBuilder rexBuilder;

  ScalarToJoin(RelBuilder builder) {
    this.builder = builder;
    this.rexBuilder = builder.getRexBuilder();
  }

  @Override
  public RelNode visit(RelNode rel) {
    RelNode over = super.visit(rel);
    if (over instanceof LogicalFilter filter) {
      Values values = new Values(filter.getInput(), filter.getVariablesSet());
      RexNode condition = filter.getCondition().accept(values);
      RelNode filtered =
          LogicalFilter.create(
              values.rows, condition, ImmutableSet.copyOf(filter.getVariablesSet()));
      return values.rows == filter.getInput()
          ? filtered
          : builder
              .push(filtered)
              .project(builder.fields(ImmutableBitSet.range(fieldCount(filter))))
              .build();
    }
    if (over instanceof LogicalProject project) {
      Values values = new Values(project.getInput(), project.getVariablesSet());
      List<RexNode> projects = values.apply(project.getProjects());
      return LogicalProject.create(
          values.rows,
          project.getHints(),
          projects,
          project.getRowType(),
          project.getVariablesSet());
    }
    return over.accept(new Within());
  }

  private static int fieldCount(RelNode rel) {
    return rel.getRowType().getFieldCount();
  }

  /** What stands within sub-queries. */
  private class Within extends RexShuttle {
    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subquery);
      return visited.clone(visited.rel.accept(ScalarToJoin.this));
    }
  }

  /** The expressions over some rows, to which the values are joined. */
  private final class Values extends Within {
    private final Set<CorrelationId> own;
    private RelNode rows;

    Values(RelNode rows, Set<CorrelationId> own) {
      this.rows = rows;
      this.own = own;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      RexSubQuery within = (RexSubQuery) super.visitSubQuery(subquery);
      Set<CorrelationId> used = new HashSet<>(RelOptUtil.getVariablesUsed(within.rel));
      used.retainAll(own);
      return within.isA(SqlKind.SCALAR_QUERY) && used.size() <= 1 && mayHaveMore(within.rel)
          ? joined(within, new ArrayList<>(used))
          : within;
    }

    private RexNode joined(RexSubQuery subquery, List<CorrelationId> used) {
      builder.push(subquery.rel);
      RelNode value =
          builder
              .aggregate(
                  builder.groupKey(),
                  builder.aggregateCall(SqlStdOperatorTable.ANY_VALUE, builder.field(0)),
                  builder.aggregateCall(SoleValue.HAS_MORE))
              .build();
      int place = fieldCount(rows);
      rows = used.isEmpty() ? beside(value) : beside(value, used.get(0));
      return rexBuilder.makeCall(
          subquery.getType(),
          SoleValue.VALUE,
          List.of(
              RexInputRef.of(place, rows.getRowType()),
              RexInputRef.of(place + 1, rows.getRowType())));
    }

    private RelNode beside(RelNode value) {
      return LogicalJoin.create(
          rows, value, List.of(), rexBuilder.makeLiteral(true), Set.of(), JoinRelType.LEFT);
    }

    private RelNode beside(RelNode value, CorrelationId id) {
      ImmutableBitSet read = RelOptUtil.correlationColumns(id, value);
      return LogicalCorrelate.create(rows, value, List.of(), id, read, JoinRelType.LEFT);
    }
  }

  /** Whether a sub-query may have more than one row. */
  static boolean mayHaveMore(RelNode rel) {
    Boolean isOne = rel.getCluster().getMetadataQuery().areColumnsUnique(rel, ImmutableBitSet.of());
    return isOne == null || !isOne;
  }
}
