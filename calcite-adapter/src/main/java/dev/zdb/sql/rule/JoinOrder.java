package dev.zdb.sql.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Puts inner joins in order: begins with the fewest rows and goes on along equalities to whatever
 * keeps the rows fewest, so that a cross product comes only where the query asks for one. Each
 * condition is tested at the first place that has its columns. That takes time in the square of the
 * number of tables, not in its exponential.
 */
final class JoinOrder extends RelHomogeneousShuttle {
  private final RelBuilder builder;
  private final RexBuilder rexBuilder;
  private final Estimates estimates;

  JoinOrder(RelBuilder builder, TableSizes sizes) {
    this.builder = builder;
    this.rexBuilder = builder.getRexBuilder();
    this.estimates = new Estimates(sizes);
  }

  RelNode order(RelNode rel) {
    return rel.accept(this);
  }

  @Override
  public RelNode visit(RelNode rel) {
    return isInnerJoin(rel) || isFilterOverJoin(rel)
        ? new Cluster(rel).ordered()
        : super.visit(rel);
  }

  private static boolean isInnerJoin(RelNode rel) {
    return rel instanceof LogicalJoin join
        && join.getJoinType() == JoinRelType.INNER
        && join.getVariablesSet().isEmpty();
  }

  private static boolean isFilterOverJoin(RelNode rel) {
    return rel instanceof LogicalFilter filter
        && filter.getVariablesSet().isEmpty()
        && (isInnerJoin(filter.getInput()) || isFilterOverJoin(filter.getInput()));
  }

  /** Joins of joins, taken apart into what they join and under which conditions. */
  private final class Cluster {
    private final RelNode root;
    private final List<RelNode> leaves = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<RexNode> conditions = new ArrayList<>();
    private int fieldCount;

    Cluster(RelNode root) {
      this.root = root;
      takeApart(root);
    }

    private void takeApart(RelNode rel) {
      if (isFilterOverJoin(rel)) {
        int start = fieldCount;
        takeApart(rel.getInput(0));
        addConditions(((LogicalFilter) rel).getCondition(), start);
      } else if (isInnerJoin(rel)) {
        int start = fieldCount;
        takeApart(rel.getInput(0));
        takeApart(rel.getInput(1));
        addConditions(((LogicalJoin) rel).getCondition(), start);
      } else {
        starts.add(fieldCount);
        fieldCount += rel.getRowType().getFieldCount();
        leaves.add(rel.accept(JoinOrder.this));
      }
    }

    private void addConditions(RexNode condition, int start) {
      RexNode factored = RexUtil.pullFactors(rexBuilder, condition);
      for (RexNode conjunct : RelOptUtil.conjunctions(factored)) {
        conditions.add(start == 0 ? conjunct : RexUtil.shift(conjunct, start));
      }
    }

    RelNode ordered() {
      List<RexNode> pending = new ArrayList<>();
      List<List<RexNode>> own = new ArrayList<>();
      leaves.forEach(leaf -> own.add(new ArrayList<>()));
      for (RexNode condition : conditions) {
        BitSet needed = leavesOf(condition);
        if (needed.cardinality() == 1) {
          own.get(needed.nextSetBit(0)).add(condition);
        } else {
          pending.add(condition);
        }
      }
      for (int i = 0; i < leaves.size(); i++) {
        if (!own.get(i).isEmpty()) {
          List<RexNode> local = RexUtil.shift(own.get(i), -starts.get(i));
          leaves.set(i, builder.push(leaves.get(i)).filter(local).build().accept(JoinOrder.this));
        }
      }
      return new Chain(this, pending).build();
    }

    private BitSet leavesOf(RexNode condition) {
      BitSet needed = new BitSet();
      for (int field : RelOptUtil.InputFinder.bits(condition)) {
        needed.set(leafOf(field));
      }
      return needed;
    }

    private int leafOf(int field) {
      int leaf = Collections.binarySearch(starts, field);
      return leaf >= 0 ? lastStartingAt(leaf) : -leaf - 2;
    }

    /** Leaves without columns start where the next one does. */
    private int lastStartingAt(int leaf) {
      int last = leaf;
      while (last + 1 < starts.size() && starts.get(last + 1).equals(starts.get(last))) {
        last++;
      }
      return last;
    }
  }

  /** The leaves of a cluster joined one after another. */
  private final class Chain {
    private final Cluster cluster;
    private final List<RexNode> pending;
    private final List<BitSet> pendingLeaves = new ArrayList<>();
    private final double[] sizes;
    private final BitSet joined = new BitSet();

