package dev.zdb.sql.rule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelShuttle;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * An outer join on what sub-queries say of the joined rows, made lateral: {@code a LEFT JOIN b ON
 * c} is {@code a LEFT JOIN LATERAL (SELECT * FROM b WHERE c) ON TRUE}. A FULL join is that, and
 * then the rows of b for which {@code NOT EXISTS (SELECT * FROM a WHERE c)}.
 */
final class LateralJoin {
  private final Join join;
  private final RexBuilder rexBuilder;
  private final RelNode kept;
  private final RelNode sought;
  private final RexNode keptRow;
  private final CorrelationId keptId;
  private final RexNode soughtRow;
  private final CorrelationId soughtId;
  private final ImmutableBitSet.Builder read = ImmutableBitSet.builder();

  private LateralJoin(Join join, JoinRelType type) {
    boolean isRight = type == JoinRelType.RIGHT;
    this.join = join;
    this.rexBuilder = join.getCluster().getRexBuilder();
    this.kept = isRight ? join.getRight() : join.getLeft();
    this.sought = isRight ? join.getLeft() : join.getRight();
    this.keptId = join.getCluster().createCorrel();
    this.soughtId = join.getCluster().createCorrel();
    this.keptRow = rexBuilder.makeCorrel(kept.getRowType(), keptId);
    this.soughtRow = rexBuilder.makeCorrel(sought.getRowType(), soughtId);
  }

  /** Makes all joins of a query lateral that have to be, those of its sub-queries too. */
  static RelNode everywhere(RelNode query, RelBuilder builder) {
    return query.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode rel) {
            RelNode within = super.visit(rel).accept(subqueries(this));
            return within instanceof LogicalJoin join && isOne(join) ? of(join, builder) : within;
          }
        });
  }

  private static RexShuttle subqueries(RelShuttle change) {
    return new RexShuttle() {
      @Override
      public RexNode visitSubQuery(RexSubQuery subquery) {
        return super.visitSubQuery(subquery.clone(subquery.rel.accept(change)));
      }
    };
  }

  /**
   * Whether a join has to be made lateral: none of its sides can ask its sub-queries alone, or a
   * row is compared, of which Calcite's rule for joins says unknown where a NULL stands beside what
   * differs.
   */
  private static boolean isOne(Join join) {
    return join.getJoinType().isOuterJoin()
        && RexUtil.SubQueryFinder.find(join.getCondition()) != null
        && (!join.getVariablesSet().isEmpty() || comparesRowsOrBothSides(join));
  }

  private static boolean comparesRowsOrBothSides(Join join) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    boolean[] found = {false};
    join.getCondition()
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitSubQuery(RexSubQuery subquery) {
                ImmutableBitSet columns = RelOptUtil.InputFinder.bits(subquery.getOperands(), null);
                boolean isOfBoth =
                    !columns.isEmpty()
                        && columns.nextSetBit(0) < leftCount
                        && columns.length() > leftCount;
                found[0] |= isOfBoth || subquery.getOperands().size() > 1;
                return subquery;
              }
            });
    return found[0];
  }

  private static RelNode of(Join join, RelBuilder builder) {
    if (join.getJoinType() != JoinRelType.FULL) {
      return new LateralJoin(join, join.getJoinType()).over(builder);
    }
    if (join.getInputs().stream().anyMatch(LateralJoin::isCut)) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "a correlated sub-query in the condition of a FULL join of a LIMIT is not supported yet");
    }
    RelNode joined = new LateralJoin(join, JoinRelType.LEFT).over(builder);
    RelNode alone = new LateralJoin(join, JoinRelType.RIGHT).unmatched(builder);
    return builder.push(joined).push(alone).union(/* all= */ true).build();
  }

  /** Whether a part of its rows is taken, which may be another one when it is asked again. */
  private static boolean isCut(RelNode rel) {
    return (rel instanceof Sort sort && (sort.fetch != null || sort.offset != null))
        || rel.getInputs().stream().anyMatch(LateralJoin::isCut);
  }

  /** The right rows that match none, beside a left one of NULLs. */
  private RelNode unmatched(RelBuilder builder) {
    RexNode none = rexBuilder.makeCall(SqlStdOperatorTable.NOT, RexSubQuery.exists(found()));
    builder.push(LogicalFilter.create(kept, none, ImmutableSet.of(keptId)));
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : sought.getRowType().getFieldList()) {
      columns.add(rexBuilder.makeNullLiteral(field.getType()));
    }
    columns.addAll(builder.fields());
    return builder.project(columns, join.getRowType().getFieldNames(), /* force= */ true).build();
  }

  /** The rows to be joined with one that is kept. */
  private RelNode found() {
    RexNode condition = join.getCondition().accept(new Condition());
    return LogicalFilter.create(sought, condition, ImmutableSet.of(soughtId));
  }

  private RelNode over(RelBuilder builder) {
    RelNode found = found();
    ImmutableBitSet columns = read.build();
    RelNode joined =
        columns.isEmpty()
            ? builder.push(kept).push(found).join(JoinRelType.LEFT).build()
            : LogicalCorrelate.create(
                kept, found, ImmutableList.of(), keptId, columns, JoinRelType.LEFT);
    if (kept == join.getLeft()) {
      return joined;
    }
    int keptCount = kept.getRowType().getFieldCount();
    builder.push(joined);
    List<RexNode> inOrder =
        new ArrayList<>(builder.fields().subList(keptCount, builder.fields().size()));
    inOrder.addAll(builder.fields().subList(0, keptCount));
    return builder.project(inOrder, join.getRowType().getFieldNames(), /* force= */ true).build();
  }

  private boolean isKept(int column) {
    return column < join.getLeft().getRowType().getFieldCount() == (kept == join.getLeft());
  }

  private int place(int column) {
    int leftCount = join.getLeft().getRowType().getFieldCount();
    return column < leftCount ? column : column - leftCount;
  }

  private RexNode ofKept(int column) {
    read.set(place(column));
    return rexBuilder.makeFieldAccess(keptRow, place(column));
  }

  /** What sub-queries say of the joined rows, said of the rows of each side. */
  private class Within extends RexShuttle {
    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      if (!(access.getReferenceExpr() instanceof RexCorrelVariable variable)
          || !join.getVariablesSet().contains(variable.id)) {
        return super.visitFieldAccess(access);
      }
      int column = access.getField().getIndex();
      RexNode moved =
          isKept(column) ? ofKept(column) : rexBuilder.makeFieldAccess(soughtRow, place(column));
      return rexBuilder.ensureType(access.getType(), moved, /* matchNullability= */ true);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      RexShuttle within = new Within();
      RelNode rel =
          subquery.rel.accept(
              new RelHomogeneousShuttle() {
                @Override
                public RelNode visit(RelNode inner) {
                  return super.visit(inner).accept(within);
                }
              });
      return ((RexSubQuery) super.visitSubQuery(subquery)).clone(rel);
    }
  }

  /** The condition itself, whose columns are those of the joined rows. */
  private final class Condition extends Within {
    @Override
    public RexNode visitInputRef(RexInputRef reference) {
      int column = reference.getIndex();
      return isKept(column) ? ofKept(column) : new RexInputRef(place(column), reference.getType());
    }
  }
}
