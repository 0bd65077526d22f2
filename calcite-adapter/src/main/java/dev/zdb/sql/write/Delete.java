package dev.zdb.sql.write;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RunContext;
import java.util.List;

/** Removes each row of its source and shows it. */
public final class Delete extends RowChange {
  private final WriteTarget target;
  private final RowPlaces places;

  /**
   * Compiles a DELETE.
   *
   * @param source shows the columns of the primary key, or the hidden row number, and of all
   *     indexes
   * @param oldRow the register of each column of the table; -1 for one that is not read
   */
  public Delete(Operator source, WriteTarget target, List<Integer> oldRow) {
    super(source, new RowShape(target.slots(oldRow)));
    this.target = target;
    this.places = new RowPlaces(target, oldRow);
  }

  @Override
  boolean retracts() {
    return false;
  }

  @Override
  Step step(RunContext context) {
    TableWriter writer = new TableWriter(target, context);
    return new Step() {
      @Override
      public void prepare() {}

      @Override
      public void retract() {}

      @Override
      public void enter() {
        writer.delete(places);
      }
    };
  }
}
