package dev.zdb.jdbc.driver;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Struct;

/** Arrays, structures, XML values and savepoints, which there are not. */
public interface NoServerObjects extends Connection {
  @Override
  default Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    throw SqlExceptions.unsupported("An array");
  }

  @Override
  default Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw SqlExceptions.unsupported("A structure");
  }

  @Override
  default SQLXML createSQLXML() throws SQLException {
    throw SqlExceptions.unsupported("An XML value");
  }

  @Override
  default Savepoint setSavepoint() throws SQLException {
    throw SqlExceptions.unsupported("A savepoint");
  }

  @Override
  default Savepoint setSavepoint(String name) throws SQLException {
    throw SqlExceptions.unsupported("A savepoint");
  }

  @Override
  default void rollback(Savepoint savepoint) throws SQLException {
    throw SqlExceptions.unsupported("A savepoint");
  }

  @Override
  default void releaseSavepoint(Savepoint savepoint) throws SQLException {
    throw SqlExceptions.unsupported("A savepoint");
  }
}
