package dev.zdb.jdbc.driver;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A result is read once from its first row to its last. */
public interface NoScrolling extends ResultSet {
  @Override
  default boolean isLast() throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default void beforeFirst() throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default void afterLast() throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default boolean first() throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default boolean last() throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default boolean absolute(int scale) throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default boolean relative(int scale) throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }

  @Override
  default boolean previous() throws SQLException {
    throw SqlExceptions.unsupported("Moving in a result other than to the next row");
  }
}
