package dev.zdb.jdbc.driver;

import java.net.URL;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Values of types that there are not; null, of whatever type, there is. */
public interface NoExoticParameters extends PreparedStatement {
  private void setOnlyNull(int parameterIndex, @Nullable Object value) throws SQLException {
    if (value != null) {
      throw SqlExceptions.unsupported(
          "An array, reference, row identifier, XML value or URL as a parameter");
    }
    setNull(parameterIndex, Types.NULL);
  }

  @Override
  default void setRef(int parameterIndex, @Nullable Ref value) throws SQLException {
    setOnlyNull(parameterIndex, value);
  }

  @Override
  default void setArray(int parameterIndex, @Nullable Array value) throws SQLException {
    setOnlyNull(parameterIndex, value);
  }

  @Override
  default void setURL(int parameterIndex, @Nullable URL value) throws SQLException {
    setOnlyNull(parameterIndex, value);
  }

  @Override
  default void setRowId(int parameterIndex, @Nullable RowId value) throws SQLException {
    setOnlyNull(parameterIndex, value);
  }

  @Override
  default void setSQLXML(int parameterIndex, @Nullable SQLXML value) throws SQLException {
    setOnlyNull(parameterIndex, value);
  }
}
