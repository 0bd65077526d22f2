package dev.zdb.jdbc.driver;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import java.util.List;
import java.util.Objects;

/** Rows that are there already, such as generated keys. */
final class ListCursor implements RowCursor {
  private final List<ColumnMetadata> columns;
  private final List<Object[]> rows;
  private int row = -1;

  ListCursor(List<ColumnMetadata> columns, List<Object[]> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public List<ColumnMetadata> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    row = Math.min(row + 1, rows.size());
    return row < rows.size();
  }

  @Override
  public boolean isNull(int column) {
    return rows.get(row)[column] == null;
  }

  @Override
  public long asLong(int column) {
    Object value = asObject(column);
    return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
  }

  @Override
  public double asDouble(int column) {
    return ((Number) asObject(column)).doubleValue();
  }

  @Override
  public Object asObject(int column) {
    return Objects.requireNonNull(rows.get(row)[column]);
  }

  @Override
  public void close() {}
}
