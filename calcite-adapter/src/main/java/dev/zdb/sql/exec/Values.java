package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that stand in the statement itself. One row without columns is what a SELECT without FROM
 * reads; no row at all is the empty relation.
 */
public final class Values implements Operator {
  private final List<List<Assignment>> rows;

  /**
   * Takes the rows.
   *
   * @param output the register of each column
   */
  public Values(List<List<Expression>> rows, List<Integer> output) {
    List<List<Assignment>> assigned = new ArrayList<>(rows.size());
    for (List<Expression> row : rows) {
      List<Assignment> cells = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        cells.add(new Assignment(row.get(i), output.get(i)));
      }
      assigned.add(List.copyOf(cells));
    }
    this.rows = List.copyOf(assigned);
  }

  /** How the row comes about where there is but one, else null. */
  public @Nullable List<Assignment> onlyRow() {
    return rows.size() == 1 ? rows.get(0) : null;
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final RunContext context;
    private int next;

    Run(RunContext context) {
      this.context = context;
    }

    @Override
    public void start() {
      next = 0;
    }

    @Override
    public boolean next() {
      if (next == rows.size()) {
        return false;
      }
      if ((next & 1023) == 1023) {
        context.run().checkStopped();
      }
      for (Assignment cell : rows.get(next)) {
        cell.apply(context.run());
      }
      next++;
      return true;
    }

    @Override
    public void close() {}
  }
}
