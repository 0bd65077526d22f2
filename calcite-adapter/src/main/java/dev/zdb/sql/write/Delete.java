package dev.zdb.sql.write;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RowStore;
import dev.zdb.sql.exec.RunContext;
import java.util.List;

/**
 * Removes each row of its source and shows it. It reads all rows before it removes one, but where
 * there is at most one. Whoever runs it reads it to its end.
 */
public final class Delete implements Operator {
  private final Operator source;
  private final WriteTarget target;
  private final RowPlaces places;
  private final RowShape shape;

  /**
   * Compiles a DELETE.
   *
   * @param source shows the columns of the primary key, or the hidden row number, and of all
   *     indexes
   * @param oldRow the register of each column of the table; -1 for one that is not read
   */
  public Delete(Operator source, WriteTarget target, List<Integer> oldRow) {
    this.source = source;
    this.target = target;
    this.places = new RowPlaces(target, oldRow);
    this.shape = new RowShape(target.slots(oldRow));
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
    RowSource rows = source.open(context);
    TableWriter writer = new TableWriter(target, context);
    if (source.showsAtMostOneRow()) {
      return new Run(rows, writer);
    }
    RowStore store = new RowStore(shape, context.run().registers, context.budget());
    return new Run(new CollectedRows(rows, store), writer);
  }

  private final class Run implements RowSource {
    private final RowSource rows;
    private final TableWriter writer;

    Run(RowSource rows, TableWriter writer) {
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
      writer.delete(places);
      return true;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
