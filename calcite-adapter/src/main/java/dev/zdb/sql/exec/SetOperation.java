package dev.zdb.sql.exec;

import dev.zdb.sql.value.Registers;
import java.util.Arrays;
import java.util.List;

/**
 * INTERSECT or EXCEPT of two branches, in the order of the left one. The right one is held in
 * memory, each different row once.
 */
public record SetOperation(Kind kind, Branch left, Branch right, List<Slot> output)
    implements Operator {

  /** Which. */
  public enum Kind {
    INTERSECT,
    INTERSECT_ALL,
    EXCEPT,
    EXCEPT_ALL
  }

  public SetOperation {
    output = List.copyOf(output);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(left.source(), right.source());
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(this, context);
  }

  private static final class Run implements RowSource {
    private final Kind kind;
    private final RowSource left;
    private final RowSource right;
    private final int[] leftColumns;
    private final int[] rightColumns;
    private final int[] output;
    private final Registers registers;
    private final MemoryBudget budget;
    private final RowTable table;

    /** Of each row held, how many more of the left side it matches. */
    private long[] counts = new long[16];

    private long reserved;

    Run(SetOperation plan, RunContext context) {
      kind = plan.kind();
      left = plan.left().source().open(context);
      right = plan.right().source().open(context);
      leftColumns = plan.left().columns();
      rightColumns = plan.right().columns();
      output = Slot.registers(plan.output());
      registers = context.run().registers;
      budget = context.budget();
      table =
          new RowTable(
              new RowStore(new RowShape(plan.output()), registers, budget), output, budget);
    }

    @Override
    public void start() {
      clear();
      right.start();
      while (right.next()) {
        Branch.copy(rightColumns, registers, output);
        int row = held();
        counts[row]++;
      }
      left.start();
    }

    @Override
    public boolean next() {
      while (left.next()) {
        Branch.copy(leftColumns, registers, output);
        if (isShown()) {
          return true;
        }
      }
      return false;
    }

    private boolean isShown() {
      if (kind == Kind.EXCEPT) {
        int own = held();
        return counts[own]++ == 0;
      }
      int row = table.find(registers, output);
      boolean matches = row != RowTable.NONE && counts[row] > 0;
      if (matches) {
        counts[row] = kind == Kind.INTERSECT ? 0 : counts[row] - 1;
      }
      return matches == (kind != Kind.EXCEPT_ALL);
    }

    /** The number of the row that stands in the registers, which is held from now on. */
    private int held() {
      int row = table.findOrAdd(registers, output);
      if (row >= counts.length) {
        long more = 8L * counts.length;
        reserved += more;
        budget.reserve(more);
        counts = Arrays.copyOf(counts, counts.length * 2);
      }
      return row;
    }

    private void clear() {
      table.clear();
      counts = new long[16];
      budget.release(reserved);
      reserved = 0;
    }

    @Override
    public void close() {
      try (left;
          right) {
        clear();
      }
    }
  }
}
