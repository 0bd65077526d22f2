package dev.zdb.sql.exec;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * At most {@code count} rows, after leaving out the first {@code offset}. Both are BIGINTs, counted
 * anew at each start; null or NULL is no limit and no offset.
 */
public record Limit(Operator source, @Nullable Expression offset, @Nullable Expression count)
    implements Operator {
  @Override
  public List<Operator> inputs() {
    return List.of(source);
  }

  @Override
  public boolean showsAtMostOneRow() {
    return source.showsAtMostOneRow();
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(source.open(context), context.run());
  }

  /** The value of a row count, {@code absent} if there is none; fails if it is negative. */
  static long rowCount(@Nullable Expression expression, Execution run, long absent) {
    if (expression == null) {
      return absent;
    }
    long rows = expression.word(run);
    if (run.registers.isNull) {
      return absent;
    }
    if (rows < 0) {
      throw SqlProblem.of(
          SqlErrorCode.INVALID_PARAMETER_VALUE,
          "a row count in LIMIT, FETCH or OFFSET must not be negative, but is %d",
          rows);
    }
    return rows;
  }

  private final class Run implements RowSource {
    private final RowSource source;
    private final Execution run;
    private long toSkip;
    private long toShow;

    Run(RowSource source, Execution run) {
      this.source = source;
      this.run = run;
    }

    @Override
    public void start() {
      toSkip = rowCount(offset, run, 0);
      toShow = rowCount(count, run, Long.MAX_VALUE);
      source.start();
    }

    @Override
    public boolean next() {
      if (toShow == 0) {
        return false;
      }
      for (; toSkip > 0; toSkip--) {
        if (!source.next()) {
          toShow = 0;
          return false;
        }
      }
      toShow--;
      return source.next();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
