package dev.zdb.sql.exec;

import java.util.List;

/** Each row with values computed from it; columns that only pass need no assignment. */
public record Project(Operator source, List<Assignment> computed) implements Operator {
  public Project {
    computed = List.copyOf(computed);
  }

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
    return new Run(source.open(context), computed.toArray(new Assignment[0]), context);
  }

  private static final class Run implements RowSource {
    private final RowSource source;
    private final Assignment[] computed;
    private final RunContext context;

    Run(RowSource source, Assignment[] computed, RunContext context) {
      this.source = source;
      this.computed = computed;
      this.context = context;
    }

    @Override
    public void start() {
      source.start();
    }

    @Override
    public boolean next() {
      if (!source.next()) {
        return false;
      }
      for (Assignment assignment : computed) {
        assignment.apply(context.run());
      }
      return true;
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
