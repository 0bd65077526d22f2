package dev.zdb.sql.exec;

import dev.zdb.sql.value.Registers;
import java.util.List;

/** The rows of one branch after another. */
public record UnionAll(List<Branch> branches, List<Slot> output) implements Operator {
  public UnionAll {
    branches = List.copyOf(branches);
    output = List.copyOf(output);
  }

  @Override
  public List<Operator> inputs() {
    return branches.stream().map(Branch::source).toList();
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(this, context);
  }

  private static final class Run implements RowSource {
    private final Registers registers;
    private final RowSource[] sources;
    private final int[][] columns;
    private final int[] output;
    private int current;

    Run(UnionAll plan, RunContext context) {
      registers = context.run().registers;
      sources =
          plan.branches().stream()
              .map(branch -> branch.source().open(context))
              .toArray(RowSource[]::new);
      columns = plan.branches().stream().map(Branch::columns).toArray(int[][]::new);
      output = Slot.registers(plan.output());
    }

    @Override
    public void start() {
      current = -1;
    }

    @Override
    public boolean next() {
      while (current < 0 || !sources[current].next()) {
        if (current + 1 == sources.length) {
          return false;
        }
        sources[++current].start();
      }
      Branch.copy(columns[current], registers, output);
      return true;
    }

    @Override
    public void close() {
      closeFrom(0);
    }

    private void closeFrom(int first) {
      if (first < sources.length) {
        try {
          sources[first].close();
        } finally {
          closeFrom(first + 1);
        }
      }
    }
  }
}
