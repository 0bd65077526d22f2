package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import java.util.List;

/** The rows for which a condition is true. */
public record Filter(Operator source, Expression condition) implements Operator {
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
    return new Run(source.open(context), condition, context.run());
  }

  private static final class Run implements RowSource {
    private final RowSource source;
    private final Expression condition;
    private final Execution run;

    Run(RowSource source, Expression condition, Execution run) {
      this.source = source;
      this.condition = condition;
      this.run = run;
    }

    @Override
    public void start() {
      source.start();
    }

    @Override
    public boolean next() {
      while (source.next()) {
        if (condition.isTrue(run)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
