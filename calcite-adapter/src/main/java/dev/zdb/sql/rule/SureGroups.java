package dev.zdb.sql.rule;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * Keeps the row that an aggregation without GROUP BY gives of no rows. Calcite's decorrelator drops
 * it wherever the columns shown would be NULL anyway, which is right only of a value that is looked
 * up: elsewhere the row counts, is joined, or is itself the answer. A column that is never NULL,
 * shown beside them and dropped behind the Correlate, makes it keep the row.
 */
final class SureGroups extends RelHomogeneousShuttle {
  private final RelBuilder builder;

  SureGroups(RelBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RelNode visit(RelNode rel) {
    RelNode visited = super.visit(rel);
    return visited instanceof Correlate correlate && mayLose(correlate) ? kept(correlate) : visited;
  }

  private RelNode kept(Correlate correlate) {
    builder.push(correlate.getRight());
    List<RexNode> columns = new ArrayList<>(builder.fields());
    columns.add(builder.literal(true));
    RelNode right = builder.project(columns).build();
    RelNode marked = correlate.copy(correlate.getTraitSet(), List.of(correlate.getLeft(), right));
    builder.push(marked);
    int count = correlate.getRowType().getFieldCount();
    return builder
        .project(builder.fields().subList(0, count), correlate.getRowType().getFieldNames())
        .build();
  }

  private static boolean mayLose(Correlate correlate) {
    RelNode right = correlate.getRight();
    return switch (correlate.getJoinType()) {
      case LEFT_MARK -> false;
      case LEFT -> hasLoneGroup(belowValue(right));
      default -> hasLoneGroup(right);
    };
  }

  /** What stands below the aggregation of a value that is looked up. */
  private static RelNode belowValue(RelNode rel) {
    RelNode below = rel;
    while (below instanceof Project || below instanceof Filter) {
      below = below.getInput(0);
    }
    return below instanceof Aggregate ? below.getInput(0) : rel;
  }

  private static boolean hasLoneGroup(RelNode rel) {
    return (rel instanceof Aggregate aggregate && aggregate.hasEmptyGroup())
        || rel.getInputs().stream().anyMatch(SureGroups::hasLoneGroup);
  }
}
