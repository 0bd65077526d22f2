package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Filter;
import dev.zdb.sql.exec.Limit;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.Sort;
import dev.zdb.sql.exec.SortKey;
import dev.zdb.sql.exec.TopN;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.type.SqlTypes;
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
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles relational algebra to operators over registers: chooses how tables are read and joined,
 * leaves out what nobody reads, and sorts only what does not come in order anyway.
 *
 * <p>The parts that have a choice to make are compiled by classes of their own, which come back
 * here for their inputs. What none of them knows is refused.
 */
final class PlanCompiler {
  private final RegisterFile registers;
  private final ScanCompiler scans;
  private final JoinCompiler joins;
  private final SetCompiler sets;

  PlanCompiler(Catalog catalog, RegisterFile registers, Estimates estimates) {
    this.registers = registers;
    this.scans = new ScanCompiler(catalog, registers, estimates);
    this.joins = new JoinCompiler(this, registers, estimates);
    this.sets = new SetCompiler(this, registers);
  }

  /** Compiles a query all of whose columns are read. */
  Stage compile(RelNode rel) {
    return compile(rel, Wish.columns(ImmutableBitSet.range(rel.getRowType().getFieldCount())));
  }

  /** Compiles a part of a query. */
  Stage compile(RelNode rel, Wish wish) {
    if (rel instanceof LogicalProject project) {
      return project(project, wish);
    }
    if (rel instanceof LogicalFilter filter) {
      return filter(filter, wish);
    }
    if (rel instanceof TableScan scan) {
      return scans.compile(scan, List.of(), wish);
    }
    if (rel instanceof LogicalSort sort) {
      return sort(sort, wish);
    }
    if (rel instanceof Join join) {
      return joins.compile(join, wish);
    }
    if (rel instanceof Correlate correlate) {
      return joins.compile(correlate, wish);
    }
    if (rel instanceof Aggregate aggregate) {
      return sets.compile(aggregate, wish);
    }
    if (rel instanceof SetOp operation) {
      return sets.compile(operation, wish);
    }
    if (rel instanceof Values values) {
      return sets.compile(values, wish);
    }
    throw SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED,
        "%s is not supported yet",
        rel.getRelTypeName().replaceFirst("^Logical", ""));
  }

  private Stage project(LogicalProject project, Wish wish) {
    ImmutableBitSet.Builder read = ImmutableBitSet.builder();
    for (int column : wish.columns()) {
      RexNode expression = project.getProjects().get(column);
      requireNoWindow(expression);
      read.addAll(RelOptUtil.InputFinder.bits(expression));
    }
    List<RelFieldCollation> below = new ArrayList<>();
    for (RelFieldCollation key : wish.order()) {
      if (!(project.getProjects().get(key.getFieldIndex()) instanceof RexInputRef reference)) {
        below.clear();
        break;
      }
      below.add(key.withFieldIndex(reference.getIndex()));
    }
    Stage input = compile(project.getInput(), new Wish(read.build(), below, wish.limit()));
    RexCompiler compiler = registers.compilerOver(input.columns());
    List<@Nullable Slot> columns = new ArrayList<>();
    List<Assignment> computed = new ArrayList<>();
    for (int i = 0; i < project.getProjects().size(); i++) {
      RexNode expression = project.getProjects().get(i);
      if (!wish.columns().get(i)) {
        columns.add(null);
      } else if (expression instanceof RexInputRef reference) {
        columns.add(input.slot(reference.getIndex()));
      } else {
        Slot slot = registers.allocate(SqlTypes.of(expression.getType()));
        computed.add(new Assignment(compiler.compile(expression), slot.register()));
        columns.add(slot);
      }
    }
    List<RelFieldCollation> order = orderAbove(project, input.order());
    if (computed.isEmpty()) {
      return new Stage(input.operator(), columns, order, input.line(), input.inputs());
    }
    return new Stage(
        new Project(input.operator(), computed),
        columns,
        order,
        "Project " + Lines.list(project.getProjects(), project.getInput()),
        List.of(input));
  }

  private static void requireNoWindow(RexNode expression) {
    if (RexOver.containsOver(expression)) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED, "window functions are not supported yet");
    }
  }

  private static List<RelFieldCollation> orderAbove(
      LogicalProject project, List<RelFieldCollation> below) {
    List<RelFieldCollation> above = new ArrayList<>();
    for (RelFieldCollation key : below) {
      int column = -1;
      for (int i = 0; i < project.getProjects().size() && column < 0; i++) {
        if (project.getProjects().get(i) instanceof RexInputRef reference
            && reference.getIndex() == key.getFieldIndex()) {
          column = i;
        }
      }
      if (column < 0) {
        break;
      }
      above.add(key.withFieldIndex(column));
    }
    return above;
  }

  private Stage filter(LogicalFilter filter, Wish wish) {
    if (filter.getInput() instanceof TableScan scan) {
      return scans.compile(scan, RelOptUtil.conjunctions(filter.getCondition()), wish);
    }
    Stage input =
        compile(filter.getInput(), wish.plus(RelOptUtil.InputFinder.bits(filter.getCondition())));
    Expression condition = registers.compilerOver(input.columns()).compile(filter.getCondition());
    return input.through(
        new Filter(input.operator(), condition),
        "Filter " + Lines.expression(filter.getCondition(), filter.getInput()));
  }

  private Stage sort(LogicalSort sort, Wish wish) {
    List<RelFieldCollation> keys = sort.getCollation().getFieldCollations();
    ImmutableBitSet.Builder read = ImmutableBitSet.builder().addAll(wish.columns());
    keys.forEach(key -> read.set(key.getFieldIndex()));
    List<RelFieldCollation> order = keys.isEmpty() ? wish.order() : keys;
    double limit = Math.min(wish.limit(), literal(sort.fetch) + literalOr0(sort.offset));
    Stage input = compile(sort.getInput(), new Wish(read.build(), order, limit));
    Expression offset = rowCount(sort, sort.offset);
    Expression fetch = rowCount(sort, sort.fetch);
    String line = keys.isEmpty() ? "" : " by " + Lines.order(keys, sort);
    boolean isSorted = Orders.satisfies(input.order(), keys, sort.getInput().getRowType());
    if (!isSorted && fetch != null) {
      TopN top = new TopN(input.operator(), input.slots(), sortKeys(keys, input), offset, fetch);
      return input.through(top, "TopN" + line + limits(sort)).ordered(keys);
    }
    Stage sorted =
        isSorted
            ? input
            : input
                .through(
                    new Sort(input.operator(), input.slots(), sortKeys(keys, input)), "Sort" + line)
                .ordered(keys);
    return offset == null && fetch == null
        ? sorted
        : sorted.through(new Limit(sorted.operator(), offset, fetch), "Limit" + limits(sort));
  }

  private static String limits(LogicalSort sort) {
    return (sort.fetch == null ? "" : " fetch " + sort.fetch)
        + (sort.offset == null ? "" : " offset " + sort.offset);
  }

  private static double literal(@Nullable RexNode count) {
    return count instanceof RexLiteral literal
        ? RexLiteral.intValue(literal)
        : count == null ? Double.MAX_VALUE : 100;
  }

  private static double literalOr0(@Nullable RexNode count) {
    return count == null ? 0 : literal(count);
  }

  private @Nullable Expression rowCount(RelNode rel, @Nullable RexNode count) {
    if (count == null) {
      return null;
    }
    var rexBuilder = rel.getCluster().getRexBuilder();
    var bigint =
        rexBuilder
            .getTypeFactory()
            .createTypeWithNullability(
                rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT), true);
    return registers.compilerOver(List.of()).compile(rexBuilder.makeCast(bigint, count));
  }

  private static List<SortKey> sortKeys(List<RelFieldCollation> keys, Stage input) {
    return keys.stream().map(key -> Orders.sortKey(key, input.slot(key.getFieldIndex()))).toList();
  }

  /** Columns that hold the values of some expressions, computed where they do not lie already. */
  Stage withComputed(Stage input, List<RexNode> expressions, List<SqlType> types) {
    RexCompiler compiler = registers.compilerOver(input.columns());
    List<@Nullable Slot> columns = new ArrayList<>(input.columns());
    List<Assignment> computed = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      Slot slot = registers.allocate(types.get(i));
      computed.add(new Assignment(compiler.compile(expressions.get(i)), slot.register()));
      columns.add(slot);
    }
    return new Stage(
        new Project(input.operator(), computed),
        columns,
        input.order(),
        input.line(),
        input.inputs());
  }

  /** The names of a row's columns. */
  static List<String> names(RelNode rel) {
    return rel.getRowType().getFieldList().stream().map(RelDataTypeField::getName).toList();
  }
}
