package dev.zdb.sql.exec;

import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups and their aggregates, through a hash table. Without keys there is one group, even of no
 * rows. NULLs are one group.
 *
 * @param sets by which of the keys to group; each set gives its own groups
 */
public record HashAggregate(
    Operator source, List<GroupKey> keys, List<GroupingSet> sets, List<AggregateCall> calls)
    implements Operator {
  public HashAggregate {
    keys = List.copyOf(keys);
    sets = List.copyOf(sets);
    calls = List.copyOf(calls);
  }

  /** Groups by all keys at once. */
  public static HashAggregate of(Operator source, List<GroupKey> keys, List<AggregateCall> calls) {
    List<Integer> all = IntStream.range(0, keys.size()).boxed().toList();
    return new HashAggregate(
        source, keys, List.of(new GroupingSet(all, java.util.Map.of())), calls);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public RowSource open(RunContext context) {
    SetRun[] runs = sets.stream().map(set -> new SetRun(this, set, context)).toArray(SetRun[]::new);
    return new Run(source.open(context), runs);
  }

  private static final class Run implements RowSource {
    private final RowSource source;
    private final SetRun[] sets;
    private int set;
    private int group;

    Run(RowSource source, SetRun[] sets) {
      this.source = source;
      this.sets = sets;
    }

    @Override
    public void start() {
      for (SetRun each : sets) {
        each.clear();
      }
      source.start();
      if (sets.length == 1) {
        SetRun only = sets[0];
        while (source.next()) {
          only.add();
        }
      } else {
        while (source.next()) {
          for (SetRun each : sets) {
            each.add();
          }
        }
      }
      set = 0;
      group = 0;
    }

    @Override
    public boolean next() {
      while (set < sets.length) {
        if (group < sets[set].groupCount()) {
          sets[set].show(group++);
          return true;
        }
        set++;
        group = 0;
      }
      return false;
    }

    @Override
    public void close() {
      try (source) {
        for (SetRun each : sets) {
          each.close();
        }
      }
    }
  }

  /** The groups of one grouping set. */
  private static final class SetRun {
    private final Execution run;
    private final Registers registers;
    private final GroupingSet set;
    private final int[] keyRegisters;
    private final int[] keyOutputs;
    private final int[] absentOutputs;
    private final RowStore rows;
    private final RowTable table;
    private final Groups groups;

    SetRun(HashAggregate plan, GroupingSet set, RunContext context) {
      List<GroupKey> keys = plan.keys();
      this.set = set;
      run = context.run();
      registers = run.registers;
      List<GroupKey> present = set.keys().stream().map(keys::get).toList();
      List<Slot> slots = present.stream().map(GroupKey::slot).toList();
      keyRegisters = Slot.registers(slots);
      keyOutputs = present.stream().mapToInt(GroupKey::output).toArray();
      absentOutputs =
          IntStream.range(0, keys.size())
              .filter(i -> !set.keys().contains(i))
              .map(i -> keys.get(i).output())
              .toArray();
      rows = new RowStore(new RowShape(slots), registers, context.budget());
      table = new RowTable(rows, keyRegisters, context.budget());
      groups = new Groups(plan.calls(), context);
    }

    void clear() {
      table.clear();
      groups.clear();
    }

    void close() {
      table.close();
      groups.close();
    }

    void add() {
      int group = keyRegisters.length == 0 ? 0 : table.findOrAdd(registers, keyRegisters);
      if (group == groups.count()) {
        groups.begin();
      }
      groups.add(group);
    }

    int groupCount() {
      if (keyRegisters.length == 0 && groups.count() == 0) {
        groups.begin();
      }
      return groups.count();
    }

    void show(int group) {
      if ((group & 1023) == 1023) {
        run.checkStopped();
      }
      if (keyRegisters.length > 0) {
        rows.restore(group, keyOutputs);
      }
      for (int output : absentOutputs) {
        registers.nulls[output] = true;
      }
      set.grouping()
          .forEach(
              (register, value) -> {
                registers.words[register] = value;
                registers.nulls[register] = false;
              });
      groups.finish(group);
    }
  }
}
