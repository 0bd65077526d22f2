package dev.zdb.sql.write;

import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.exec.Slot;
import java.util.ArrayList;
import java.util.List;

/** Changes each row of its source and shows it as it has become. */
public final class Update extends RowChange {
  private final WriteTarget target;
  private final Change change;
  private final Assignment[] assignments;
  private final RowChecks checks;

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
    super(rows, shape(target, oldRow, newRow));
    RowPlaces after = new RowPlaces(target, newRow);
    this.target = target;
    this.change = new Change(target, new RowPlaces(target, oldRow), after);
    this.assignments = assignments.toArray(new Assignment[0]);
    this.checks = new RowChecks(target, after);
  }

  private static RowShape shape(WriteTarget target, List<Integer> oldRow, List<Integer> newRow) {
    List<Slot> slots = new ArrayList<>(target.slots(oldRow));
    for (int i = 0; i < newRow.size(); i++) {
      if (!newRow.get(i).equals(oldRow.get(i))) {
        slots.add(new Slot(newRow.get(i), target.table().columns().get(i).type()));
      }
    }
    return new RowShape(slots);
  }

  @Override
  boolean retracts() {
    return change.retracts();
  }

  @Override
  Step step(RunContext context) {
    TableWriter writer = new TableWriter(target, context);
    return new Step() {
      @Override
      public void prepare() {
        for (Assignment assignment : assignments) {
          assignment.apply(context.run());
        }
        checks.check(context.run());
      }

      @Override
      public void retract() {
        writer.retract(change);
      }

      @Override
      public void enter() {
        writer.enter(change);
      }
    };
  }
}
