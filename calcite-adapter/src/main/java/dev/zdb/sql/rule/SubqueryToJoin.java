package dev.zdb.sql.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelShuttleImpl;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Turns EXISTS and IN that stand alone in a WHERE into semi- and anti-joins, where all that the
 * sub-query takes from the outer row are conditions on top of it. They become the join's condition:
 * its equalities can then be hashed, and what is not an equality costs nothing more.
 *
 * <p>What an inner join asks of sub-queries is asked behind it, so that it becomes joins the same
 * way; the rule that Calcite has for joins loses rows where NULL is looked for in nothing.
 *
 * <p>NOT IN, where NULL can occur, becomes a mark join, which tells false from unknown. All else is
 * left to the rules behind.
 */
final class SubqueryToJoin extends RelShuttleImpl {
  private final RelBuilder builder;
  private final RexBuilder rexBuilder;

  SubqueryToJoin(RelBuilder builder) {
    this.builder = builder;
    this.rexBuilder = builder.getRexBuilder();
  }

  RelNode rewrite(RelNode rel) {
    return rel.accept(this);
  }

  @Override
  public RelNode visit(LogicalFilter filter) {
    RelNode input = filter.getInput().accept(this);
    List<RexNode> plain = new ArrayList<>();
    List<RexNode> subqueries = new ArrayList<>();
    List<RexNode> others = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean isPlain = RexUtil.SubQueryFinder.find(conjunct) == null;
      (isPlain ? plain : subqueries).add(conjunct);
    }
    RelNode result = plain.isEmpty() ? input : builder.push(input).filter(plain).build();
    for (RexNode conjunct : subqueries) {
      RelNode joined = join(result, conjunct, filter.getVariablesSet());
      if (joined == null) {
        others.add(conjunct);
      } else {
        result = joined;
      }
    }
    return others.isEmpty()
        ? result
        : builder.push(result).filter(filter.getVariablesSet(), others).build();
  }

  @Override
  public RelNode visit(LogicalJoin join) {
    if (RexUtil.SubQueryFinder.find(join.getCondition()) == null) {
      RelNode left = join.getLeft().accept(this);
      RelNode right = join.getRight().accept(this);
      return LogicalJoin.create(
          left, right, join.getHints(), join.getCondition(), Set.of(), join.getJoinType());
    }
    if (join.getJoinType() != JoinRelType.INNER) {
      return super.visit(join);
    }
    List<RexNode> plain = new ArrayList<>();
    List<RexNode> subqueries = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      boolean isPlain = RexUtil.SubQueryFinder.find(conjunct) == null;
      (isPlain ? plain : subqueries).add(conjunct);
    }
    return builder
        .push(join.getLeft())
        .push(join.getRight())
        .join(JoinRelType.INNER, plain)
        .filter(join.getVariablesSet(), subqueries)
        .build()
        .accept(this);
  }

  private @Nullable RelNode join(RelNode left, RexNode conjunct, Set<CorrelationId> outer) {
    boolean isNegated = conjunct.isA(SqlKind.NOT);
    RexNode inner = isNegated ? ((RexCall) conjunct).getOperands().get(0) : conjunct;
    if (!(inner instanceof RexSubQuery subquery)
        || !(inner.isA(SqlKind.EXISTS) || inner.isA(SqlKind.IN))
        || subquery.getOperands().stream().anyMatch(o -> RexUtil.SubQueryFinder.find(o) != null)) {
      return null;
    }
    Body body = new Unnesting(outer).bodyOf(subquery.rel);
    if (body == null) {
      return null;
    }
    if (!body.correlated().isEmpty() && body.outputs().stream().anyMatch(Risks::mayFail)) {
      return null;
    }
    RelNode right = body.base().accept(this);
    int leftCount = left.getRowType().getFieldCount();
    Outward outward = new Outward(outer, leftCount, left);
    List<RexNode> correlated = outward.apply(body.correlated());
    List<RexNode> equalities = new ArrayList<>();
    for (int i = 0; i < subquery.getOperands().size(); i++) {
      RexNode output = body.outputs().get(i).accept(outward);
      equalities.add(
          rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, subquery.getOperands().get(i), output));
    }
    builder.push(left).push(right);
    if (!isNegated || equalities.stream().noneMatch(e -> e.getType().isNullable())) {
      List<RexNode> all = new ArrayList<>(correlated);
      all.addAll(equalities);
      return builder.join(isNegated ? JoinRelType.ANTI : JoinRelType.SEMI, all).build();
    }
    return notIn(correlated, equalities, leftCount);
  }

  /** Rows for which no comparison is true or unknown; a correlated condition only selects. */
  private RelNode notIn(List<RexNode> correlated, List<RexNode> equalities, int leftCount) {
    List<RexNode> all = new ArrayList<>();
    for (RexNode condition : correlated) {
      all.add(
          condition.getType().isNullable()
              ? rexBuilder.makeCall(SqlStdOperatorTable.IS_TRUE, condition)
              : condition);
    }
    all.addAll(equalities);
    RelNode right = builder.build();
    RelNode left = builder.build();
    // Not by the builder, which takes unknown for false in conditions.
    RelNode marked =
        LogicalJoin.create(
            left,
            right,
            List.of(),
            RexUtil.composeConjunction(rexBuilder, all),
            Set.of(),
            JoinRelType.LEFT_MARK);
    return builder
        .push(marked)
        .filter(builder.not(builder.field(leftCount)))
        .project(builder.fields().subList(0, leftCount))
        .build();
  }

  /**
   * A sub-query taken apart.
   *
   * @param base what is free of the outer row
   * @param correlated conditions on base and outer row
   * @param outputs the sub-query's columns over the base
   */
  private record Body(RelNode base, List<RexNode> correlated, List<RexNode> outputs) {}

  /** Takes filters and projections off a sub-query. */
  private final class Unnesting {
    private final Set<CorrelationId> outer;

    Unnesting(Set<CorrelationId> outer) {
      this.outer = outer;
    }

    @Nullable Body bodyOf(RelNode rel) {
      if (rel instanceof LogicalProject project && project.getVariablesSet().isEmpty()) {
        return bodyOfProject(project);
      }
      if (rel instanceof LogicalFilter filter) {
        return bodyOfFilter(filter);
      }
      if (rel instanceof LogicalSort sort && sort.fetch == null && sort.offset == null) {
        return bodyOf(sort.getInput());
      }
      return isFree(rel)
          ? new Body(rel, List.of(), List.copyOf(rexBuilder.identityProjects(rel.getRowType())))
          : null;
    }

    private @Nullable Body bodyOfProject(LogicalProject project) {
      boolean isSimple =
          project.getProjects().stream()
              .noneMatch(
                  each -> RexUtil.SubQueryFinder.find(each) != null || RexOver.containsOver(each));
      Body below = isSimple ? bodyOf(project.getInput()) : null;
      if (below == null) {
        return isFree(project)
            ? new Body(
                project, List.of(), List.copyOf(rexBuilder.identityProjects(project.getRowType())))
            : null;
      }
      return new Body(
          below.base(), below.correlated(), new Onto(below.outputs()).apply(project.getProjects()));
    }

    private @Nullable Body bodyOfFilter(LogicalFilter filter) {
      Body below = bodyOf(filter.getInput());
      if (below == null) {
        return null;
      }
      List<RexNode> free = new ArrayList<>();
      List<RexNode> correlated = new ArrayList<>(below.correlated());
      for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
        boolean hasSubquery = RexUtil.SubQueryFinder.find(conjunct) != null;
        boolean usesOuter = usesOuter(conjunct);
        if (hasSubquery && (usesOuter || !isIdentity(below))) {
          return null;
        }
        RexNode moved = hasSubquery ? conjunct : conjunct.accept(new Onto(below.outputs()));
        (usesOuter || usesOuter(moved) ? correlated : free).add(moved);
      }
      RelNode base = builder.push(below.base()).filter(filter.getVariablesSet(), free).build();
      return new Body(base, correlated, below.outputs());
    }

    private boolean isIdentity(Body body) {
      return RexUtil.isIdentity(body.outputs(), body.base().getRowType());
    }

    private boolean isFree(RelNode rel) {
      Set<CorrelationId> used = new HashSet<>(RelOptUtil.getVariablesUsed(rel));
      used.retainAll(outer);
      return used.isEmpty();
    }

    private boolean usesOuter(RexNode node) {
      boolean[] found = {false};
      node.accept(
          new RexShuttle() {
            @Override
            public RexNode visitCorrelVariable(RexCorrelVariable variable) {
              found[0] |= outer.contains(variable.id);
              return variable;
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
              found[0] |= !isFree(subQuery.rel);
              return super.visitSubQuery(subQuery);
            }
          });
      return found[0];
    }
  }

  /** Puts what columns stand for in their place. */
  private static final class Onto extends RexShuttle {
    private final List<RexNode> meanings;

    Onto(List<RexNode> meanings) {
      this.meanings = meanings;
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
      return meanings.get(reference.getIndex());
    }
  }

  /** From the sub-query's view to the join's: the outer row is its left side. */
  private final class Outward extends RexShuttle {
    private final Set<CorrelationId> outer;
    private final int leftCount;
    private final RelNode left;

    Outward(Set<CorrelationId> outer, int leftCount, RelNode left) {
      this.outer = outer;
      this.leftCount = leftCount;
      this.left = left;
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
      return new RexInputRef(reference.getIndex() + leftCount, reference.getType());
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      if (access.getReferenceExpr() instanceof RexCorrelVariable variable
          && outer.contains(variable.id)) {
        return rexBuilder.makeInputRef(left, access.getField().getIndex());
      }
      return super.visitFieldAccess(access);
    }
  }
}
