package dev.zdb.sql.rel;

import dev.zdb.kv.api.Direction;
import dev.zdb.sql.catalog.TableDef;
import java.util.List;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** The reading of one table along one path, with the conditions that the rows must meet. */
public abstract class ZdbScan extends TableScan implements ZdbRel {
  private final TableDef definition;
  private final AccessPath path;
  private final List<RexNode> residual;
  private final ImmutableBitSet tested;
  private final ImmutableBitSet wanted;

  /**
   * @param conditions all of which must be true
   * @param wanted the columns that are read above
   */
  ZdbScan(
      TableScan scan,
      TableDef definition,
      AccessPath path,
      List<RexNode> conditions,
      ImmutableBitSet wanted) {
    super(scan.getCluster(), ZdbConvention.traits(path.order()), List.of(), scan.getTable());
    this.definition = definition;
    this.path = path;
    this.residual =
        conditions.stream().filter(each -> !path.match().used().contains(each)).toList();
    this.tested = RelOptUtil.InputFinder.bits(residual, null);
    this.wanted = wanted.except(tested);
  }

  public TableDef definition() {
    return definition;
  }

  /** How far the conditions restrict the key that is walked. */
  public KeyMatcher match() {
    return path.match();
  }

  public Direction direction() {
    return path.direction();
  }

  /** The conditions that the bounds of the key do not stand for already. */
  public List<RexNode> residual() {
    return residual;
  }

  /** The columns that the residual conditions read. */
  public ImmutableBitSet tested() {
    return tested;
  }

  /** The columns that are read above and by no condition. */
  public ImmutableBitSet wanted() {
    return wanted;
  }

  AccessPath path() {
    return path;
  }

  String line(String how) {
    StringBuilder line = new StringBuilder(how).append(' ').append(definition.name());
    List<String> names = Lines.names(this);
    if (path.index() != null) {
      line.append(" by ").append(path.index().name());
    }
    if (path.direction() == Direction.BACKWARD) {
      line.append(" backward");
    }
    if (!path.isLookup() && !path.match().isEmpty() && path.match().used().isEmpty()) {
      line.append(" in ranges");
    }
    append(line, " where ", path.match().used(), names);
    append(line, " filter ", residual, names);
    return line.toString();
  }

  private static void append(
      StringBuilder line, String first, Iterable<RexNode> conditions, List<String> names) {
    String separator = first;
    for (RexNode condition : conditions) {
      line.append(separator).append(Lines.expression(condition, names));
      separator = ", ";
    }
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return path.rows();
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery metadata) {
    return planner.getCostFactory().makeCost(path.rows(), path.cost(), 0);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("path", line("").strip())
        .item("columns", wanted.union(tested));
  }
}
