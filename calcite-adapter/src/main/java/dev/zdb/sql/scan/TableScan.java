package dev.zdb.sql.scan;

import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.exec.Operator;
import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Execution;
import java.util.List;

/**
 * A table's rows in the order of its key, all or some ranges of keys.
 *
 * <p>Its loop is where most of a query's time goes; see {@link RowSieve}.
 */
public final class TableScan implements Operator {
  private final TreeId tree;
  private final KeyRanges ranges;
  private final Direction direction;
  private final RowSieve sieve;

  /**
   * Compiles a scan.
   *
   * @param bounds on the primary key; several for alternatives, in any order
   */
  public TableScan(
      TableDef table, List<KeyBounds> bounds, Direction direction, ReadColumns columns) {
    TableCodec codec = TableCodec.of(table);
    this.tree = table.tree();
    this.ranges = new KeyRanges(codec.key(), table, table.primaryKey(), bounds, direction);
    this.direction = direction;
    this.sieve = new RowSieve(codec, columns);
  }

  /** How many entries it would visit now, about. */
  double entries(RunContext context) {
    return ranges.entries(context, tree);
  }

  @Override
  public boolean reads(TreeId other) {
    return tree.equals(other);
  }

  @Override
  public RowSource open(RunContext context) {
    return new Run(context);
  }

  private final class Run implements RowSource {
    private final Execution run;
    private final RowSieve.Limits limits = sieve.newLimits();
    private final RangeCursor entries;
    private int chosen;
    private int next;

    Run(RunContext context) {
      run = context.run();
      entries = new RangeCursor(context, tree, direction);
    }

    @Override
    public void start() {
      sieve.limit(run.registers, limits);
      entries.start(ranges.evaluate(run));
      chosen = 0;
      next = 0;
    }

    @Override
    public boolean next() {
      do {
        while (next < chosen) {
          if (sieve.read(entries.batch(), limits.chosen(next++), run)) {
            return true;
          }
        }
      } while (fetch());
      return false;
    }

    private boolean fetch() {
      next = 0;
      chosen = entries.fetch() ? sieve.choose(entries.batch(), limits) : -1;
      return chosen >= 0;
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
