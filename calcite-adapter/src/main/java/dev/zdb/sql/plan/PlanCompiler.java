package dev.zdb.sql.plan;

import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Branch;
import dev.zdb.sql.exec.Distinct;
import dev.zdb.sql.exec.Filter;
import dev.zdb.sql.exec.Limit;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.SetOperation;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.Sort;
import dev.zdb.sql.exec.SortKey;
import dev.zdb.sql.exec.Spool;
import dev.zdb.sql.exec.TopN;
import dev.zdb.sql.exec.UnionAll;
import dev.zdb.sql.exec.Values;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.rel.Orders;
import dev.zdb.sql.rel.PhysicalPlanner;
import dev.zdb.sql.rel.Wish;
import dev.zdb.sql.rel.ZdbCorrelate;
import dev.zdb.sql.rel.ZdbDistinct;
import dev.zdb.sql.rel.ZdbFilter;
import dev.zdb.sql.rel.ZdbHashAggregate;
import dev.zdb.sql.rel.ZdbHashJoin;
import dev.zdb.sql.rel.ZdbIndexScan;
import dev.zdb.sql.rel.ZdbKeyLookup;
import dev.zdb.sql.rel.ZdbLimit;
import dev.zdb.sql.rel.ZdbNestedLoopJoin;
import dev.zdb.sql.rel.ZdbOrderedAggregate;
import dev.zdb.sql.rel.ZdbProject;
import dev.zdb.sql.rel.ZdbRel;
import dev.zdb.sql.rel.ZdbSetOperation;
import dev.zdb.sql.rel.ZdbSort;
import dev.zdb.sql.rel.ZdbSpool;
import dev.zdb.sql.rel.ZdbSystemTableScan;
import dev.zdb.sql.rel.ZdbTableScan;
import dev.zdb.sql.rel.ZdbTopN;
import dev.zdb.sql.rel.ZdbUnionAll;
import dev.zdb.sql.rel.ZdbValues;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.rule.Estimates;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a query to operators over registers. How it is run is chosen by {@link PhysicalPlanner};
 * then there is nothing to choose any more: each kind of physical expression has its operator,
 * whose registers are allocated and whose expressions are compiled. Those that take more than a few
 * lines are compiled by classes of their own.
 */
final class PlanCompiler implements ZdbRel.Visitor<Stage> {
  private final PhysicalPlanner planner;
  private final RegisterFile registers;
  private final ScanCompiler scans;
  private final JoinCompiler joins;
  private final AggregationCompiler aggregates;

  PlanCompiler(Catalog catalog, RegisterFile registers, Estimates estimates) {
    this.planner = new PhysicalPlanner(estimates);
    this.registers = registers;
    this.scans = new ScanCompiler(catalog, registers);
    this.joins = new JoinCompiler(this, registers);
    this.aggregates = new AggregationCompiler(registers);
  }

  /** Compiles a query all of whose columns are read. */
  Stage compile(RelNode query) {
    return compile(query, Wish.columns(ImmutableBitSet.range(query.getRowType().getFieldCount())));
  }

  /** Compiles a query of which something is wanted. */
  Stage compile(RelNode query, Wish wish) {
    return compiled(planner.choose(query, wish));
  }

  /** Compiles a part of a query. */
  Stage compiled(ZdbRel rel) {
    return rel.accept(this);
  }

  private Stage input(ZdbRel rel) {
    return compiled(rel.input(0));
  }

  @Override
  public Stage visit(ZdbKeyLookup lookup) {
    return scans.compile(lookup);
  }

  @Override
  public Stage visit(ZdbTableScan scan) {
    return scans.compile(scan);
  }

  @Override
  public Stage visit(ZdbIndexScan scan) {
    return scans.compile(scan);
  }

  @Override
  public Stage visit(ZdbSystemTableScan scan) {
    return scans.compile(scan);
  }

  @Override
  public Stage visit(ZdbValues values) {
    List<@Nullable Slot> columns = registers.allocate(values.getRowType(), values.read());
    RexCompiler compiler = registers.compilerOver(List.of());
    List<List<Expression>> rows = new ArrayList<>();
    for (List<? extends RexNode> row : values.rows()) {
      List<Expression> cells = new ArrayList<>();
      for (int column : values.read()) {
        cells.add(compiler.compile(cell(values, row.get(column), column)));
      }
      rows.add(cells);
    }
    List<Integer> outputs = slots(columns).stream().map(Slot::register).toList();
    return new Stage(values, new Values(rows, outputs), columns);
  }

  /** A cell in its column's own type. */
  private static RexNode cell(RelNode values, RexNode cell, int column) {
    RelDataType type = values.getRowType().getFieldList().get(column).getType();
    return SqlTypes.of(cell.getType()).equals(SqlTypes.of(type))
        ? cell
        : values.getCluster().getRexBuilder().makeCast(type, cell);
  }

  @Override
  public Stage visit(ZdbFilter filter) {
    Stage input = input(filter);
    Expression condition = registers.compilerOver(input.columns()).compile(filter.getCondition());
    return input.through(filter, new Filter(input.operator(), condition));
  }

