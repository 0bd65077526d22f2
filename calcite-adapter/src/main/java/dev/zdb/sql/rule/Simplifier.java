package dev.zdb.sql.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelShuttleImpl;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;

/**
 * Folds constants and simplifies conditions, so that ranges of a column become one SEARCH. A
 * constant expression that fails stays as it is: it is an error only where a row needs it.
 */
final class Simplifier {
  private final RexBuilder rexBuilder;
  private final RexExecutor executor;
  private final RexSimplify simplify;

  Simplifier(RexBuilder rexBuilder, RexExecutor executor) {
    this.rexBuilder = rexBuilder;
    this.executor = executor;
    this.simplify = new RexSimplify(rexBuilder, RelOptPredicateList.EMPTY, executor);
  }

  /** Simplifies the expressions of a tree. */
  RelNode simplify(RelNode rel) {
    return rel.accept(new Walk());
  }

  private RexNode fold(RexNode node) {
    return node.accept(new Folding());
  }

  private final class Walk extends RelShuttleImpl {
    @Override
    public RelNode visit(LogicalFilter filter) {
      RelNode input = filter.getInput().accept(this);
      RexNode condition = simplify.simplifyUnknownAsFalse(fold(filter.getCondition()));
      if (condition.isAlwaysTrue()) {
        return input;
      }
      if (condition.isAlwaysFalse()) {
        return LogicalValues.createEmpty(filter.getCluster(), filter.getRowType());
      }
      return filter.copy(filter.getTraitSet(), input, condition);
    }

    @Override
    public RelNode visit(LogicalProject project) {
      RelNode input = project.getInput().accept(this);
      List<RexNode> folded = new ArrayList<>();
      for (RexNode expression : project.getProjects()) {
        folded.add(simplify.simplifyPreservingType(fold(expression)));
      }
      return project.copy(project.getTraitSet(), input, folded, project.getRowType());
    }

    @Override
    public RelNode visit(LogicalJoin join) {
      RelNode left = join.getLeft().accept(this);
      RelNode right = join.getRight().accept(this);
      RexNode folded = fold(join.getCondition());
      // A mark tells false from unknown: its condition must keep all three values.
      RexNode condition =
          join.getJoinType() == JoinRelType.LEFT_MARK
              ? folded
              : simplify.simplifyUnknownAsFalse(folded);
      return join.copy(
          join.getTraitSet(), condition, left, right, join.getJoinType(), join.isSemiJoinDone());
    }
  }

  private final class Folding extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      if (visited instanceof RexCall inner && isConstant(inner)) {
        List<RexNode> reduced = new ArrayList<>();
        executor.reduce(rexBuilder, List.of(inner), reduced);
        return reduced.get(0);
      }
      return visited;
    }

    private boolean isConstant(RexCall call) {
      return RexUtil.isDeterministic(call)
          && !call.getOperands().isEmpty()
          && call.getOperands().stream().allMatch(RexLiteral.class::isInstance)
          && !call.getOperands().stream()
              .anyMatch(operand -> operand.getType().getSqlTypeName().name().equals("SYMBOL"));
    }
  }
}
