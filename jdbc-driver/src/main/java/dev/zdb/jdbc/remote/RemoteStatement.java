package dev.zdb.jdbc.remote;

import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the server holds under a handle. Its columns are those of its last execution,
 * which a change of the schema may have made others than those told when it was prepared.
 */
final class RemoteStatement implements PreparedSql {
  private final RemoteConnection connection;
  private final String text;
  private final Reply.Prepared prepared;
  private List<ColumnMetadata> columns;
  private boolean closed;

  RemoteStatement(RemoteConnection connection, String text, Reply.Prepared prepared) {
    this.connection = connection;
    this.text = text;
    this.prepared = prepared;
    this.columns = prepared.columns();
  }

  int handle() {
    return prepared.handle();
  }

  boolean isOf(RemoteConnection other) {
    return connection == other;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public List<SqlType> parameters() {
    return prepared.parameters();
  }

  @Override
  public List<ColumnMetadata> columns() {
    return columns;
  }

  /** The columns of rows that came; null for those told when it was prepared. */
  List<ColumnMetadata> columnsOf(@Nullable List<ColumnMetadata> news) {
    columns = news == null ? prepared.columns() : news;
    return columns;
  }

  @Override
  public boolean isQuery() {
    return prepared.isQuery();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      connection.tellLater(new Request.CloseStatement(handle()));
    }
  }
}
