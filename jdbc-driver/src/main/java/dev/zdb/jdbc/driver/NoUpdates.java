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

/** A result is read only: whoever asks to change it is told so, here by the number of a column. */
public interface NoUpdates extends ResultSet {
  @Override
  default void updateNull(int columnIndex) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBoolean(int columnIndex, boolean value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateByte(int columnIndex, byte value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateShort(int columnIndex, short value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateInt(int columnIndex, int scale) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateLong(int columnIndex, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateFloat(int columnIndex, float value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateDouble(int columnIndex, double value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBigDecimal(int columnIndex, BigDecimal value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateString(int columnIndex, String value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBytes(int columnIndex, byte[] value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateDate(int columnIndex, Date value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateTime(int columnIndex, Time value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateTimestamp(int columnIndex, Timestamp value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateAsciiStream(int columnIndex, InputStream stream, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBinaryStream(int columnIndex, InputStream stream, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateCharacterStream(int columnIndex, Reader reader, int scale)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(int columnIndex, Object value, int scale) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(int columnIndex, Object value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateRef(int columnIndex, Ref value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBlob(int columnIndex, Blob value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateClob(int columnIndex, Clob value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateArray(int columnIndex, Array value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateRowId(int columnIndex, RowId value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNString(int columnIndex, String value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNClob(int columnIndex, NClob value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateSQLXML(int columnIndex, SQLXML value) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNCharacterStream(int columnIndex, Reader reader, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateAsciiStream(int columnIndex, InputStream stream, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBinaryStream(int columnIndex, InputStream stream, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateCharacterStream(int columnIndex, Reader reader, long length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBlob(int columnIndex, InputStream stream, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateClob(int columnIndex, Reader reader, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNClob(int columnIndex, Reader reader, long length) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNCharacterStream(int columnIndex, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateAsciiStream(int columnIndex, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBinaryStream(int columnIndex, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateCharacterStream(int columnIndex, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateBlob(int columnIndex, InputStream stream) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateClob(int columnIndex, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateNClob(int columnIndex, Reader reader) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void insertRow() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateRow() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void deleteRow() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void refreshRow() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void cancelRowUpdates() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void moveToInsertRow() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void moveToCurrentRow() throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(int columnIndex, Object value, SQLType type) throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }

  @Override
  default void updateObject(int columnIndex, Object value, SQLType type, int length)
      throws SQLException {
    throw SqlExceptions.unsupported("Changing a row of a result");
  }
}
