package dev.zdb.sql.exec;

import dev.zdb.sql.value.Execution;
import java.util.List;

/**
 * Rows read once in a run and shown at every start: for what a {@link Correlate} would otherwise
 * compute for each of its left rows. Nothing below reads the registers of an outer row.
 *
 * @param row all registers of the source that are read above
 */
public record Spool(Operator source, List<Slot> row) implements Operator {
  public Spool {
    row = List.copyOf(row);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(source.open(context), new RowShape(row), context);
  }

  private static final class Run implements RowSource {
    private final RowSource source;
    private final RowStore rows;
    private final Execution run;
    private int steps;
    private boolean isRead;
    private int next;

    Run(RowSource source, RowShape shape, RunContext context) {
      this.source = source;
      this.run = context.run();
      this.rows = new RowStore(shape, context.run().registers, context.budget());
    }

    @Override
    public void start() {
      if (!isRead) {
        source.start();
        while (source.next()) {
          rows.append();
        }
        isRead = true;
      }
      next = 0;
    }

    @Override
    public boolean next() {
      if (next == rows.size()) {
        return false;
      }
      if ((++steps & 1023) == 0) {
        run.checkStopped();
      }
      rows.restore(next++);
      return true;
    }

    @Override
    public void close() {
      try (source) {
        rows.close();
      }
    }
  }
}
