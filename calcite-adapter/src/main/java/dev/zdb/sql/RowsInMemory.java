package dev.zdb.sql;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A result that is there from the start. */
final class RowsInMemory implements RowCursor {
  private final List<ColumnMetadata> columns;
  private final Iterator<Object[]> rows;
  private Object[] row = {};

  RowsInMemory(List<ColumnMetadata> columns, List<Object[]> rows) {
    this.columns = columns;
    this.rows = rows.iterator();
  }

  @Override
  public List<ColumnMetadata> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    boolean more = rows.hasNext();
    row = more ? rows.next() : new Object[0];
    return more;
  }

  @Override
  public boolean isNull(int column) {
    return value(column) == null;
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
    return Objects.requireNonNull(value(column));
  }

  private @Nullable Object value(int column) {
    return row[column];
  }

  @Override
  public void close() {
    row = new Object[0];
  }
}
