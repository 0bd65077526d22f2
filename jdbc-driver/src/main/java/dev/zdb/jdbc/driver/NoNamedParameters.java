package dev.zdb.jdbc.driver;

import java.io.InputStream;
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

/** Parameters are numbered; they have no names. */
public interface NoNamedParameters extends CallableStatement {
  @Override
  default void registerOutParameter(String parameterName, int scale) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void registerOutParameter(String parameterName, int scale, int scale2)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void registerOutParameter(String parameterName, int scale, String value)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void registerOutParameter(String parameterName, SQLType type) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void registerOutParameter(String parameterName, SQLType type, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void registerOutParameter(String parameterName, SQLType type, String typeName)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default String getString(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default boolean getBoolean(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default byte getByte(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default short getShort(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default int getInt(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default long getLong(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default float getFloat(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default double getDouble(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default byte[] getBytes(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Date getDate(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Time getTime(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Timestamp getTimestamp(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Object getObject(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default BigDecimal getBigDecimal(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Ref getRef(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Blob getBlob(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Clob getClob(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Array getArray(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Date getDate(String parameterName, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Time getTime(String parameterName, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Timestamp getTimestamp(String parameterName, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default URL getURL(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default RowId getRowId(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default NClob getNClob(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default SQLXML getSQLXML(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default String getNString(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Reader getNCharacterStream(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default Reader getCharacterStream(String parameterName) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default <T> T getObject(String parameterName, Class<T> type) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setURL(String parameterName, URL value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNull(String parameterName, int scale) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBoolean(String parameterName, boolean value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setByte(String parameterName, byte value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setShort(String parameterName, short value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setInt(String parameterName, int scale) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setLong(String parameterName, long length) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setFloat(String parameterName, float value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setDouble(String parameterName, double value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBigDecimal(String parameterName, BigDecimal value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setString(String parameterName, String value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBytes(String parameterName, byte[] value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setDate(String parameterName, Date value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setTime(String parameterName, Time value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setTimestamp(String parameterName, Timestamp value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setAsciiStream(String parameterName, InputStream stream, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBinaryStream(String parameterName, InputStream stream, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setObject(String parameterName, Object value, int scale, int scale2)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setObject(String parameterName, Object value, int scale) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setObject(String parameterName, Object value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setObject(String parameterName, Object value, SQLType type) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setObject(String parameterName, Object value, SQLType type, int scaleOrLength)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setCharacterStream(String parameterName, Reader reader, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setDate(String parameterName, Date value, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setTime(String parameterName, Time value, Calendar calendar) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setTimestamp(String parameterName, Timestamp value, Calendar calendar)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNull(String parameterName, int scale, String value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setRowId(String parameterName, RowId value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNString(String parameterName, String value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNCharacterStream(String parameterName, Reader reader, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNClob(String parameterName, NClob value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setClob(String parameterName, Reader reader, long length) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBlob(String parameterName, InputStream stream, long length) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNClob(String parameterName, Reader reader, long length) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setSQLXML(String parameterName, SQLXML value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBlob(String parameterName, Blob value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setClob(String parameterName, Clob value) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setAsciiStream(String parameterName, InputStream stream, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBinaryStream(String parameterName, InputStream stream, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setCharacterStream(String parameterName, Reader reader, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setAsciiStream(String parameterName, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBinaryStream(String parameterName, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setCharacterStream(String parameterName, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNCharacterStream(String parameterName, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setClob(String parameterName, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setBlob(String parameterName, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }

  @Override
  default void setNClob(String parameterName, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("A parameter with a name");
  }
}
