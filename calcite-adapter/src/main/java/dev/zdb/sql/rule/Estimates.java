package dev.zdb.sql.rule;

import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.schema.ZdbTable;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Guesses how many rows come out of a relational expression. */
public final class Estimates {
  private static final double EQUALITY = 0.02;
  private static final double RANGE = 0.3;
  private static final double OTHER = 0.5;
  private static final double GROUPS = 0.1;
  private static final double SEMI = 0.5;

  private final TableSizes sizes;

  public Estimates(TableSizes sizes) {
    this.sizes = sizes;
  }

  /** At least 1, but for what is known to be empty. */
  public double rows(RelNode rel) {
    if (rel instanceof TableScan scan) {
      TableDef table = tableOf(scan);
      return table == null ? TableSizes.UNKNOWN : Math.max(1, sizes.rows(table));
    }
    if (rel instanceof Values values) {
      return values.getTuples().size();
    }
    if (rel instanceof Filter filter) {
      return Math.max(1, selected(filter.getInput(), filter.getCondition()));
    }
    if (rel instanceof Aggregate aggregate) {
      return aggregate.getGroupCount() == 0 ? 1 : Math.max(1, rows(aggregate.getInput()) * GROUPS);
    }
    if (rel instanceof Join join) {
      return rowsOf(join);
    }
    if (rel instanceof Sort sort && sort.fetch instanceof RexLiteral fetch) {
      Double limit = fetch.getValueAs(Double.class);
      return Math.min(rows(sort.getInput()), limit == null ? TableSizes.UNKNOWN : limit);
    }
    if (rel instanceof SingleRel single) {
      return rows(single.getInput());
    }
    return rel.getInputs().stream().mapToDouble(this::rows).sum();
  }

  private double rowsOf(Join join) {
    double left = rows(join.getLeft());
    if (!join.getJoinType().projectsRight()) {
      return Math.max(1, left * SEMI);
    }
    double right = rows(join.getRight());
    int conditions = join.analyzeCondition().leftKeys.size();
    return conditions == 0 ? left * right : Math.max(left, right);
  }

  private double selected(RelNode input, RexNode condition) {
    double rows = rows(input);
    ImmutableBitSet.Builder equal = ImmutableBitSet.builder();
    for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
      rows *= selectivity(conjunct);
      int column = columnEqualToValue(conjunct);
      if (column >= 0) {
        equal.set(column);
      }
    }
    return isUnique(input, equal.build()) ? 1 : rows;
  }

  /** The share of rows for which a condition is true, as far as its kind tells. */
  public static double selectivity(RexNode conjunct) {
    return switch (conjunct.getKind()) {
      case EQUALS, IS_NULL -> EQUALITY;
      case SEARCH ->
          ((RexCall) conjunct).getOperands().get(1) instanceof RexLiteral literal
                  && String.valueOf(literal).startsWith("Sarg[(")
              ? RANGE
              : EQUALITY * 4;
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> RANGE;
      case IS_NOT_NULL -> 1;
      default -> OTHER;
    };
  }

  /** The column that a condition of the form {@code column = value} speaks of, or -1. */
  private static int columnEqualToValue(RexNode conjunct) {
    if (!conjunct.isA(SqlKind.EQUALS)) {
      return -1;
    }
    List<RexNode> operands = ((RexCall) conjunct).getOperands();
    for (int i = 0; i < 2; i++) {
      if (operands.get(i) instanceof RexInputRef column
          && RelOptUtil.InputFinder.bits(operands.get(1 - i)).isEmpty()) {
        return column.getIndex();
      }
    }
    return -1;
  }

  /** Whether no two rows agree in these columns. */
  public static boolean isUnique(RelNode rel, ImmutableBitSet columns) {
    if (rel instanceof TableScan scan) {
      return scan.getTable().isKey(columns);
    }
    if (rel instanceof Filter || rel instanceof Sort) {
      return isUnique(rel.getInput(0), columns);
    }
    if (rel instanceof Aggregate aggregate) {
      return columns.contains(ImmutableBitSet.range(aggregate.getGroupCount()));
    }
    if (rel instanceof Project project) {
      ImmutableBitSet.Builder below = ImmutableBitSet.builder();
      for (int column : columns) {
        if (project.getProjects().get(column) instanceof RexInputRef reference) {
          below.set(reference.getIndex());
        }
      }
      return isUnique(project.getInput(), below.build());
    }
    return false;
  }

  /** Our definition of the table that is scanned. */
  public static @Nullable TableDef tableOf(TableScan scan) {
    ZdbTable table = scan.getTable().unwrap(ZdbTable.class);
    return table == null ? null : table.definition();
  }
}
