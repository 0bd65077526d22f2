package dev.zdb.sql.rule;

import com.google.common.collect.Lists;
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
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Folds constants and simplifies conditions, so that ranges of a column become one SEARCH. A
 * constant expression that fails stays as it is: it is an error only where a row needs it.
 */
final class Simplifier {
  private static final int MOST_TERMS = 16;

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

  private RexNode condition(RexNode folded) {
    RexNode shortened = folded.accept(new Parts());
    return isLong(shortened) ? shortened : simplify.simplifyUnknownAsFalse(shortened);
  }

  private RexNode value(RexNode folded) {
    RexNode shortened = folded.accept(new Parts());
    return isLong(shortened) ? shortened : simplify.simplifyPreservingType(shortened);
  }

  /** Whether something in it has more terms than Calcite can simplify in time. */
  private static boolean isLong(RexNode node) {
    return node instanceof RexCall call
        && (call.getOperands().size() > MOST_TERMS
            || call.getOperands().stream().anyMatch(Simplifier::isLong));
  }

  /**
   * Simplifies long ANDs and ORs part by part, then the parts with each other for as long as that
   * halves them. Calcite compares each term with all before it: it takes minutes for thousands.
   */
  private final class Parts extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      RexNode visited = super.visitCall(call);
      boolean isJunction = visited.isA(SqlKind.AND) || visited.isA(SqlKind.OR);
      return isJunction && visited instanceof RexCall junction && isLong(junction)
          ? shortened(junction)
          : visited;
    }

    private RexNode shortened(RexCall junction) {
      List<RexNode> terms = junction.getOperands();
      int before;
      do {
        before = terms.size();
        List<RexNode> shorter = new ArrayList<>();
        for (List<RexNode> part : Lists.partition(terms, MOST_TERMS)) {
          RexNode simple =
              simplify.simplifyPreservingType(
                  composed(junction, part), RexUnknownAs.UNKNOWN, /* matchNullability= */ true);
          shorter.addAll(
              simple.isA(junction.getKind()) ? ((RexCall) simple).getOperands() : List.of(simple));
        }
        terms = shorter;
      } while (terms.size() > MOST_TERMS && terms.size() <= before / 2);
      return composed(junction, terms);
    }

    private RexNode composed(RexCall junction, List<RexNode> terms) {
      return terms.size() == 1 ? terms.get(0) : rexBuilder.makeCall(junction.getOperator(), terms);
    }
  }

  private final class Walk extends RelShuttleImpl {
    @Override
    public RelNode visit(LogicalFilter filter) {
      RelNode input = filter.getInput().accept(this);
      RexNode condition = condition(fold(filter.getCondition()));
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
        folded.add(value(fold(expression)));
      }
      return project.copy(project.getTraitSet(), input, folded, project.getRowType());
    }

    @Override
    public RelNode visit(LogicalJoin join) {
      RelNode left = join.getLeft().accept(this);
      RelNode right = join.getRight().accept(this);
      RexNode folded = fold(join.getCondition());
      // A mark tells false from unknown: its condition must keep all three values.
      RexNode condition = join.getJoinType() == JoinRelType.LEFT_MARK ? folded : condition(folded);
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
