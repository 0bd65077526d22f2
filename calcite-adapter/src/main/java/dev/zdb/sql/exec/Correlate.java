package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join whose right side is run anew for each left row and reads it where it lies. Over a {@code
 * KeyLookup} or {@code IndexScan} whose keys come from the left row, it is the join by index.
 *
 * @param kind any but {@link JoinKind#FULL}
 * @param condition what else must be true of two rows, null for nothing
 */
public record Correlate(
    JoinKind kind, Operator left, Operator right, JoinRows rows, @Nullable Expression condition)
    implements Operator {
  public Correlate {
    if (kind == JoinKind.FULL) {
      throw new IllegalArgumentException("a correlated right side has no rows of its own");
    }
  }

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

    Run(Parts parts, RunContext context) {
      super(parts, context);
      left = parts.left();
      right = parts.right();
    }

    @Override
    public void start() {
      startLeft();
    }

    @Override
    void startMatches() {
      right.start();
    }

    @Override
    boolean nextMatch() {
      while (right.next()) {
        step();
        if (conditionHolds()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      try (left) {
        right.close();
      }
    }
  }
}
