package dev.zdb.sql.write;

import dev.zdb.sql.exec.RowSource;
import dev.zdb.sql.exec.RowStore;

/**
 * All rows of a source, read before the first is shown: a statement must not meet the rows that it
 * writes itself.
 */
final class CollectedRows implements RowSource {
  private final RowSource source;
  private final RowStore rows;
  private int next;

  CollectedRows(RowSource source, RowStore rows) {
    this.source = source;
    this.rows = rows;
  }

  @Override
  public void start() {
    rows.clear();
    source.start();
    while (source.next()) {
      rows.append();
    }
    next = 0;
  }

  @Override
  public boolean next() {
    if (next == rows.size()) {
      return false;
    }
    rows.restore(next++);
    return true;
  }

  @Override
  public void close() {
    try (source) {
      rows.close();
    }
  }
}
