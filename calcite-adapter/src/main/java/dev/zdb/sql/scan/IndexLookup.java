package dev.zdb.sql.scan;

import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.codec.IndexReader;
import dev.zdb.sql.exec.Assignment;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one row of a unique index's key, or none: the entry's value is the key of its row. */
public final class IndexLookup extends PointLookup {
  private final IndexScan.Parts parts;
  private final List<Expression> key;

  /** Looks up an entry by all of the index's own columns. */
  IndexLookup(IndexScan.Parts parts, List<Expression> key, List<Assignment> computed) {
    super(parts.codec().key(), key, computed);
    this.parts = parts;
    this.key = List.copyOf(key);
  }

  @Override
  IndexLookup computing(List<Assignment> all) {
    return new IndexLookup(parts, key, all);
  }

  @Override
  public boolean reads(TreeId tree) {
    return parts.reads(tree);
  }

  @Override
  boolean read(RunContext context, Buffers buffers) {
    Execution run = context.run();
    if (!context.view().get(parts.index().tree(), buffers.key, buffers.value)) {
      return false;
    }
    IndexReader first = parts.entryFirst();
    first.read(buffers.key, buffers.value, run.registers);
    @Nullable Expression filter = parts.entryFilter();
    if (filter != null && !filter.isTrue(run)) {
      return false;
    }
    parts.entryRest().read(buffers.key, buffers.value, run.registers);
    RowPart row = parts.row();
    if (row == null) {
      return true;
    }
    if (!context.view().get(parts.table().tree(), buffers.value, buffers.row)) {
      throw parts.dangling();
    }
    return row.read(buffers.value, buffers.row, run);
  }
}
