package dev.zdb.sql.plan;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.exec.AggregateCall;
import dev.zdb.sql.exec.Branch;
import dev.zdb.sql.exec.Distinct;
import dev.zdb.sql.exec.GroupKey;
import dev.zdb.sql.exec.GroupingSet;
import dev.zdb.sql.exec.HashAggregate;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.OrderedAggregate;
import dev.zdb.sql.exec.SetOperation;
import dev.zdb.sql.exec.SetOperation.Kind;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.exec.UnionAll;
import dev.zdb.sql.exec.Values;
import dev.zdb.sql.expr.AggregateFunction;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.rex.AggregateCompiler;
import dev.zdb.sql.rex.RexCompiler;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Compiles what makes sets of rows: groups, unions and their like, and rows written out. */
final class SetCompiler {
  private final PlanCompiler plans;
  private final RegisterFile registers;

  SetCompiler(PlanCompiler plans, RegisterFile registers) {
    this.plans = plans;
    this.registers = registers;
  }

  Stage compile(Aggregate aggregate, Wish wish) {
    ImmutableBitSet.Builder read = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
    for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
      call.getArgList().forEach(read::set);
      call.getCollation().getKeys().forEach(read::set);
      if (call.filterArg >= 0) {
        read.set(call.filterArg);
      }
    }
    List<RelFieldCollation> grouped = new ArrayList<>();
    aggregate.getGroupSet().forEach(column -> grouped.add(new RelFieldCollation(column)));
    Stage input =
        plans.compile(aggregate.getInput(), new Wish(read.build(), grouped, Double.MAX_VALUE));
    List<@Nullable Slot> columns = new ArrayList<>();
    List<GroupKey> keys = new ArrayList<>();
    for (int column : aggregate.getGroupSet()) {
      Slot output = registers.allocate(input.slot(column).type());
      keys.add(new GroupKey(input.slot(column), output.register()));
      columns.add(output);
    }
    List<AggregateCall> calls = new ArrayList<>();
    Map<Integer, ImmutableBitSet> groupings = new HashMap<>();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      columns.add(call(aggregate, i, input, calls, groupings));
    }
    boolean isOneSet = aggregate.getGroupType() == Aggregate.Group.SIMPLE && groupings.isEmpty();
    List<RelFieldCollation> order = isOneSet ? orderOfGroups(aggregate, input.order()) : List.of();
    boolean isOrdered = !keys.isEmpty() && order.size() == keys.size();
    Operator operator =
        isOrdered
            ? new OrderedAggregate(input.operator(), keys, calls)
            : isOneSet
                ? HashAggregate.of(input.operator(), keys, calls)
                : new HashAggregate(
                    input.operator(), keys, groupingSets(aggregate, groupings), calls);
    String line = (isOrdered ? "OrderedAggregate" : "HashAggregate") + line(aggregate);
    return new Stage(operator, columns, isOrdered ? order : List.of(), line, List.of(input));
  }

  private Slot call(
      Aggregate aggregate,
      int number,
      Stage input,
      List<AggregateCall> calls,
      Map<Integer, ImmutableBitSet> groupings) {
    var call = aggregate.getAggCallList().get(number);
    Slot output = registers.allocate(SqlTypes.of(call.getType()));
    SqlKind kind = call.getAggregation().getKind();
    if (kind == SqlKind.GROUPING || call.getAggregation().getName().equals("GROUPING_ID")) {
      groupings.put(output.register(), ImmutableBitSet.of(call.getArgList()));
      return output;
    }
    AggregateFunction function =
        new AggregateCompiler(
                registers.columnsOf(input.columns()), aggregate.getInput().getRowType())
            .compile(call);
    List<Slot> arguments = call.getArgList().stream().map(input::slot).toList();
    calls.add(new AggregateCall(function, arguments, output.register()));
    return output;
  }

  /** Each set with the values that GROUPING has in it: a bit for each column left out. */
  private static List<GroupingSet> groupingSets(
      Aggregate aggregate, Map<Integer, ImmutableBitSet> groupings) {
    List<Integer> keys = aggregate.getGroupSet().asList();
    List<GroupingSet> sets = new ArrayList<>();
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      Map<Integer, Long> values = new HashMap<>();
      groupings.forEach(
          (register, arguments) -> {
            long value = 0;
            for (int argument : arguments) {
              value = 2 * value + (set.get(argument) ? 0 : 1);
            }
            values.put(register, value);
          });
      sets.add(new GroupingSet(set.asList().stream().map(keys::indexOf).toList(), values));
    }
    return sets;
  }

  /** The order of the groups, over the output, if equal keys come together; else empty. */
  private static List<RelFieldCollation> orderOfGroups(
      Aggregate aggregate, List<RelFieldCollation> order) {
    List<Integer> keys = aggregate.getGroupSet().asList();
    List<RelFieldCollation> above = new ArrayList<>();
    for (RelFieldCollation each : order) {
      int key = keys.indexOf(each.getFieldIndex());
      if (key < 0 || above.size() == keys.size()) {
        break;
      }
      above.add(each.withFieldIndex(key));
    }
    return above.size() == keys.size() ? above : List.of();
  }

  private static String line(Aggregate aggregate) {
    List<String> names = PlanCompiler.names(aggregate.getInput());
    StringBuilder line = new StringBuilder();
    if (!aggregate.getGroupSet().isEmpty()) {
      List<String> keys = aggregate.getGroupSet().asList().stream().map(names::get).toList();
      line.append(" by ").append(String.join(", ", keys));
    }
    for (var call : aggregate.getAggCallList()) {
      List<String> arguments = call.getArgList().stream().map(names::get).toList();
      line.append(' ')
          .append(call.getAggregation().getName())
          .append(call.isDistinct() ? "(DISTINCT " : "(")
          .append(arguments.isEmpty() ? "*" : String.join(", ", arguments))
          .append(')');
    }
    return line.toString();
  }

  Stage compile(SetOp operation, Wish wish) {
    boolean keepsDuplicates = operation instanceof Union && operation.all;
    int width = operation.getRowType().getFieldCount();
    ImmutableBitSet read = keepsDuplicates ? wish.columns() : ImmutableBitSet.range(width);
    Stage rows = rowsWrittenOut(operation, read);
    if (rows == null) {
      rows = operation instanceof Union ? union(operation, read) : chain(operation);
    }
    return keepsDuplicates || !(operation instanceof Union)
        ? rows
        : rows.through(new Distinct(rows.operator(), rows.slots()), "Distinct");
  }

  private Stage union(SetOp operation, ImmutableBitSet read) {
    List<@Nullable Slot> columns = allocate(operation.getRowType(), read);
    List<Stage> inputs = new ArrayList<>();
    List<Branch> branches = new ArrayList<>();
    for (RelNode input : operation.getInputs()) {
      Stage stage = plans.compile(conformed(input, operation), Wish.columns(read));
      inputs.add(stage);
      branches.add(branch(stage, read));
    }
    UnionAll union = new UnionAll(branches, slots(columns));
    return new Stage(union, columns, List.of(), "UnionAll", inputs);
  }

  /** INTERSECT and EXCEPT of more than two, from the left. */
  private Stage chain(SetOp operation) {
    ImmutableBitSet read = ImmutableBitSet.range(operation.getRowType().getFieldCount());
    Kind kind =
        operation.kind == SqlKind.INTERSECT
            ? operation.all ? Kind.INTERSECT_ALL : Kind.INTERSECT
            : operation.all ? Kind.EXCEPT_ALL : Kind.EXCEPT;
    Stage left = plans.compile(conformed(operation.getInput(0), operation));
    for (int i = 1; i < operation.getInputs().size(); i++) {
      Stage right = plans.compile(conformed(operation.getInput(i), operation));
      List<@Nullable Slot> columns = allocate(operation.getRowType(), read);
      SetOperation both =
          new SetOperation(kind, branch(left, read), branch(right, read), slots(columns));
      left = new Stage(both, columns, List.of(), line(kind), List.of(left, right));
    }
    return left;
  }

  private static String line(Kind kind) {
    return switch (kind) {
      case INTERSECT -> "Intersect";
      case INTERSECT_ALL -> "IntersectAll";
      case EXCEPT -> "Except";
      case EXCEPT_ALL -> "ExceptAll";
    };
  }

  private static Branch branch(Stage stage, ImmutableBitSet read) {
    List<Integer> from = new ArrayList<>();
    read.forEach(column -> from.add(stage.slot(column).register()));
    return new Branch(stage.operator(), from);
  }

  private List<@Nullable Slot> allocate(RelDataType row, ImmutableBitSet read) {
    List<@Nullable Slot> columns = new ArrayList<>();
    for (RelDataTypeField field : row.getFieldList()) {
      columns.add(
          read.get(field.getIndex()) ? registers.allocate(SqlTypes.of(field.getType())) : null);
    }
    return columns;
  }

  private static List<Slot> slots(List<@Nullable Slot> columns) {
    List<Slot> slots = new ArrayList<>();
    for (Slot slot : columns) {
      if (slot != null) {
        slots.add(slot);
      }
    }
    return slots;
  }

  /** The input with its columns of the very types that the operation has. */
  private static RelNode conformed(RelNode input, SetOp operation) {
    for (int i = 0; i < operation.getRowType().getFieldCount(); i++) {
      SqlType wanted = SqlTypes.of(operation.getRowType().getFieldList().get(i).getType());
      if (!SqlTypes.of(input.getRowType().getFieldList().get(i).getType()).equals(wanted)) {
        return RelOptUtil.createCastRel(input, operation.getRowType(), /* rename= */ false);
      }
    }
    return input;
  }

  /** A union of single rows, which is what VALUES with anything but literals becomes. */
  private @Nullable Stage rowsWrittenOut(SetOp operation, ImmutableBitSet read) {
    if (!(operation instanceof Union)) {
      return null;
    }
    List<List<RexNode>> rows = new ArrayList<>();
    for (RelNode input : operation.getInputs()) {
      RelNode conformed = conformed(input, operation);
      if (!(conformed instanceof LogicalProject project)
          || !(project.getInput() instanceof org.apache.calcite.rel.core.Values values)
          || values.getTuples().size() != 1
          || !RelOptUtil.InputFinder.bits(project.getProjects(), null).isEmpty()) {
        return null;
      }
      rows.add(project.getProjects());
    }
    return values(operation, rows, read);
  }

  Stage compile(org.apache.calcite.rel.core.Values values, Wish wish) {
    List<List<RexNode>> rows = new ArrayList<>();
    values.getTuples().forEach(tuple -> rows.add(List.copyOf(tuple)));
    return values(values, rows, wish.columns());
  }

  private Stage values(RelNode rel, List<List<RexNode>> rows, ImmutableBitSet read) {
    List<@Nullable Slot> columns = allocate(rel.getRowType(), read);
    RexCompiler compiler = registers.compilerOver(Collections.emptyList());
    List<List<Expression>> compiled = new ArrayList<>();
    for (List<RexNode> row : rows) {
      List<Expression> cells = new ArrayList<>();
      for (int column : read) {
        RexNode cell = row.get(column);
        RelDataType type = rel.getRowType().getFieldList().get(column).getType();
        boolean fits = SqlTypes.of(cell.getType()).equals(SqlTypes.of(type));
        cells.add(
            compiler.compile(fits ? cell : rel.getCluster().getRexBuilder().makeCast(type, cell)));
      }
      compiled.add(cells);
    }
    List<Integer> outputs = slots(columns).stream().map(Slot::register).toList();
    String line = "Values of " + rows.size() + (rows.size() == 1 ? " row" : " rows");
    return new Stage(new Values(compiled, outputs), columns, List.of(), line, List.of());
  }
}
