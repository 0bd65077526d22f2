package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.codec.IndexReader;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's rows in the order of an index, all or some ranges of its keys. What the entries hold is
 * read and filtered there; a row is fetched only where more is wanted of it.
 */
public final class IndexScan implements Operator {
  private final TableDef table;
  private final IndexDef index;
  private final IndexCodec codec;
  private final KeyRanges ranges;
  private final Direction direction;
  private final IndexReader entryFirst;
  private final @Nullable Expression entryFilter;
  private final IndexReader entryRest;
  private final @Nullable RowPart row;

  /** What is read of the row itself. */
  private record RowPart(EntryReader first, @Nullable Expression filter, EntryReader rest) {}

  /**
   * Compiles a scan.
   *
   * @param what the table and its index
   * @param bounds on the index's columns; several for alternatives, in any order
   * @param entry what to read of the entries; see {@link IndexCodec#covers}
   * @param row what to read of the rows, null to read the index alone
   */
  public IndexScan(
      IndexOf what,
      List<KeyBounds> bounds,
      Direction direction,
      ReadColumns entry,
      @Nullable ReadColumns row) {
    this.table = what.table();
    this.index = what.index();
    this.codec = IndexCodec.of(table, index);
    this.ranges = new KeyRanges(codec.key(), table, index.parts(), bounds, direction);
    this.direction = direction;
    this.entryFirst = reader(entry.first());
    this.entryFilter = entry.filter();
    this.entryRest = reader(entry.rest());
    if (row == null) {
      this.row = null;
    } else {
      TableCodec tableCodec = TableCodec.of(table);
      this.row =
          new RowPart(
              new EntryReader(tableCodec, row.first()),
              row.filter(),
              new EntryReader(tableCodec, row.rest()));
    }
  }

  /** A table and one of its indexes. */
  public record IndexOf(TableDef table, IndexDef index) {}

  private IndexReader reader(List<ColumnRead> reads) {
    return codec.reader(
        reads.stream().mapToInt(ColumnRead::column).toArray(),
        reads.stream().mapToInt(ColumnRead::register).toArray());
  }

  @Override
  public boolean reads(TreeId tree) {
    return tree.equals(table.tree()) || tree.equals(index.tree());
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final RunContext context;
    private final Execution run;
    private final Registers registers;
    private final RangeCursor entries;
    private final Bytes rowKey = new Bytes();
    private final Bytes rowValue = new Bytes(256);

    Run(RunContext context) {
      this.context = context;
      this.run = context.run();
      this.registers = run.registers;
      this.entries = new RangeCursor(context, index.tree(), direction);
    }

    @Override
    public void start() {
      entries.start(ranges.evaluate(run));
    }

    @Override
    public boolean next() {
      for (int i = entries.next(); i >= 0; i = entries.next()) {
        Cursor batch = entries.batch();
        entryFirst.read(batch, i, registers);
        if (entryFilter == null || entryFilter.isTrue(run)) {
          entryRest.read(batch, i, registers);
          if (row == null || fetches(row, batch, i)) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean fetches(RowPart part, Cursor batch, int entry) {
      codec.rowKey(batch, entry, rowKey);
      if (!context.view().get(table.tree(), rowKey, rowValue)) {
        throw SqlProblem.of(
            SqlErrorCode.CORRUPT,
            "an entry of index %s leads to no row of table %s",
            index.name(),
            table.name());
      }
      part.first().read(rowKey, rowValue, registers);
      if (part.filter() != null && !part.filter().isTrue(run)) {
        return false;
      }
      part.rest().read(rowKey, rowValue, registers);
      return true;
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
