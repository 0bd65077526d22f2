package dev.zdb.sql.write;

import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.Project;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RowStore;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.exec.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes each row of its source and shows it as it has become. Whoever runs it reads it to its
 * end.
 *
 * <p>It reads all rows before it changes one, and takes all old keys and entries away before it
 * writes a new one: so no row is met twice, and {@code SET k = k + 1} finds no key taken but by a
 * row that stays. A source of at most one row, a {@code KeyLookup}, needs no collecting: that is
 * the short path.
 */
public final class Update implements Operator {
  private final Operator source;
  private final WriteTarget target;
  private final Change change;
  private final RowChecks checks;
  private final RowShape shape;

  /**
   * Compiles an UPDATE.
   *
   * @param rows shows every column of the rows to change, and the hidden row number if there is one
   * @param oldRow the register of each column of the table
   * @param assignments the new values, of the columns' own types
   * @param newRow the register of each column afterwards: that of its assignment, or the old one
   */
  public Update(
      Operator rows,
      WriteTarget target,
      List<Integer> oldRow,
      List<Assignment> assignments,
      List<Integer> newRow) {
    RowPlaces after = new RowPlaces(target, newRow);
    this.source = new Project(rows, assignments);
    this.target = target;
    this.change = new Change(target, new RowPlaces(target, oldRow), after);
    this.checks = new RowChecks(target, after);
    List<Slot> slots = new ArrayList<>(target.slots(oldRow));
    for (int i = 0; i < newRow.size(); i++) {
      if (!newRow.get(i).equals(oldRow.get(i))) {
        slots.add(new Slot(newRow.get(i), target.table().columns().get(i).type()));
      }
    }
    this.shape = new RowShape(slots);
  }

  @Override
  public List<Operator> inputs() {
    return source.inputs();
  }

  @Override
  public boolean showsAtMostOneRow() {
    return source.showsAtMostOneRow();
  }

  @Override
  public RowSource open(RunContext context) {
    RowSource checked = new CheckedRows(source.open(context), context);
    TableWriter writer = new TableWriter(target, context);
    if (source.showsAtMostOneRow()) {
      return new SingleRun(checked, writer);
    }
    RowStore store = new RowStore(shape, context.run().registers, context.budget());
    return new Run(new CollectedRows(checked, store), writer);
  }

  /** The source's rows, all of which may be stored. */
  private final class CheckedRows implements RowSource {
    private final RowSource rows;
    private final RunContext context;

    CheckedRows(RowSource rows, RunContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public void start() {
      rows.start();
    }

    @Override
    public boolean next() {
      if (!rows.next()) {
        return false;
      }
      checks.check(context.run());
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private final class SingleRun implements RowSource {
    private final RowSource rows;
    private final TableWriter writer;

    SingleRun(RowSource rows, TableWriter writer) {
      this.rows = rows;
      this.writer = writer;
    }

    @Override
    public void start() {
      rows.start();
    }

    @Override
    public boolean next() {
      if (!rows.next()) {
        return false;
      }
      writer.retract(change);
      writer.enter(change);
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private final class Run implements RowSource {
    private final CollectedRows rows;
    private final TableWriter writer;

    Run(CollectedRows rows, TableWriter writer) {
      this.rows = rows;
      this.writer = writer;
    }

    @Override
    public void start() {
      rows.start();
      if (change.retracts()) {
        while (rows.next()) {
          writer.retract(change);
        }
        rows.rewind();
      }
    }

    @Override
    public boolean next() {
      if (!rows.next()) {
        return false;
      }
      writer.enter(change);
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
