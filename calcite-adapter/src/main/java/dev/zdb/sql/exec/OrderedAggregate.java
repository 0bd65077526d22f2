package dev.zdb.sql.exec;

import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.List;

/**
 * Groups and their aggregates where equal keys come one after another, as from an index: holds one
 * group at a time and keeps the order.
 *
 * @param keys at least one
 */
public record OrderedAggregate(Operator source, List<GroupKey> keys, List<AggregateCall> calls)
    implements Operator {
  public OrderedAggregate {
    keys = List.copyOf(keys);
    calls = List.copyOf(calls);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(source.open(context), this, context);
  }

  private static final class Run implements RowSource {
    private static final int GROUP = 0;

    private final RowSource source;
    private final Execution run;
    private final Registers registers;
    private final int[] keyRegisters;
    private final int[] keyOutputs;
    private final RowStore rows;
    private final int[] fields;
    private final Groups groups;

    /** Whether the source's registers show the first row of the group to come. */
    private boolean isAhead;

    private int steps;

    Run(RowSource source, OrderedAggregate plan, RunContext context) {
      this.source = source;
      run = context.run();
      registers = run.registers;
      List<Slot> slots = plan.keys().stream().map(GroupKey::slot).toList();
      keyRegisters = Slot.registers(slots);
      keyOutputs = plan.keys().stream().mapToInt(GroupKey::output).toArray();
      rows = new RowStore(new RowShape(slots), registers, context.budget());
      fields = rows.shape().fieldsOf(keyRegisters);
      groups = new Groups(plan.calls(), context);
    }

    @Override
    public void start() {
      source.start();
      isAhead = source.next();
    }

    @Override
    public boolean next() {
      if (!isAhead) {
        return false;
      }
      if ((++steps & 1023) == 0) {
        run.checkStopped();
      }
      groups.clear();
      if (rows.size() == 0) {
        rows.append();
      } else {
        rows.set(GROUP);
      }
      groups.begin();
      do {
        groups.add(GROUP);
        isAhead = source.next();
      } while (isAhead && rows.matches(GROUP, fields, registers, keyRegisters));
      rows.restore(GROUP, keyOutputs);
      groups.finish(GROUP);
      return true;
    }

    @Override
    public void close() {
      try (source) {
        rows.close();
        groups.close();
      }
    }
  }
}
