package dev.zdb.jdbc.driver;

import java.net.URL;
import java.sql.Array;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;

/** Columns of types that there are not. */
public interface NoExoticColumns extends ResultSet {
  @Override
  default Array getArray(int columnIndex) throws SQLException {
    throw SqlExceptions.unsupported("An array as a column");
  }

  @Override
  default Ref getRef(int columnIndex) throws SQLException {
    throw SqlExceptions.unsupported("A reference as a column");
  }

  @Override
  default RowId getRowId(int columnIndex) throws SQLException {
    throw SqlExceptions.unsupported("A row identifier as a column");
  }

  @Override
  default SQLXML getSQLXML(int columnIndex) throws SQLException {
    throw SqlExceptions.unsupported("An XML value as a column");
  }

  @Override
  default URL getURL(int columnIndex) throws SQLException {
    throw SqlExceptions.unsupported("A URL as a column");
  }
}
