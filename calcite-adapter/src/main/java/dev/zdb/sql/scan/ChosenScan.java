package dev.zdb.sql.scan;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import java.util.List;

/**
 * Rows by an index where the values lead to few of them, else along the table's own key: a
 * choose-plan operator (Graefe and Ward, "Dynamic query evaluation plans", SIGMOD 1989). The trees
 * are asked at each start, so that neither parameters nor a table that grew behind a prepared
 * statement make a plan a bad one.
 */
public final class ChosenScan implements Operator {
  private final IndexScan some;
  private final TableScan all;
  private final double fetchCost;

  /**
   * Puts two scans of the same rows into the same registers side by side.
   *
   * @param fetchCost how many rows of {@code all} are read in the time of one of {@code some}
   */
  public ChosenScan(IndexScan some, TableScan all, double fetchCost) {
    this.some = some;
    this.all = all;
    this.fetchCost = fetchCost;
  }

  @Override
  public List<Operator> inputs() {
    return List.of(some, all);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final RunContext context;
    private final RowSource byIndex;
    private final RowSource byKey;
    private RowSource chosen;

    Run(RunContext context) {
      this.context = context;
      this.byIndex = some.open(context);
      this.byKey = all.open(context);
      this.chosen = byKey;
    }

    @Override
    public void start() {
      boolean areFew = some.entries(context) * fetchCost <= all.entries(context);
      chosen = areFew ? byIndex : byKey;
      chosen.start();
    }

    @Override
    public boolean next() {
      return chosen.next();
    }

    @Override
    public void close() {
      try (byIndex;
          byKey) {
        chosen = byKey;
      }
    }
  }
}
