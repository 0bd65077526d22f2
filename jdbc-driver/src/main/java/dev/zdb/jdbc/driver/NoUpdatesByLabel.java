package dev.zdb.jdbc.driver;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** A result is read only: whoever asks to change it is told so, here by the label of a column. */
public interface NoUpdatesByLabel extends ResultSet {
  @Override
  default void updateNull(String columnLabel) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBoolean(String columnLabel, boolean value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateByte(String columnLabel, byte value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateShort(String columnLabel, short value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateInt(String columnLabel, int scale) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateLong(String columnLabel, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateFloat(String columnLabel, float value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateDouble(String columnLabel, double value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBigDecimal(String columnLabel, BigDecimal value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateString(String columnLabel, String value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBytes(String columnLabel, byte[] value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateDate(String columnLabel, Date value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateTime(String columnLabel, Time value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateTimestamp(String columnLabel, Timestamp value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateAsciiStream(String columnLabel, InputStream stream, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBinaryStream(String columnLabel, InputStream stream, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateCharacterStream(String columnLabel, Reader reader, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(String columnLabel, Object value, int scale) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(String columnLabel, Object value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateRef(String columnLabel, Ref value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBlob(String columnLabel, Blob value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateClob(String columnLabel, Clob value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateArray(String columnLabel, Array value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateRowId(String columnLabel, RowId value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNString(String columnLabel, String value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNClob(String columnLabel, NClob value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateSQLXML(String columnLabel, SQLXML value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateAsciiStream(String columnLabel, InputStream stream, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBinaryStream(String columnLabel, InputStream stream, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBlob(String columnLabel, InputStream stream, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateClob(String columnLabel, Reader reader, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNClob(String columnLabel, Reader reader, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNCharacterStream(String columnLabel, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateAsciiStream(String columnLabel, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBinaryStream(String columnLabel, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateCharacterStream(String columnLabel, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBlob(String columnLabel, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateClob(String columnLabel, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNClob(String columnLabel, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(String columnLabel, Object value, SQLType type) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(String columnLabel, Object value, SQLType type, int length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }
}
