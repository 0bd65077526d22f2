package dev.zdb.sql.write;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.exec.Identities;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowShape;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RowStore;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Registers;
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
    return new Run(collectsFirst ? collected(rows, context) : rows, context);
  }

  private RowSource collected(RowSource rows, RunContext context) {
    RowShape shape = new RowShape(target.slots(newRow));
    return new CollectedRows(rows, new RowStore(shape, context.run().registers, context.budget()));
  }

  private final class Run implements RowSource {
    private final RowSource rows;
    private final RunContext context;
    private final Registers registers;
    private final TableWriter writer;

    Run(RowSource rows, RunContext context) {
      this.rows = rows;
      this.context = context;
      this.registers = context.run().registers;
      this.writer = new TableWriter(target, context);
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
      number();
      checks.check(context.run());
      writer.insert(places);
      return true;
    }

    private void number() {
      TableDef table = target.table();
      Identities identities = context.identities();
      if (target.identityColumn() >= 0) {
        int register = places.columns[target.identityColumn()];
        if (registers.nulls[register]) {
          set(register, nextIdentity(identities));
        } else {
          identities.passIdentity(table.id(), registers.words[register]);
        }
      }
      if (target.rowId() != WriteTarget.NO_ROW_ID) {
        set(target.rowId(), identities.nextRowId(table.id()));
      }
    }

    private long nextIdentity(Identities identities) {
      long number = identities.nextIdentity(target.table().id());
      TypeKind kind = target.table().columns().get(target.identityColumn()).type().kind();
      long largest =
          switch (kind) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
          };
      if (number > largest) {
        throw SqlProblem.of(
            SqlErrorCode.NUMERIC_OUT_OF_RANGE,
            "the identity column of table %s has used up its numbers: the next one is %d",
            target.table().name(),
            number);
      }
      return number;
    }

    private void set(int register, long number) {
      registers.words[register] = number;
      registers.highs[register] = number >> 63;
      registers.nulls[register] = false;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
