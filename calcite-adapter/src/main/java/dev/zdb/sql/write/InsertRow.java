package dev.zdb.sql.write;

import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.exec.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the one row whose values stand in the statement and shows it: the short path from
 * expressions to encoders to trees.
 */
public final class InsertRow implements Operator {
  private final Assignment[] values;
  private final WriteTarget target;
  private final RowPlaces places;
  private final RowChecks checks;

  /**
   * Compiles an INSERT of one row.
   *
   * @param values as the source of {@link Insert} would show them
   * @param newRow the register of each column of the table, no two the same
   */
  public InsertRow(List<Assignment> values, WriteTarget target, List<Integer> newRow) {
    this.values = values.toArray(new Assignment[0]);
    this.target = target;
    this.places = new RowPlaces(target, newRow);
    this.checks = new RowChecks(target, places);
  }

  /** The INSERT of a source's rows: of one that stands in the statement, or of many. */
  public static Operator of(Operator source, WriteTarget target, List<Integer> newRow) {
    List<Assignment> row = onlyRow(source);
    return row == null ? new Insert(source, target, newRow) : new InsertRow(row, target, newRow);
  }

  /** How the one row of the source comes about that is computed from nothing else. */
  private static @Nullable List<Assignment> onlyRow(Operator source) {
    if (source instanceof Values written) {
      return written.onlyRow();
    }
    List<Assignment> below = source instanceof Project project ? onlyRow(project.source()) : null;
    if (below == null) {
      return null;
    }
    List<Assignment> row = new ArrayList<>(below);
    row.addAll(((Project) source).computed());
    return row;
  }

  @Override
  public boolean showsAtMostOneRow() {
    return true;
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final RunContext context;
    private final RowInsertion insertion;
    private boolean isDone = true;

    Run(RunContext context) {
      this.context = context;
      this.insertion = new RowInsertion(target, places, checks, context);
    }

    @Override
    public void start() {
      isDone = false;
    }

    @Override
    public boolean next() {
      if (isDone) {
        return false;
      }
      isDone = true;
      for (Assignment value : values) {
        value.apply(context.run());
      }
      insertion.insert();
      return true;
    }

    @Override
    public void close() {}
  }
}
