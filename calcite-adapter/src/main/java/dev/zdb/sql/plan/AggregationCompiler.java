package dev.zdb.sql.plan;

import dev.zdb.sql.exec.AggregateCall;
import dev.zdb.sql.exec.GroupKey;
import dev.zdb.sql.exec.GroupingSet;
import dev.zdb.sql.exec.HashAggregate;
import dev.zdb.sql.exec.OrderedAggregate;
import dev.zdb.sql.exec.Slot;
import dev.zdb.sql.expr.AggregateFunction;
import dev.zdb.sql.rel.ZdbAggregate;
import dev.zdb.sql.rel.ZdbHashAggregate;
import dev.zdb.sql.rel.ZdbOrderedAggregate;
import dev.zdb.sql.rex.AggregateCompiler;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Compiles the grouping of rows. */
final class AggregationCompiler {
  private final RegisterFile registers;

  AggregationCompiler(RegisterFile registers) {
    this.registers = registers;
  }

  Stage compile(ZdbOrderedAggregate aggregate, Stage input) {
    Groups groups = new Groups(aggregate, input);
    return new Stage(
        aggregate,
        new OrderedAggregate(input.operator(), groups.keys, groups.calls),
        groups.columns);
  }

  Stage compile(ZdbHashAggregate aggregate, Stage input) {
    Groups groups = new Groups(aggregate, input);
    return new Stage(
        aggregate,
        aggregate.isOneSet()
            ? HashAggregate.of(input.operator(), groups.keys, groups.calls)
            : new HashAggregate(
                input.operator(), groups.keys, groups.sets(aggregate), groups.calls),
        groups.columns);
  }

  /** The keys and calls of one aggregate. */
  private final class Groups {
    private final List<@Nullable Slot> columns = new ArrayList<>();
    private final List<GroupKey> keys = new ArrayList<>();
    private final List<AggregateCall> calls = new ArrayList<>();

    /** The arguments of each GROUPING, by the register of its value. */
    private final Map<Integer, List<Integer>> groupings = new HashMap<>();

    Groups(ZdbAggregate aggregate, Stage input) {
      for (int column : aggregate.getGroupSet()) {
        Slot output = registers.allocate(input.slot(column).type());
        keys.add(new GroupKey(input.slot(column), output.register()));
        columns.add(output);
      }
      AggregateCompiler compiler =
          new AggregateCompiler(
              registers.columnsOf(input.columns()), aggregate.getInput().getRowType());
      for (var call : aggregate.getAggCallList()) {
        Slot output = registers.allocate(SqlTypes.of(call.getType()));
        columns.add(output);
        if (ZdbAggregate.isGrouping(call)) {
          groupings.put(output.register(), call.getArgList());
        } else {
          AggregateFunction function = compiler.compile(call);
          List<Slot> arguments = call.getArgList().stream().map(input::slot).toList();
          calls.add(new AggregateCall(function, arguments, output.register()));
        }
      }
    }

    /** Each set with the values that GROUPING has in it: a bit for each column left out. */
    List<GroupingSet> sets(ZdbAggregate aggregate) {
      List<Integer> all = aggregate.getGroupSet().asList();
      List<GroupingSet> sets = new ArrayList<>();
      for (ImmutableBitSet set : aggregate.getGroupSets()) {
        Map<Integer, Long> values = new HashMap<>();
        groupings.forEach((register, arguments) -> values.put(register, leftOut(arguments, set)));
        sets.add(new GroupingSet(set.asList().stream().map(all::indexOf).toList(), values));
      }
      return sets;
    }

    private static long leftOut(List<Integer> arguments, ImmutableBitSet set) {
      long value = 0;
      for (int argument : arguments) {
        value = 2 * value + (set.get(argument) ? 0 : 1);
      }
      return value;
    }
  }
}
