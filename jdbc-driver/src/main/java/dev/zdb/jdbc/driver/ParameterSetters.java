package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import dev.zdb.jdbc.convert.ParameterWriter;
import dev.zdb.jdbc.convert.Site;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** The setters of parameters, all over {@link #bind} and {@link #site}. */
public interface ParameterSetters extends PreparedStatement {
  /** Binds a value of a class that {@link dev.zdb.sql.api.TypeKind} names, or null. */
  void bind(int parameterIndex, @Nullable Object value) throws SQLException;

  /** Where the parameter stands. */
  Site site(int parameterIndex) throws SQLException;

  /** Binds an object by its class. */
  private void bindObject(int parameterIndex, @Nullable Object x) throws SQLException {
    bind(parameterIndex, x == null ? null : ParameterWriter.value(x, site(parameterIndex)));
  }

  private void bindIn(@Nullable Calendar calendar, int parameterIndex, @Nullable Object x)
      throws SQLException {
    if (x == null || calendar == null) {
      bindObject(parameterIndex, x);
      return;
    }
    Site there = site(parameterIndex).in(calendar.getTimeZone().toZoneId());
    bind(parameterIndex, ParameterWriter.value(x, there));
  }

  private void bindBytes(int parameterIndex, @Nullable InputStream stream, long length)
      throws SQLException {
    bind(
        parameterIndex,
        stream == null ? null : ParameterWriter.bytes(stream, length, site(parameterIndex)));
  }

  private void bindText(int parameterIndex, @Nullable Reader reader, long length)
      throws SQLException {
    bind(
        parameterIndex,
        reader == null ? null : ParameterWriter.characters(reader, length, site(parameterIndex)));
  }

  private void bindAscii(int parameterIndex, @Nullable InputStream stream, long length)
      throws SQLException {
    bind(
        parameterIndex,
        stream == null
            ? null
            : ParameterWriter.characters(
                stream, length, StandardCharsets.US_ASCII, site(parameterIndex)));
  }

  @Override
  default void setNull(int parameterIndex, int sqlType) throws SQLException {
    bind(parameterIndex, null);
  }

  @Override
  default void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    bind(parameterIndex, null);
  }

  @Override
  default void setBoolean(int parameterIndex, boolean x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setByte(int parameterIndex, byte x) throws SQLException {
    bind(parameterIndex, (int) x);
  }

  @Override
  default void setShort(int parameterIndex, short x) throws SQLException {
    bind(parameterIndex, (int) x);
  }

  @Override
  default void setInt(int parameterIndex, int x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setLong(int parameterIndex, long x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setFloat(int parameterIndex, float x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setDouble(int parameterIndex, double x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setBigDecimal(int parameterIndex, @Nullable BigDecimal x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setString(int parameterIndex, @Nullable String x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setNString(int parameterIndex, @Nullable String x) throws SQLException {
    bind(parameterIndex, x);
  }

  @Override
  default void setBytes(int parameterIndex, byte @Nullable [] x) throws SQLException {
    bind(parameterIndex, x == null ? null : x.clone());
  }

  @Override
  default void setDate(int parameterIndex, @Nullable Date x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setTime(int parameterIndex, @Nullable Time x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setTimestamp(int parameterIndex, @Nullable Timestamp x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setDate(int parameterIndex, @Nullable Date x, @Nullable Calendar cal)
      throws SQLException {
    bindIn(cal, parameterIndex, x);
  }

  @Override
  default void setTime(int parameterIndex, @Nullable Time x, @Nullable Calendar cal)
      throws SQLException {
    bindIn(cal, parameterIndex, x);
  }

  @Override
  default void setTimestamp(int parameterIndex, @Nullable Timestamp x, @Nullable Calendar cal)
      throws SQLException {
    bindIn(cal, parameterIndex, x);
  }

  @Override
  default void setObject(int parameterIndex, @Nullable Object x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setObject(int parameterIndex, @Nullable Object x, int targetSqlType)
      throws SQLException {
    setObject(parameterIndex, x, targetSqlType, -1);
  }

  @Override
  default void setObject(
      int parameterIndex, @Nullable Object x, int targetSqlType, int scaleOrLength)
      throws SQLException {
    Site there = site(parameterIndex);
    bind(
        parameterIndex,
        x == null ? null : ParameterWriter.value(x, targetSqlType, scaleOrLength, there));
  }

  @Override
  default void setObject(int parameterIndex, @Nullable Object x, @Nullable SQLType targetSqlType)
      throws SQLException {
    setObject(parameterIndex, x, targetSqlType, -1);
  }

  @Override
  default void setObject(
      int parameterIndex, @Nullable Object x, @Nullable SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    SQLType type = required(targetSqlType, "type");
    Integer code = type.getVendorTypeNumber();
    if (!"java.sql".equals(type.getVendor()) || code == null) {
      throw SqlExceptions.unsupported("The type " + type.getName() + " of another vendor");
    }
    setObject(parameterIndex, x, code, scaleOrLength);
  }

  @Override
  default void setBlob(int parameterIndex, @Nullable Blob x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setClob(int parameterIndex, @Nullable Clob x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setNClob(int parameterIndex, @Nullable NClob x) throws SQLException {
    bindObject(parameterIndex, x);
  }

  @Override
  default void setBlob(int parameterIndex, @Nullable InputStream x) throws SQLException {
    bindBytes(parameterIndex, x, -1);
  }

  @Override
  default void setBlob(int parameterIndex, @Nullable InputStream x, long length)
      throws SQLException {
    bindBytes(parameterIndex, x, length);
  }

  @Override
  default void setBinaryStream(int parameterIndex, @Nullable InputStream x) throws SQLException {
    bindBytes(parameterIndex, x, -1);
  }

  @Override
  default void setBinaryStream(int parameterIndex, @Nullable InputStream x, int length)
      throws SQLException {
    bindBytes(parameterIndex, x, length);
  }

  @Override
  default void setBinaryStream(int parameterIndex, @Nullable InputStream x, long length)
      throws SQLException {
    bindBytes(parameterIndex, x, length);
  }

  @Override
  default void setAsciiStream(int parameterIndex, @Nullable InputStream x) throws SQLException {
    bindAscii(parameterIndex, x, -1);
  }

  @Override
  default void setAsciiStream(int parameterIndex, @Nullable InputStream x, int length)
      throws SQLException {
    bindAscii(parameterIndex, x, length);
  }

  @Override
  default void setAsciiStream(int parameterIndex, @Nullable InputStream x, long length)
      throws SQLException {
    bindAscii(parameterIndex, x, length);
  }

  @Deprecated
  @Override
  default void setUnicodeStream(int parameterIndex, @Nullable InputStream x, int length)
      throws SQLException {
    bind(
        parameterIndex,
        x == null
            ? null
            : ParameterWriter.characters(x, length, StandardCharsets.UTF_8, site(parameterIndex)));
  }

  @Override
  default void setClob(int parameterIndex, @Nullable Reader x) throws SQLException {
    bindText(parameterIndex, x, -1);
  }

  @Override
  default void setClob(int parameterIndex, @Nullable Reader x, long length) throws SQLException {
    bindText(parameterIndex, x, length);
  }

  @Override
  default void setNClob(int parameterIndex, @Nullable Reader x) throws SQLException {
    bindText(parameterIndex, x, -1);
  }

  @Override
  default void setNClob(int parameterIndex, @Nullable Reader x, long length) throws SQLException {
    bindText(parameterIndex, x, length);
  }

  @Override
  default void setCharacterStream(int parameterIndex, @Nullable Reader x) throws SQLException {
    bindText(parameterIndex, x, -1);
  }

  @Override
  default void setCharacterStream(int parameterIndex, @Nullable Reader x, int length)
      throws SQLException {
    bindText(parameterIndex, x, length);
  }

  @Override
  default void setCharacterStream(int parameterIndex, @Nullable Reader x, long length)
      throws SQLException {
    bindText(parameterIndex, x, length);
  }

  @Override
  default void setNCharacterStream(int parameterIndex, @Nullable Reader x) throws SQLException {
    bindText(parameterIndex, x, -1);
  }

  @Override
  default void setNCharacterStream(int parameterIndex, @Nullable Reader x, long length)
      throws SQLException {
    bindText(parameterIndex, x, length);
  }
}
