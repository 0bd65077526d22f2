package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.TypeKind;
import java.util.List;

/**
 * Cuts the rows of a cursor into blocks. It looks one row ahead, so that the last block says that
 * it is the last.
 *
 * <p><b>Owner:</b> owns the cursor, and closes it behind the last row.
 */
public final class BlockWriter implements AutoCloseable {
  private final RowCursor cursor;
  private final List<ColumnMetadata> columns;
  private final TypeKind[] kinds;
  private final PayloadWriter out;
  private final int targetBytes;
  private boolean started;
  private boolean done;

  /**
   * Stands before the first row.
   *
   * @param targetBytes a block ends with the row that reaches so many bytes
   * @param maxBytes more bytes than any block may have
   */
  public BlockWriter(RowCursor cursor, int targetBytes, int maxBytes) {
    this.cursor = cursor;
    this.columns = cursor.columns();
    this.kinds = RowBlock.kinds(columns);
    this.targetBytes = targetBytes;
    this.out = new PayloadWriter(maxBytes);
  }

  public List<ColumnMetadata> columns() {
    return columns;
  }

  /** Whether the block that was made last is the last. */
  public boolean isDone() {
    return done;
  }

  /** The next rows, as many as asked for and as a block holds; 0 asks for the latter only. */
  public RowBlock next(int maxRows) {
    out.truncate(0);
    int rows = 0;
    boolean more = started ? !done : cursor.next();
    started = true;
    while (more && (maxRows == 0 || rows < maxRows) && out.size() < targetBytes) {
      RowBlock.writeRow(out, kinds, cursor);
      rows++;
      more = cursor.next();
    }
    if (!more) {
      done = true;
      cursor.close();
    }
    return new RowBlock(rows, out.toByteArray());
  }

  @Override
  public void close() {
    done = true;
    cursor.close();
  }
}
