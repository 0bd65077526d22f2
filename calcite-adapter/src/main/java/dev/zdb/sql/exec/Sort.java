package dev.zdb.sql.exec;

import java.util.List;

/**
 * All rows in order; rows that compare equal stay as they came.
 *
 * @param row all registers of the source that are read above, keys included or not
 * @param keys at least one
 */
public record Sort(Operator source, List<Slot> row, List<SortKey> keys) implements Operator {
  public Sort {
    row = List.copyOf(row);
    keys = List.copyOf(keys);
  }

  @Override
  public List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public RowSource open(RunContext context) {
    RowShape shape = SortKey.shape(row, keys);
    return new Run(source.open(context), shape, new RowOrder(shape, keys), context);
  }

  private static final class Run implements RowSource {
    private final RowSource source;
    private final RowStore rows;
    private final RowOrder order;
    private final RunContext context;
    private int[] sorted = new int[0];
    private long reserved;
    private int next;

    Run(RowSource source, RowShape shape, RowOrder order, RunContext context) {
      this.source = source;
      this.rows = new RowStore(shape, context.run().registers, context.budget());
      this.order = order;
      this.context = context;
    }

    @Override
    public void start() {
      clear();
      source.start();
      while (source.next()) {
        rows.append();
      }
      reserved = 16L * rows.size(); // two arrays of row numbers and one of prefixes
      context.budget().reserve(reserved);
      sorted = order.sort(rows, context.run());
      next = 0;
    }

    @Override
    public boolean next() {
      if (next == sorted.length) {
        return false;
      }
      if ((next & 1023) == 1023) {
        context.run().checkStopped();
      }
      rows.restore(sorted[next++]);
      return true;
    }

    private void clear() {
      rows.clear();
      sorted = new int[0];
      context.budget().release(reserved);
      reserved = 0;
    }

    @Override
    public void close() {
      clear();
      source.close();
    }
  }
}
