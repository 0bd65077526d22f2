package dev.zdb.jdbc.remote;

import dev.zdb.jdbc.protocol.BlockReader;
import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.jdbc.protocol.RowBlock;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import java.util.List;

/** Rows that come block by block; the server closes its cursor with the last one. */
final class RemoteRowCursor implements RowCursor {
  private static final int NONE = 0;

  private final RemoteSession session;
  private final List<ColumnMetadata> columns;
  private final int fetchSize;
  private int cursor;
  private BlockReader rows;

  RemoteRowCursor(
      RemoteSession session, List<ColumnMetadata> columns, Reply.Rows first, int fetchSize) {
    this.session = session;
    this.columns = columns;
    this.fetchSize = fetchSize;
    this.cursor = first.cursor();
    this.rows = new BlockReader(columns, first.block());
  }

  @Override
  public List<ColumnMetadata> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    while (!rows.next()) {
      if (cursor == NONE) {
        return false;
      }
      int asked = cursor;
      cursor = NONE;
      Reply.Block more = session.ask(Reply.Block.class, new Request.Fetch(asked, fetchSize));
      rows = new BlockReader(columns, more.block());
      if (!more.isLast()) {
        cursor = asked;
      }
    }
    return true;
  }

  @Override
  public boolean isNull(int column) {
    return rows.isNull(column);
  }

  @Override
  public long asLong(int column) {
    return rows.asLong(column);
  }

  @Override
  public double asDouble(int column) {
    return rows.asDouble(column);
  }

  @Override
  public Object asObject(int column) {
    return rows.asObject(column);
  }

  @Override
  public void close() {
    if (cursor != NONE) {
      session.connection().tell(new Request.CloseCursor(cursor));
      cursor = NONE;
    }
    rows = new BlockReader(columns, new RowBlock(0, new byte[0]));
  }
}
