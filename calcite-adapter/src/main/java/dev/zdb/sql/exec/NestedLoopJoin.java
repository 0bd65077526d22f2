package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join under any condition: each left row is held against each right row. The right side is read
 * once and kept.
 *
 * @param condition null for a cross join
 */
public record NestedLoopJoin(
    JoinKind kind, Operator left, Operator right, JoinRows rows, @Nullable Expression condition)
    implements Operator {
  @Override
  public List<Operator> inputs() {
    return List.of(left, right);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(
        new JoinRun.Parts(kind, left.open(context), right.open(context), rows, condition), context);
  }

  private static final class Run extends JoinRun {
    private final RowSource left;
    private final RowSource right;
    private final RowStore rows;
    private final BitSet shown = new BitSet();
    private boolean isHeld;
    private int candidate;
    private int unmatched;

    Run(Parts parts, RunContext context) {
      super(parts, context);
      left = parts.left();
      right = parts.right();
      rows = new RowStore(new RowShape(parts.rows().right()), registers, context.budget());
    }

    @Override
    public void start() {
      rows.clear();
      shown.clear();
      isHeld = false;
      unmatched = 0;
      startLeft();
    }

    @Override
    void startMatches() {
      holdRight();
      candidate = 0;
    }

    /** Reads the right side where there is a use for it: what fails there fails nobody else. */
    private void holdRight() {
      if (isHeld) {
        return;
      }
      isHeld = true;
      right.start();
      while (right.next()) {
        rows.append();
      }
    }

    @Override
    boolean nextMatch() {
      while (candidate < rows.size()) {
        step();
        rows.restore(candidate++);
        if (conditionHolds()) {
          if (kind == JoinKind.FULL) {
            shown.set(candidate - 1);
          }
          return true;
        }
      }
      return false;
    }

    @Override
    boolean nextUnmatched() {
      holdRight();
      unmatched = shown.nextClearBit(unmatched);
      if (unmatched >= rows.size()) {
        return false;
      }
      step();
      rows.restore(unmatched++);
      return true;
    }

    @Override
    public void close() {
      try (left;
          right) {
        rows.close();
      }
    }
  }
}
