package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first rows in order, without holding more than are shown and left out: ORDER BY with LIMIT.
 * The rows are those that {@link Limit} over {@link Sort} shows.
 *
 * @param row all registers of the source that are read above
 * @param offset how many of the first to leave out; null for none
 */
public record TopN(
    Operator source,
    List<Slot> row,
    List<SortKey> keys,
    @Nullable Expression offset,
    Expression count)
    implements Operator {
  public TopN {
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

  private final class Run implements RowSource {
    private final RowSource source;
    private final RowStore rows;
    private final RowOrder order;
    private final RunContext context;

    /** A heap of row numbers, the last in order on top; once all are in, the order itself. */
    private int[] heap = new int[16];

    /** Of each row its place among those that came, which keeps equal ones apart. */
    private long[] arrivals = new long[16];

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
      long toSkip = Limit.rowCount(offset, context.run(), 0);
      long toShow = Limit.rowCount(count, context.run(), Long.MAX_VALUE);
      long limit = toSkip + toShow < 0 ? Long.MAX_VALUE : toSkip + toShow;
      if (toShow > 0) {
        fill(limit);
      }
      for (int end = rows.size() - 1; end > 0; end--) {
        if ((end & 1023) == 0) {
          context.run().checkStopped();
        }
        int last = heap[0];
        heap[0] = heap[end];
        heap[end] = last;
        siftDown(0, end);
      }
      next = (int) Math.min(toSkip, rows.size());
    }

    private void fill(long limit) {
      source.start();
      for (long arrival = 0; source.next(); arrival++) {
        if (rows.size() < limit) {
          add(arrival);
        } else if (order.compare(rows, heap[0], context.run().registers) > 0) {
          rows.set(heap[0]);
          arrivals[heap[0]] = arrival;
          siftDown(0, rows.size());
        }
      }
    }

    private void add(long arrival) {
      int row = rows.append();
      if (row == heap.length) {
        reserved += 12L * row;
        context.budget().reserve(12L * row);
        heap = Arrays.copyOf(heap, row * 2);
        arrivals = Arrays.copyOf(arrivals, row * 2);
      }
      arrivals[row] = arrival;
      int at = row;
      while (at > 0 && isAfter(row, heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      heap[at] = row;
    }

    private void siftDown(int from, int end) {
      int row = heap[from];
      int at = from;
      for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
        if (child + 1 < end && isAfter(heap[child + 1], heap[child])) {
          child++;
        }
        if (!isAfter(heap[child], row)) {
          break;
        }
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = row;
    }

    private boolean isAfter(int a, int b) {
      int compared = order.compare(rows, a, b);
      return compared != 0 ? compared > 0 : arrivals[a] > arrivals[b];
    }

    @Override
    public boolean next() {
      if (next == rows.size()) {
        return false;
      }
      if ((next & 1023) == 1023) {
        context.run().checkStopped();
      }
      rows.restore(heap[next++]);
      return true;
    }

    private void clear() {
      rows.clear();
      context.budget().release(reserved);
      reserved = 0;
      heap = new int[16];
      arrivals = new long[16];
    }

    @Override
    public void close() {
      clear();
      source.close();
    }
  }
}
