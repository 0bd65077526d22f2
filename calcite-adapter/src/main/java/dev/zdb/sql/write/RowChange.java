package dev.zdb.sql.write;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RowStore;
import dev.zdb.sql.exec.RunContext;
import java.util.List;

/**
 * What UPDATE and DELETE share: the rows of a source, each changed and shown as it has become.
 * Whoever runs it reads it to its end.
 *
 * <p>It reads all rows before it changes one, and takes all old keys and entries away before it
 * writes a new one: so no row is met twice, and {@code SET k = k + 1} finds no key taken but by a
 * row that stays. A source of at most one row, a lookup by key, needs no collecting: that is the
 * short path, from key encoder to tree to encoders.
 */
abstract sealed class RowChange implements Operator permits Update, Delete {
  private final Operator source;
  private final RowShape shape;

  /**
   * Compiles a change.
   *
   * @param shape all registers that a {@link Step} reads or writes before {@link Step#retract}
   */
  RowChange(Operator source, RowShape shape) {
    this.source = source;
    this.shape = shape;
  }

  /** The change of the row that lies in the registers, in three steps. */
  interface Step {
    /** Computes what the row becomes and checks that. */
    void prepare();

    /** Takes away what the row will no longer have. */
    void retract();

    /** Does the rest, once all rows have gone through {@link #retract}. */
    void enter();
  }

  abstract Step step(RunContext context);

  /** Whether {@link Step#retract} does anything. */
  abstract boolean retracts();

  @Override
  public final List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public final boolean showsAtMostOneRow() {
    return source.showsAtMostOneRow();
  }

  @Override
  public final RowSource open(RunContext context) {
    RowSource rows = source.open(context);
    Step step = step(context);
    return source.showsAtMostOneRow()
        ? new EachRow(rows, () -> changeAtOnce(step))
        : new Run(rows, new RowStore(shape, context.run().registers, context.budget()), step);
  }

  private static void changeAtOnce(Step step) {
    step.prepare();
    step.retract();
    step.enter();
  }

  private final class Run implements RowSource {
    private final RowSource rows;
    private final RowStore collected;
    private final Step step;
    private int next;

    Run(RowSource rows, RowStore collected, Step step) {
      this.rows = rows;
      this.collected = collected;
      this.step = step;
    }

    @Override
    public void start() {
      collected.clear();
      next = 0;
      rows.start();
      while (rows.next()) {
        step.prepare();
        collected.append();
      }
      for (int i = 0; retracts() && i < collected.size(); i++) {
        collected.restore(i);
        step.retract();
      }
    }

    @Override
    public boolean next() {
      if (next == collected.size()) {
        return false;
      }
      collected.restore(next++);
      step.enter();
      return true;
    }

    @Override
    public void close() {
      try (rows) {
        collected.close();
      }
    }
  }
}
