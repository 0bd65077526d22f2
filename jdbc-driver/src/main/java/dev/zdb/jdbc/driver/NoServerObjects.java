package dev.zdb.jdbc.driver;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Struct;

/** Arrays, structures, XML values, savepoints and sharding keys, which there are not. */
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

  @Override
  default void setShardingKey(ShardingKey key) throws SQLException {
    throw SqlExceptions.unsupported("A sharding key");
  }

  @Override
  default void setShardingKey(ShardingKey key, ShardingKey superKey) throws SQLException {
    throw SqlExceptions.unsupported("A sharding key");
  }

  @Override
  default boolean setShardingKeyIfValid(ShardingKey key, int timeout) throws SQLException {
    throw SqlExceptions.unsupported("A sharding key");
  }

  @Override
  default boolean setShardingKeyIfValid(ShardingKey key, ShardingKey superKey, int timeout)
      throws SQLException {
    throw SqlExceptions.unsupported("A sharding key");
  }
}
