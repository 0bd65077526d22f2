package dev.zdb.sql.rel;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.rule.Estimates;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Chooses how a query is run: how tables are read and joined, what need not be computed since
 * nobody reads it, and what need not be sorted since it comes in order anyway.
 *
 * <p>One pass from the top down. Each part is told what the part above wants of it (columns, an
 * order, how many rows), chooses, and says by its collation what order it gives. Where there is a
 * choice to make, a class of its own makes it and comes back here for its inputs; a search by cost
 * would take the place of those. What none of them knows is refused.
 */
public final class PhysicalPlanner {
  private final ScanChoice scans;
  private final JoinChoice joins;
  private final SetChoice sets;

  public PhysicalPlanner(Estimates estimates) {
    this.scans = new ScanChoice(estimates);
    this.joins = new JoinChoice(this, estimates);
    this.sets = new SetChoice(this);
  }

  /** How a part of a query is run, given what is wanted of it. */
  public ZdbRel choose(RelNode rel, Wish wish) {
    if (rel instanceof LogicalProject project) {
      return project(project, wish);
    }
    if (rel instanceof LogicalFilter filter) {
      return filter(filter, wish);
    }
    if (rel instanceof TableScan scan) {
      return scans.choose(scan, List.of(), wish);
    }
    if (rel instanceof LogicalSort sort) {
      return sort(sort, wish);
    }
    if (rel instanceof Join join) {
      return joins.choose(join, wish);
    }
    if (rel instanceof Correlate correlate) {
      return joins.choose(correlate, wish);
    }
    if (rel instanceof Aggregate aggregate) {
      return sets.choose(aggregate);
    }
    if (rel instanceof SetOp operation) {
      return sets.choose(operation, wish);
    }
    if (rel instanceof Values values) {
      return sets.choose(values, wish);
    }
    throw SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED,
        "%s is not supported yet",
        rel.getRelTypeName().replaceFirst("^Logical", ""));
  }

  private ZdbRel project(LogicalProject project, Wish wish) {
    List<RexNode> projects = project.getProjects();
    ImmutableBitSet.Builder read = ImmutableBitSet.builder();
    for (int column : wish.columns()) {
      requireNoWindow(projects.get(column));
      read.addAll(RelOptUtil.InputFinder.bits(projects.get(column)));
    }
    Wish below = new Wish(read.build(), orderBelow(projects, wish.order()), wish.limit());
    ZdbRel input = choose(project.getInput(), below);
    return ZdbProject.of(input, projects, project.getRowType(), wish.columns());
  }

  private static void requireNoWindow(RexNode expression) {
    if (RexOver.containsOver(expression)) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED, "window functions are not supported yet");
    }
  }

  private static List<RelFieldCollation> orderBelow(
      List<RexNode> projects, List<RelFieldCollation> above) {
    List<RelFieldCollation> below = new ArrayList<>();
    for (RelFieldCollation key : above) {
      if (!(projects.get(key.getFieldIndex()) instanceof RexInputRef reference)) {
        return List.of();
      }
      below.add(key.withFieldIndex(reference.getIndex()));
    }
    return below;
  }

  private ZdbRel filter(LogicalFilter filter, Wish wish) {
    if (filter.getInput() instanceof TableScan scan) {
      return scans.choose(scan, RelOptUtil.conjunctions(filter.getCondition()), wish);
    }
    ImmutableBitSet tested = RelOptUtil.InputFinder.bits(filter.getCondition());
    return ZdbFilter.of(choose(filter.getInput(), wish.plus(tested)), filter.getCondition());
  }

  private ZdbRel sort(LogicalSort sort, Wish wish) {
    List<RelFieldCollation> keys = sort.getCollation().getFieldCollations();
    ImmutableBitSet.Builder read = ImmutableBitSet.builder().addAll(wish.columns());
    keys.forEach(key -> read.set(key.getFieldIndex()));
    List<RelFieldCollation> order = keys.isEmpty() ? wish.order() : keys;
    double limit = Math.min(wish.limit(), rowsOf(sort));
    ZdbRel input = choose(sort.getInput(), new Wish(read.build(), order, limit));
    boolean isSorted = Orders.satisfies(input.order(), keys, input.getRowType());
    if (!isSorted && sort.fetch != null) {
      return new ZdbTopN(input, sort.getCollation(), sort.offset, sort.fetch);
    }
    ZdbRel sorted = isSorted ? input : new ZdbSort(input, sort.getCollation(), null, null);
    return sort.offset == null && sort.fetch == null
        ? sorted
        : ZdbLimit.of(sorted, sort.offset, sort.fetch);
  }

  /** How many rows a limit reads at most, about. */
  private static double rowsOf(LogicalSort limit) {
    return limit.fetch == null
        ? Double.MAX_VALUE
        : count(limit.fetch) + (limit.offset == null ? 0 : count(limit.offset));
  }

  private static double count(RexNode count) {
    return count instanceof RexLiteral literal
        ? RexLiteral.numberValue(literal).doubleValue()
        : 100;
  }
}