    /** Where each field of the cluster lies in the chain; -1 for one that is not in it yet. */
    private final int[] places;

    private int width;

    Chain(Cluster cluster, List<RexNode> pending) {
      this.cluster = cluster;
      this.pending = pending;
      pending.forEach(condition -> pendingLeaves.add(cluster.leavesOf(condition)));
      this.sizes = cluster.leaves.stream().mapToDouble(estimates::rows).toArray();
      this.places = new int[cluster.fieldCount];
      Arrays.fill(places, -1);
    }

    RelNode build() {
      double rows = 0;
      for (int i = 0; i < cluster.leaves.size(); i++) {
        int next = i == 0 ? smallest() : best(rows);
        rows = i == 0 ? sizes[next] : rowsWith(rows, next);
        add(next, i == 0);
      }
      RelNode chain = builder.build();
      List<RexNode> inOrder = new ArrayList<>();
      for (int place : places) {
        inOrder.add(rexBuilder.makeInputRef(chain, place));
      }
      return builder
          .push(chain)
          .project(inOrder, cluster.root.getRowType().getFieldNames())
          .build();
    }

    private int smallest() {
      int best = 0;
      for (int i = 1; i < sizes.length; i++) {
        if (sizes[i] < sizes[best]) {
          best = i;
        }
      }
      return best;
    }

    private int best(double rows) {
      int best = -1;
      boolean bestIsLinked = false;
      double bestRows = 0;
      for (int i = joined.nextClearBit(0); i < sizes.length; i = joined.nextClearBit(i + 1)) {
        boolean isLinked = !equalColumns(i).isEmpty();
        double with = isLinked ? rowsWith(rows, i) : rows * sizes[i];
        boolean isBetter = best < 0 || (isLinked == bestIsLinked ? with < bestRows : isLinked);
        if (isBetter) {
          best = i;
          bestIsLinked = isLinked;
          bestRows = with;
        }
      }
      return best;
    }

    private double rowsWith(double rows, int leaf) {
      ImmutableBitSet columns = equalColumns(leaf);
      if (columns.isEmpty()) {
        return rows * sizes[leaf];
      }
      RelNode rel = cluster.leaves.get(leaf);
      if (Estimates.isUnique(rel, columns)) {
        RelNode bare = rel;
        while (bare instanceof LogicalFilter) {
          bare = bare.getInput(0);
        }
        return Math.max(1, rows * Math.min(1, sizes[leaf] / estimates.rows(bare)));
      }
      return Math.max(Math.max(1, rows), sizes[leaf]);
    }

    /** The leaf's columns that must equal something in the chain. */
    private ImmutableBitSet equalColumns(int leaf) {
      ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
      for (int i = 0; i < pending.size(); i++) {
        if (pending.get(i).isA(SqlKind.EQUALS) && pendingLeaves.get(i).get(leaf)) {
          BitSet others = (BitSet) pendingLeaves.get(i).clone();
          others.clear(leaf);
          others.andNot(joined);
          if (others.isEmpty()) {
            addColumns(((RexCall) pending.get(i)).getOperands(), leaf, columns);
          }
        }
      }
      return columns.build();
    }

    private void addColumns(List<RexNode> operands, int leaf, ImmutableBitSet.Builder columns) {
      for (RexNode operand : operands) {
        if (operand instanceof RexInputRef column && cluster.leafOf(column.getIndex()) == leaf) {
          columns.set(column.getIndex() - cluster.starts.get(leaf));
        }
      }
    }

    private void add(int leaf, boolean isFirst) {
      RelNode rel = cluster.leaves.get(leaf);
      int start = cluster.starts.get(leaf);
      for (int i = 0; i < rel.getRowType().getFieldCount(); i++) {
        places[start + i] = width++;
      }
      joined.set(leaf);
      builder.push(rel);
      List<RexNode> ready = takeReady();
      if (!isFirst) {
        builder.join(JoinRelType.INNER, ready);
      } else if (!ready.isEmpty()) {
        builder.filter(ready);
      }
    }

    private List<RexNode> takeReady() {
      List<RexNode> ready = new ArrayList<>();
      for (int i = pending.size() - 1; i >= 0; i--) {
        BitSet missing = (BitSet) pendingLeaves.get(i).clone();
        missing.andNot(joined);
        if (missing.isEmpty()) {
          pendingLeaves.remove(i);
          ready.add(0, placed(pending.remove(i)));
        }
      }
      return ready;
    }

    private RexNode placed(RexNode condition) {
      return condition.accept(
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
              return new RexInputRef(places[reference.getIndex()], reference.getType());
            }
          });
    }
  }
}