  @Override
  public Stage visit(ZdbProject project) {
    Stage input = input(project);
    RexCompiler compiler = registers.compilerOver(input.columns());
    List<@Nullable Slot> columns = new ArrayList<>();
    List<Assignment> computed = new ArrayList<>();
    for (int i = 0; i < project.getProjects().size(); i++) {
      RexNode expression = project.getProjects().get(i);
      if (!project.read().get(i)) {
        columns.add(null);
      } else if (expression instanceof RexInputRef reference) {
        columns.add(input.slot(reference.getIndex()));
      } else {
        Slot slot = registers.allocate(SqlTypes.of(expression.getType()));
        Expression value = compiler.compileInto(slot.register(), expression);
        computed.add(new Assignment(value, slot.register()));
        columns.add(slot);
      }
    }
    return new Stage(
        project,
        computed.isEmpty() ? input.operator() : new Project(input.operator(), computed),
        columns);
  }

  @Override
  public Stage visit(ZdbHashJoin join) {
    return joins.compile(join);
  }

  @Override
  public Stage visit(ZdbNestedLoopJoin join) {
    return joins.compile(join);
  }

  @Override
  public Stage visit(ZdbCorrelate correlate) {
    return joins.compile(correlate);
  }

  @Override
  public Stage visit(ZdbSpool spool) {
    Stage input = input(spool);
    return input.through(spool, new Spool(input.operator(), input.slots()));
  }

  @Override
  public Stage visit(ZdbHashAggregate aggregate) {
    return aggregates.compile(aggregate, input(aggregate));
  }

  @Override
  public Stage visit(ZdbOrderedAggregate aggregate) {
    return aggregates.compile(aggregate, input(aggregate));
  }

  @Override
  public Stage visit(ZdbDistinct distinct) {
    Stage input = input(distinct);
    return input.through(distinct, new Distinct(input.operator(), input.slots()));
  }

  @Override
  public Stage visit(ZdbSort sort) {
    Stage input = input(sort);
    return input.through(sort, new Sort(input.operator(), input.slots(), sortKeys(sort, input)));
  }

  @Override
  public Stage visit(ZdbTopN top) {
    Stage input = input(top);
    return input.through(
        top,
        new TopN(
            input.operator(),
            input.slots(),
            sortKeys(top, input),
            rowCount(top, top.offset),
            Objects.requireNonNull(rowCount(top, top.fetch))));
  }

  private static List<SortKey> sortKeys(ZdbRel sorted, Stage input) {
    return sorted.order().stream().map(key -> sortKey(key, input)).toList();
  }

  private static SortKey sortKey(RelFieldCollation key, Stage input) {
    return new SortKey(
        input.slot(key.getFieldIndex()),
        key.getDirection().isDescending() ? Order.DESCENDING : Order.ASCENDING,
        Orders.nullsFirst(key) ? SortKey.Nulls.FIRST : SortKey.Nulls.LAST);
  }

  @Override
  public Stage visit(ZdbLimit limit) {
    Stage input = input(limit);
    Expression offset = rowCount(limit, limit.offset());
    Expression fetch = rowCount(limit, limit.fetch());
    return input.through(limit, new Limit(input.operator(), offset, fetch));
  }

  private @Nullable Expression rowCount(RelNode rel, @Nullable RexNode count) {
    if (count == null) {
      return null;
    }
    RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
    RelDataType bigint =
        rexBuilder
            .getTypeFactory()
            .createTypeWithNullability(
                rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT), true);
    return registers.compilerOver(List.of()).compile(rexBuilder.makeCast(bigint, count));
  }

  @Override
  public Stage visit(ZdbUnionAll union) {
    List<@Nullable Slot> columns = registers.allocate(union.getRowType(), union.read());
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < union.getInputs().size(); i++) {
      branches.add(branch(compiled(union.input(i)), union.read()));
    }
    return new Stage(union, new UnionAll(branches, slots(columns)), columns);
  }

  @Override
  public Stage visit(ZdbSetOperation operation) {
    ImmutableBitSet all = ImmutableBitSet.range(operation.getRowType().getFieldCount());
    Branch left = branch(compiled(operation.input(0)), all);
    Branch right = branch(compiled(operation.input(1)), all);
    List<@Nullable Slot> columns = registers.allocate(operation.getRowType(), all);
    return new Stage(
        operation, new SetOperation(kindOf(operation), left, right, slots(columns)), columns);
  }

  private static SetOperation.Kind kindOf(ZdbSetOperation operation) {
    if (operation.kind == SqlKind.INTERSECT) {
      return operation.all ? SetOperation.Kind.INTERSECT_ALL : SetOperation.Kind.INTERSECT;
    }
    return operation.all ? SetOperation.Kind.EXCEPT_ALL : SetOperation.Kind.EXCEPT;
  }

  private static Branch branch(Stage stage, ImmutableBitSet read) {
    return new Branch(
        stage.operator(),
        read.asList().stream().map(column -> stage.slot(column).register()).toList());
  }

  private static List<Slot> slots(List<@Nullable Slot> columns) {
    return columns.stream().flatMap(Stream::ofNullable).toList();
  }
}
