package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Accumulator;
import dev.zdb.sql.expr.AggregateFunction;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accumulators of a run's groups, which are numbered from 0 as they come.
 *
 * <p><b>Threads:</b> the session's. <b>Owner:</b> the run that made it, which closes it.
 */
final class Groups implements AutoCloseable {
  private static final int KEPT = 1_024;

  private final Registers registers;
  private final MemoryBudget budget;
  private final AggregateFunction[] functions;
  private final int[] filters;
  private final int[] outputs;
  private final @Nullable DistinctArguments[] distinct;

  /** Whether what an accumulator holds varies in length. */
  private final boolean[] varies;

  /** Group by group, its accumulators side by side. */
  private Accumulator[] accumulators = new Accumulator[0];

  private int count;
  private long reserved;

  Groups(List<AggregateCall> calls, RunContext context) {
    registers = context.run().registers;
    budget = context.budget();
    functions = calls.stream().map(AggregateCall::function).toArray(AggregateFunction[]::new);
    filters = calls.stream().mapToInt(call -> call.function().filter()).toArray();
    outputs = calls.stream().mapToInt(AggregateCall::output).toArray();
    distinct = new @Nullable DistinctArguments[functions.length];
    for (int i = 0; i < functions.length; i++) {
      if (functions[i].isDistinct()) {
        distinct[i] = new DistinctArguments(calls.get(i).arguments(), registers, budget);
      }
    }
    varies = new boolean[functions.length];
    for (int i = 0; i < varies.length; i++) {
      varies[i] = Form.of(functions[i].type().kind()).isObject();
    }
  }

  /** How many groups there are. */
  int count() {
    return count;
  }

  /** Begins the next group. */
  void begin() {
    int base = count * functions.length;
    if (base + functions.length > accumulators.length) {
      int capacity = Math.max(base * 2, base + functions.length);
      reserve(8L * (capacity - accumulators.length));
      accumulators = Arrays.copyOf(accumulators, capacity);
    }
    for (int i = 0; i < functions.length; i++) {
      accumulators[base + i] = functions[i].start().get();
      reserve(accumulators[base + i].heldBytes());
    }
    count++;
  }

  /** Adds the row in the registers to a group. */
  void add(int group) {
    int base = group * functions.length;
    for (int i = 0; i < functions.length; i++) {
      int filter = filters[i];
      if (filter >= 0 && (registers.nulls[filter] || registers.words[filter] == 0)) {
        continue;
      }
      DistinctArguments seen = distinct[i];
      if (seen == null || seen.isNew(group)) {
        add(accumulators[base + i], varies[i]);
      }
    }
  }

  private void add(Accumulator accumulator, boolean itVaries) {
    if (itVaries) {
      long before = accumulator.heldBytes();
      accumulator.add(registers);
      reserve(accumulator.heldBytes() - before);
    } else {
      accumulator.add(registers);
    }
  }

  private void reserve(long bytes) {
    reserved += bytes;
    budget.reserve(bytes);
  }

  /** Writes a group's results to their registers. */
  void finish(int group) {
    int base = group * functions.length;
    for (int i = 0; i < functions.length; i++) {
      accumulators[base + i].finish(registers, outputs[i]);
    }
  }

  /** Forgets all groups. */
  void clear() {
    count = 0;
    if (accumulators.length > KEPT) {
      accumulators = new Accumulator[0];
    }
    long kept = Math.min(reserved, 8L * accumulators.length);
    budget.release(reserved - kept);
    reserved = kept;
    for (DistinctArguments seen : distinct) {
      if (seen != null) {
        seen.table.clear();
      }
    }
  }

  @Override
  public void close() {
    accumulators = new Accumulator[0];
    clear();
  }

  /** The arguments that a function of DISTINCT values has seen, of all groups. */
  private static final class DistinctArguments {
    private final Registers source;
    private final int[] arguments;
    private final Registers row;
    private final int[] key;
    final RowTable table;

    DistinctArguments(List<Slot> slots, Registers source, MemoryBudget budget) {
      this.source = source;
      arguments = Slot.registers(slots);
      row = new Registers(slots.size() + 1);
      List<Slot> held = new java.util.ArrayList<>();
      held.add(new Slot(0, dev.zdb.sql.api.SqlType.BIGINT));
      for (Slot slot : slots) {
        held.add(new Slot(held.size(), slot.type()));
      }
      key = Slot.registers(held);
      table = new RowTable(new RowStore(new RowShape(held), row, budget), key, budget);
    }

    boolean isNew(int group) {
      row.words[0] = group;
      for (int i = 0; i < arguments.length; i++) {
        Slot.copy(source, arguments[i], row, i + 1);
      }
      int before = table.keys();
      table.findOrAdd(row, key);
      return table.keys() > before;
    }
  }
}
