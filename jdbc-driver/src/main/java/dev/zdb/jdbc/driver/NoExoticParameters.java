package dev.zdb.jdbc.driver;

import java.net.URL;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;

/** Values of types that there are not. */
public interface NoExoticParameters extends PreparedStatement {
  @Override
  default void setRef(int parameterIndex, Ref value) throws SQLException {
    throw SqlExceptions.unsupported(
        "An array, reference, row identifier, XML value or URL as a parameter");
  }

  @Override
  default void setArray(int parameterIndex, Array value) throws SQLException {
    throw SqlExceptions.unsupported(
        "An array, reference, row identifier, XML value or URL as a parameter");
  }

  @Override
  default void setURL(int parameterIndex, URL value) throws SQLException {
    throw SqlExceptions.unsupported(
        "An array, reference, row identifier, XML value or URL as a parameter");
  }

  @Override
  default void setRowId(int parameterIndex, RowId value) throws SQLException {
    throw SqlExceptions.unsupported(
        "An array, reference, row identifier, XML value or URL as a parameter");
  }

  @Override
  default void setSQLXML(int parameterIndex, SQLXML value) throws SQLException {
    throw SqlExceptions.unsupported(
        "An array, reference, row identifier, XML value or URL as a parameter");
  }
}
