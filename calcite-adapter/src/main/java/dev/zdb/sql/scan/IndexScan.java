package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
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
 *
 * <p>All columns of a unique index equal to values find one entry at most: that is an {@link
 * IndexLookup}.
 */
public final class IndexScan implements Operator {
  private final Parts parts;
  private final KeyRanges ranges;
  private final Direction direction;
  private final @Nullable IndexLookup lookup;

  /**
   * Compiles a scan.
   *
   * @param what the table and its index
   * @param bounds on the columns of {@link IndexDef#entryOrder}; several for alternatives, in any
   *     order
   * @param entry what to read of the entries; see {@link IndexCodec#covers}
   * @param row what to read of the rows, null to read the index alone
   */
  public IndexScan(
      IndexOf what,
      List<KeyBounds> bounds,
      Direction direction,
      ReadColumns entry,
      @Nullable ReadColumns row) {
    this.parts = Parts.of(what, entry, row);
    List<KeyPart> order = what.index().entryOrder(what.table().primaryKey());
    this.ranges = new KeyRanges(parts.codec().key(), what.table(), order, bounds, direction);
    this.direction = direction;
    this.lookup =
        bounds.size() == 1 && isPoint(what.index(), bounds.get(0))
            ? new IndexLookup(
                parts,
                bounds.get(0).prefix().stream().map(FieldMatch::value).toList(),
                /* computed= */ List.of())
            : null;
  }

  private static boolean isPoint(IndexDef index, KeyBounds bounds) {
    return index.isUnique()
        && bounds.prefix().size() == index.parts().size()
        && bounds.prefix().stream().allMatch(match -> match.nulls() == FieldMatch.Nulls.NOTHING);
  }

  /** A table and one of its indexes. */
  public record IndexOf(TableDef table, IndexDef index) {}

  /** What is read of an index and of the rows behind it. */
  record Parts(
      TableDef table,
      IndexDef index,
      IndexCodec codec,
      IndexReader entryFirst,
      @Nullable Expression entryFilter,
      IndexReader entryRest,
      @Nullable RowPart row) {

    static Parts of(IndexOf what, ReadColumns entry, @Nullable ReadColumns row) {
      IndexCodec codec = IndexCodec.of(what.table(), what.index());
      return new Parts(
          what.table(),
          what.index(),
          codec,
          reader(codec, entry.first()),
          entry.filter(),
          reader(codec, entry.rest()),
          row == null ? null : new RowPart(TableCodec.of(what.table()), row));
    }

    private static IndexReader reader(IndexCodec codec, List<ColumnRead> reads) {
      return codec.reader(
          reads.stream().mapToInt(ColumnRead::column).toArray(),
          reads.stream().mapToInt(ColumnRead::register).toArray());
    }

    boolean reads(TreeId tree) {
      return tree.equals(table.tree()) || tree.equals(index.tree());
    }

    SqlProblem dangling() {
      return SqlProblem.of(
          SqlErrorCode.CORRUPT,
          "an entry of index %s leads to no row of table %s",
          index.name(),
          table.name());
    }
  }

  /** How many entries it would visit now, about. */
  double entries(RunContext context) {
    return ranges.entries(context, parts.index().tree());
  }

  /** The same as a lookup; null where it may find more than one entry. */
  @Nullable IndexLookup asLookup() {
    return lookup;
  }

  @Override
  public boolean reads(TreeId tree) {
    return parts.reads(tree);
  }

  @Override
  public boolean showsAtMostOneRow() {
    return lookup != null;
  }

  @Override
  public RowSource open(RunContext context) {
    return lookup == null ? new Run(context) : lookup.open(context);
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
      this.entries = new RangeCursor(context, parts.index().tree(), direction);
    }

    @Override
    public void start() {
      entries.start(ranges.evaluate(run));
    }

    @Override
    public boolean next() {
      @Nullable Expression filter = parts.entryFilter();
      for (int i = entries.next(); i >= 0; i = entries.next()) {
        Cursor batch = entries.batch();
        parts.entryFirst().read(batch, i, registers);
        if (filter == null || filter.isTrue(run)) {
          parts.entryRest().read(batch, i, registers);
          RowPart row = parts.row();
          if (row == null || fetches(row, batch, i)) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean fetches(RowPart row, Cursor batch, int entry) {
      parts.codec().rowKey(batch, entry, rowKey);
      if (!context.view().get(parts.table().tree(), rowKey, rowValue)) {
        throw parts.dangling();
      }
      return row.read(rowKey, rowValue, run);
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
