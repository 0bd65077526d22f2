package dev.zdb.jdbc.driver;

import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** What is called gives no values back through its parameters. */
public interface NoOutParameters extends CallableStatement {
  @Override
  default void registerOutParameter(int parameterIndex, int scale) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default void registerOutParameter(int parameterIndex, int scale, int scale2) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default boolean wasNull() throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default String getString(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default boolean getBoolean(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default byte getByte(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default short getShort(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default int getInt(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default long getLong(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default float getFloat(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default double getDouble(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Deprecated
  @Override
  default BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default byte[] getBytes(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Date getDate(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Time getTime(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Timestamp getTimestamp(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Object getObject(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Ref getRef(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Blob getBlob(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Clob getClob(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Array getArray(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Date getDate(int parameterIndex, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Time getTime(int parameterIndex, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Timestamp getTimestamp(int parameterIndex, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default void registerOutParameter(int parameterIndex, int scale, String value)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default URL getURL(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default RowId getRowId(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default NClob getNClob(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default SQLXML getSQLXML(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default String getNString(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Reader getNCharacterStream(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default Reader getCharacterStream(int parameterIndex) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default <T> T getObject(int parameterIndex, Class<T> type) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default void registerOutParameter(int parameterIndex, SQLType type) throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default void registerOutParameter(int parameterIndex, SQLType type, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }

  @Override
  default void registerOutParameter(int parameterIndex, SQLType type, String value)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter that gives a value back");
  }
}
