package dev.zdb.sql.rule;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Keeps sub-queries in the arms of a CASE from computing what may fail where the arm is not taken:
 * they become joins and are computed for all rows, so each is told to find rows only where its arm
 * is reached. What it says elsewhere is nothing, and nobody asks.
 *
 * <p>The rows are kept out just below what may fail, so that the rest of the sub-query is computed
 * once where it looks at no row of outside. A condition of the CASE that asks a sub-query which may
 * fail itself is not repeated: what is behind it is computed for the rows that come to it.
 */
final class ArmGuards extends RelHomogeneousShuttle {
  @Override
  public RelNode visit(RelNode rel) {
    RelNode over = super.visit(rel);
    if (over instanceof LogicalFilter filter) {
      Arms arms = new Arms(filter, filter.getInput().getRowType());
      RexNode condition = filter.getCondition().accept(arms);
      return LogicalFilter.create(
          filter.getInput(), condition, ImmutableSet.copyOf(arms.variables()));
    }
    if (over instanceof LogicalProject project) {
      Arms arms = new Arms(project, project.getInput().getRowType());
      List<RexNode> projects = arms.apply(project.getProjects());
      return LogicalProject.create(
          project.getInput(), project.getHints(), projects, project.getRowType(), arms.variables());
    }
    if (over instanceof LogicalJoin join) {
      Arms arms = new Arms(join, join.getRowType());
      RexNode condition = join.getCondition().accept(arms);
      return LogicalJoin.create(
          join.getLeft(),
          join.getRight(),
          join.getHints(),
          condition,
          arms.variables(),
          join.getJoinType());
    }
    return over;
  }

  /** The expressions of one relational expression. */
  private final class Arms extends RexShuttle {
    private final RelNode over;
    private final RexBuilder rexBuilder;
    private final RelDataType row;
    private final Set<CorrelationId> known;
    private final CorrelationId id;
    private boolean isGuarded;

    /** The conditions, asked one after another, of which none is true where this is reached. */
    private List<RexNode> exits = List.of();

    Arms(RelNode over, RelDataType row) {
      this.over = over;
      this.rexBuilder = over.getCluster().getRexBuilder();
      this.row = row;
      this.known = over.getVariablesSet();
      this.id = known.isEmpty() ? over.getCluster().createCorrel() : known.iterator().next();
    }

    /** The names of the row that sub-queries look out to. */
    Set<CorrelationId> variables() {
      return isGuarded
          ? ImmutableSet.<CorrelationId>builder().addAll(known).add(id).build()
          : known;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      if (!call.isA(SqlKind.CASE) || RexUtil.SubQueryFinder.find(call) == null) {
        return super.visitCall(call);
      }
      List<RexNode> around = exits;
      List<RexNode> passed = new ArrayList<>(around);
      List<RexNode> operands = new ArrayList<>();
      int last = call.operandCount() - 1;
      for (int i = 0; i < last; i += 2) {
        RexNode condition = call.getOperands().get(i);
        operands.add(reached(passed, condition));
        boolean isKnown = !asksWhatMayFail(condition);
        List<RexNode> chosen = new ArrayList<>(passed);
        if (isKnown) {
          chosen.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_TRUE, condition));
          passed.add(condition);
        }
        operands.add(reached(chosen, call.getOperands().get(i + 1)));
      }
      operands.add(reached(passed, call.getOperands().get(last)));
      exits = around;
      return rexBuilder.makeCall(call.getType(), call.getOperator(), operands);
    }

    private RexNode reached(List<RexNode> behind, RexNode operand) {
      exits = List.copyOf(behind);
      return operand.accept(this);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subquery) {
      RexSubQuery asked = (RexSubQuery) super.visitSubQuery(subquery);
      RelNode rows =
          exits.isEmpty() || !isRisk(subquery) ? asked.rel : restricted(asked.rel, guard());
      return asked.clone(rows.accept(ArmGuards.this));
    }

    /** A sub-query in the ON of an outer join also fails if it is a value and has more rows. */
    private boolean isRisk(RexSubQuery subquery) {
      boolean isValue = over instanceof LogicalJoin && subquery.isA(SqlKind.SCALAR_QUERY);
      return Risks.mayFail(subquery) || (isValue && ScalarToJoin.mayHaveMore(subquery.rel));
    }

    /** Whether the arm is reached, said of the row of outside. */
    private RexNode guard() {
      isGuarded = true;
      RexNode outer = rexBuilder.makeCorrel(row, id);
      RexShuttle outward =
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
              return rexBuilder.makeFieldAccess(outer, column.getIndex());
            }
          };
      List<RexNode> steps = new ArrayList<>();
      for (RexNode exit : exits) {
        steps.add(exit.accept(outward));
        steps.add(rexBuilder.makeLiteral(false));
      }
      steps.add(rexBuilder.makeLiteral(true));
      return rexBuilder.makeCall(SqlStdOperatorTable.CASE, steps);
    }

    private RelNode restricted(RelNode rel, RexNode guard) {
      if (!Risks.mayFail(rel)) {
        return LogicalFilter.create(rel, guard);
      }
      if (rel instanceof LogicalFilter filter) {
        RexNode condition =
            rexBuilder.makeCall(
                SqlStdOperatorTable.CASE,
                guard,
                filter.getCondition(),
                rexBuilder.makeLiteral(false));
        RelNode input =
            Risks.mayFail(filter.getInput())
                ? restricted(filter.getInput(), guard)
                : filter.getInput();
        return LogicalFilter.create(
            input, condition, ImmutableSet.copyOf(filter.getVariablesSet()));
      }
      List<RelNode> inputs = new ArrayList<>();
      rel.getInputs().forEach(input -> inputs.add(restricted(input, guard)));
      return rel.copy(rel.getTraitSet(), inputs);
    }
  }

  private static boolean asksWhatMayFail(RexNode condition) {
    boolean[] found = {false};
    condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subquery) {
            found[0] |= Risks.mayFail(subquery);
            return subquery;
          }
        });
    return found[0];
  }
}
