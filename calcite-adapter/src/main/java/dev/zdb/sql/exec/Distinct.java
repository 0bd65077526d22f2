package dev.zdb.sql.exec;

import java.util.List;

/**
 * Each different row once, as they come. NULL is as good as NULL.
 *
 * @param row what makes rows different, which is all that is read above
 */
public record Distinct(Operator source, List<Slot> row) implements Operator {
  public Distinct {
    row = List.copyOf(row);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(source.open(context), row, context);
  }

  private static final class Run implements RowSource {
    private final RowSource source;
    private final RunContext context;
    private final int[] registers;
    private final RowTable seen;

    Run(RowSource source, List<Slot> row, RunContext context) {
      this.source = source;
      this.context = context;
      this.registers = Slot.registers(row);
      RowStore rows = new RowStore(new RowShape(row), context.run().registers, context.budget());
      this.seen = new RowTable(rows, registers, context.budget());
    }

    @Override
    public void start() {
      seen.clear();
      source.start();
    }

    @Override
    public boolean next() {
      while (source.next()) {
        int before = seen.keys();
        seen.findOrAdd(context.run().registers, registers);
        if (seen.keys() > before) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      try (source) {
        seen.close();
      }
    }
  }
}
