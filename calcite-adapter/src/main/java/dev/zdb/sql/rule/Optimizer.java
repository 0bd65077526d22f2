package dev.zdb.sql.rule;

import dev.zdb.sql.api.SqlProblem;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.calcite.plan.AbstractRelOptPlanner;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.ConditionalCorrelate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/**
 * Rewrites a query into one that gives the same rows with less work: fixed phases, few rules, no
 * search.
 *
 * <ol>
 *   <li>EXISTS and IN become joins, other sub-queries Correlates, and those joins where they can.
 *   <li>Expressions are simplified and constants folded.
 *   <li>Filters sink and projections melt together.
 *   <li>Inner joins are put in order, each condition where it can first be tested.
 *   <li>What is left of filters sinks into outer joins.
 * </ol>
 *
 * Calcite's own sets of rules are not used: they take seconds on queries of six tables.
 */
public final class Optimizer {
  /** More would mean that two rules undo each other. */
  private static final int MATCH_LIMIT = 20_000;

  private static final List<RelOptRule> SUBQUERY_RULES =
      List.of(
          CoreRules.FILTER_SUB_QUERY_TO_MARK_CORRELATE,
          CoreRules.PROJECT_SUB_QUERY_TO_MARK_CORRELATE,
          CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

  private static final List<RelOptRule> MARK_RULES =
      List.of(CoreRules.MARK_TO_SEMI_OR_ANTI_JOIN_RULE, CoreRules.PROJECT_MERGE);

  /** Its filters are built and not copied: a copy would hold an OR within an OR. */
  private static final RelOptRule FILTER_PROJECT_TRANSPOSE =
      CoreRules.FILTER_PROJECT_TRANSPOSE.config.withCopyFilter(false).toRule();

  /**
   * Not into groups of which one is there without rows too: it would stay where HAVING is false.
   */
  private static final RelOptRule FILTER_AGGREGATE_TRANSPOSE =
      CoreRules.FILTER_AGGREGATE_TRANSPOSE
          .config
          .withOperandSupplier(
              filter ->
                  filter
                      .operand(Filter.class)
                      .oneInput(
                          groups ->
                              groups
                                  .operand(Aggregate.class)
                                  .predicate(each -> !each.hasEmptyGroup())
                                  .anyInputs()))
          .toRule();

  private static final List<RelOptRule> SINKING_RULES =
      List.of(
          CoreRules.FILTER_MERGE,
          FILTER_PROJECT_TRANSPOSE,
          FILTER_AGGREGATE_TRANSPOSE,
          FilterIntoSets.RULE,
          CoreRules.PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE,
          CoreRules.AGGREGATE_PROJECT_MERGE,
          CoreRules.UNION_MERGE,
          CoreRules.SORT_REMOVE_CONSTANT_KEYS);

  private static final List<RelOptRule> JOIN_RULES =
      List.of(
          CoreRules.FILTER_MERGE,
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          FILTER_PROJECT_TRANSPOSE,
          FILTER_AGGREGATE_TRANSPOSE,
          CoreRules.PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE);

  private static final System.Logger LOG = System.getLogger(Optimizer.class.getName());

  private final RexExecutor executor;
  private final TableSizes sizes;
  private final LongAdder givenUp = new LongAdder();

  public Optimizer(RexExecutor executor, TableSizes sizes) {
    this.executor = executor;
    this.sizes = sizes;
  }

  /** Rewrites a query as the converter made it. */
  public RelNode optimize(RelNode query) {
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(query.getCluster(), null);
    RelNode joined = withoutSubqueries(query, builder);
    Simplifier simplifier = new Simplifier(query.getCluster().getRexBuilder(), executor);
    RelNode sunk = apply(SINKING_RULES, simplifier.simplify(joined));
    RelNode ordered = new JoinOrder(builder, sizes).order(sunk);
    return simplifier.simplify(apply(JOIN_RULES, ordered));
  }

  private RelNode withoutSubqueries(RelNode query, RelBuilder builder) {
    if (!hasSubquery(query)) {
      return query;
    }
    OuterRows.requireSame(query);
    RelNode sure = query.accept(new ArmGuards()).accept(new SureExistence());
    RelNode rest = LateralJoin.everywhere(sure, builder);
    RelNode joined = new SubqueryToJoin(builder).rewrite(rest).accept(new ScalarToJoin(builder));
    RelNode correlated = apply(SUBQUERY_RULES, joined).accept(new Retyping());
    if (readsOuterRows(correlated) || Risks.inChosenRows(correlated)) {
      givenUp.increment();
      return apply(MARK_RULES, correlated);
    }
    return apply(
        MARK_RULES, hasCorrelate(correlated) ? decorrelated(correlated, builder) : correlated);
  }

  /**
   * Turns Correlates into joins; where that cannot be, they are run as they are, and that is
   * counted. Of a LIMIT in a Correlate Calcite would make a window function, which we cannot run.
   * It gives up on what it does not know with exceptions of many kinds (unsupported operations,
   * indexes and arguments out of range, failed assertions), which say nothing of the query.
   */
  private RelNode decorrelated(RelNode correlated, RelBuilder builder) {
    try {
      RelNode sure = correlated.accept(new SureGroups(builder));
      RelNode joined = TopDownGeneralDecorrelator.decorrelateQuery(sure, builder);
      if (!hasWindow(joined)) {
        return joined.accept(new Retyping());
      }
    } catch (SqlProblem ours) {
      throw ours;
    } catch (AssertionError | RuntimeException beyondCalcite) {
      LOG.log(Level.DEBUG, "Correlates are run as they are", beyondCalcite);
    }
    givenUp.increment();
    return correlated;
  }

  /**
   * Whether a Correlate within another reads the outer one's row: Calcite's decorrelator mixes that
   * up with the inner one's, and does not see it in the inner one's condition. Of EXISTS and IN it
   * is right unless columns of that row are shown.
   */
  private static boolean readsOuterRows(RelNode rel) {
    return (rel instanceof Correlate outer && readsRow(outer.getCorrelationId(), outer.getRight()))
        || rel.getInputs().stream().anyMatch(Optimizer::readsOuterRows);
  }

  private static boolean readsRow(CorrelationId row, RelNode within) {
    return (within instanceof Correlate inner && isRead(row, inner))
        || within.getInputs().stream().anyMatch(input -> readsRow(row, input));
  }

  private static boolean isRead(CorrelationId row, Correlate inner) {
    if (inner instanceof ConditionalCorrelate tested && uses(row, tested.getCondition())) {
      return true;
    }
    return inner.getJoinType() == JoinRelType.LEFT_MARK
        ? projects(row, inner.getRight())
        : RelOptUtil.getVariablesUsed(inner.getRight()).contains(row);
  }

  private static boolean projects(CorrelationId row, RelNode rel) {
    return (rel instanceof Project project
            && project.getProjects().stream().anyMatch(each -> uses(row, each)))
        || rel.getInputs().stream().anyMatch(input -> projects(row, input));
  }

  private static boolean uses(CorrelationId row, RexNode expression) {
    boolean[] found = {false};
    expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCorrelVariable(RexCorrelVariable variable) {
            found[0] |= variable.id.equals(row);
            return variable;
          }
        });
    return found[0];
  }

  private static boolean hasWindow(RelNode rel) {
    return (rel instanceof Project project && project.containsOver())
        || rel.getInputs().stream().anyMatch(Optimizer::hasWindow);
  }

  /** How many queries have been left with Correlates. */
  public long givenUp() {
    return givenUp.sum();
  }

  private RelNode apply(List<RelOptRule> rules, RelNode rel) {
    HepProgramBuilder program = new HepProgramBuilder();
    program.addMatchOrder(HepMatchOrder.TOP_DOWN).addMatchLimit(MATCH_LIMIT);
    program.addRuleCollection(rules);
    HepPlanner planner =
        new HepPlanner(program.build(), Contexts.empty()) {
          @Override
          public void checkCancel() {
            if (rel.getCluster().getPlanner() instanceof AbstractRelOptPlanner whole) {
              whole.checkCancel();
            }
          }
        };
    planner.setExecutor(executor);
    planner.setRoot(rel);
    return planner.findBestExp();
  }

  private static boolean hasCorrelate(RelNode rel) {
    return rel instanceof Correlate || rel.getInputs().stream().anyMatch(Optimizer::hasCorrelate);
  }

  private static boolean hasSubquery(RelNode rel) {
    boolean[] found = {false};
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            found[0] = true;
            return subQuery;
          }
        });
    return found[0] || rel.getInputs().stream().anyMatch(Optimizer::hasSubquery);
  }
}
