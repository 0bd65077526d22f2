package dev.zdb.jdbc.driver;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlProblem;
import java.util.List;

/** A cursor that fails whatever it is asked. */
record FailingCursor(SqlProblem problem) implements RowCursor {
  @Override
  public List<ColumnMetadata> columns() {
    return List.of(FakeSession.KEY);
  }

  @Override
  public boolean next() {
    throw problem;
  }

  @Override
  public boolean isNull(int column) {
    throw problem;
  }

  @Override
  public long asLong(int column) {
    throw problem;
  }

  @Override
  public double asDouble(int column) {
    throw problem;
  }

  @Override
  public Object asObject(int column) {
    throw problem;
  }

  @Override
  public void close() {}
}
