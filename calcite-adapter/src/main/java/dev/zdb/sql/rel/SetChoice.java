package dev.zdb.sql.rel;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Chooses how sets of rows are made: groups, unions and their like, and rows written out. */
final class SetChoice {
  private final PhysicalPlanner plans;

  SetChoice(PhysicalPlanner plans) {
    this.plans = plans;
  }

  ZdbRel choose(Aggregate aggregate) {
    ImmutableBitSet.Builder read = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
    for (AggregateCall call : aggregate.getAggCallList()) {
      call.getArgList().forEach(read::set);
      call.getCollation().getKeys().forEach(read::set);
      if (call.filterArg >= 0) {
        read.set(call.filterArg);
      }
    }
    List<RelFieldCollation> grouped = new ArrayList<>();
    aggregate.getGroupSet().forEach(column -> grouped.add(new RelFieldCollation(column)));
    ZdbRel input =
        plans.choose(aggregate.getInput(), new Wish(read.build(), grouped, Double.MAX_VALUE));
    List<RelFieldCollation> order =
        ZdbAggregate.isOneSet(aggregate) ? orderOfGroups(aggregate, input.order()) : List.of();
    return order.isEmpty()
        ? ZdbHashAggregate.of(aggregate, input)
        : ZdbOrderedAggregate.of(aggregate, input, order);
  }

  /** The order of the groups, over the output, if the rows of each come together; else empty. */
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

  ZdbRel choose(SetOp operation, Wish wish) {
    if (!(operation instanceof Union)) {
      return chain(operation);
    }
    ImmutableBitSet read = operation.all ? wish.columns() : all(operation);
    ZdbRel written = rowsWrittenOut(operation, read);
    ZdbRel rows = written == null ? union(operation, read) : written;
    return operation.all ? rows : ZdbDistinct.of(rows);
  }

  private static ImmutableBitSet all(RelNode rel) {
    return ImmutableBitSet.range(rel.getRowType().getFieldCount());
  }

  private ZdbRel union(SetOp operation, ImmutableBitSet read) {
    List<RelNode> inputs = new ArrayList<>();
    for (RelNode input : operation.getInputs()) {
      inputs.add(plans.choose(conformed(input, operation), Wish.columns(read)));
    }
    return new ZdbUnionAll(operation.getCluster(), inputs, operation.getRowType(), read);
  }

  /** INTERSECT and EXCEPT of more than two, from the left. */
  private ZdbRel chain(SetOp operation) {
    ZdbRel left = branch(operation, 0);
    for (int i = 1; i < operation.getInputs().size(); i++) {
      left =
          new ZdbSetOperation(
              List.of(left, branch(operation, i)),
              operation.kind,
              operation.all,
              operation.getRowType());
    }
    return left;
  }

  private ZdbRel branch(SetOp operation, int number) {
    return plans.choose(
        conformed(operation.getInput(number), operation), Wish.columns(all(operation)));
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
  private static @Nullable ZdbRel rowsWrittenOut(SetOp operation, ImmutableBitSet read) {
    List<List<RexNode>> rows = new ArrayList<>();
    for (RelNode input : operation.getInputs()) {
      RelNode conformed = conformed(input, operation);
      if (!(conformed instanceof LogicalProject project)
          || !(project.getInput() instanceof Values values)
          || values.getTuples().size() != 1
          || !RelOptUtil.InputFinder.bits(project.getProjects(), null).isEmpty()) {
        return null;
      }
      rows.add(project.getProjects());
    }
    return new ZdbValues(operation.getCluster(), operation.getRowType(), rows, read);
  }

  ZdbRel choose(Values values, Wish wish) {
    return new ZdbValues(
        values.getCluster(), values.getRowType(), values.getTuples(), wish.columns());
  }
}
