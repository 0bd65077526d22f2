package dev.zdb.sql.api;

import java.util.List;

/**
 * The rows of a result, one after another, columns counted from 0.
 *
 * <p>A new cursor stands before the first row; the getters speak of the row that the last {@code
 * true} from {@link #next} showed. Values are converted by nobody: ask for what the column's type
 * says.
 *
 * <p><b>Threads:</b> one at a time. <b>Failure:</b> every method throws {@link SqlProblem}, with
 * {@link SqlErrorCode#CANCELLED} after a cancel or time-out; the cursor is over then.
 */
public interface RowCursor extends AutoCloseable {
  List<ColumnMetadata> columns();

  /** Moves to the next row; returns whether there is one. */
  boolean next();

  boolean isNull(int column);

  /** A BOOLEAN as 0 or 1, a TINYINT, SMALLINT, INTEGER or BIGINT that is not null. */
  long asLong(int column);

  /** A REAL or DOUBLE that is not null. */
  double asDouble(int column);

  /** A value of any type that is not null, of the class that {@link TypeKind} names. */
  Object asObject(int column);

  @Override
  void close();
}
