package dev.zdb.sql.write;

import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RowStore;
import dev.zdb.sql.exec.RunContext;
import java.util.List;

/**
 * Adds a row for each row of its source and shows it, the generated numbers with it. Whoever runs
 * it reads it to its end.
 *
 * <p>Where the source reads the same table, its rows are all read before the first is added.
 */
public final class Insert implements Operator {
  private final Operator source;
  private final WriteTarget target;
  private final List<Integer> newRow;
  private final RowPlaces places;
  private final RowChecks checks;
  private final boolean collectsFirst;

  /**
   * Compiles an INSERT.
   *
   * @param source shows the value of every column, of the column's own type, defaults included;
   *     NULL in an identity column asks for the next number
   * @param newRow the register of each column of the table, no two the same
   */
  public Insert(Operator source, WriteTarget target, List<Integer> newRow) {
    this.source = source;
    this.target = target;
    this.newRow = List.copyOf(newRow);
    this.places = new RowPlaces(target, newRow);
    this.checks = new RowChecks(target, places);
    this.collectsFirst = source.reads(target.table().tree());
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
    RowInsertion insertion = new RowInsertion(target, places, checks, context);
    return new EachRow(collectsFirst ? collected(rows, context) : rows, insertion::insert);
  }

  private RowSource collected(RowSource rows, RunContext context) {
    RowShape shape = new RowShape(target.slots(newRow));
    return new CollectedRows(rows, new RowStore(shape, context.run().registers, context.budget()));
  }
}
