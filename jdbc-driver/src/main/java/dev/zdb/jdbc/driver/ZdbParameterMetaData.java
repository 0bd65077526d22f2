package dev.zdb.jdbc.driver;

import dev.zdb.jdbc.convert.JdbcTypes;
import dev.zdb.sql.api.SqlType;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** What the parameters of a statement are. */
public final class ZdbParameterMetaData implements ParameterMetaData, Unwrapping {
  private final List<SqlType> types;

  ZdbParameterMetaData(List<SqlType> types) {
    this.types = types;
  }

  private SqlType type(int parameter) throws SQLException {
    if (parameter < 1 || parameter > types.size()) {
      throw SqlExceptions.noSuchParameter(parameter, types.size());
    }
    return types.get(parameter - 1);
  }

  @Override
  public int getParameterCount() {
    return types.size();
  }

  @Override
  public int isNullable(int parameter) throws SQLException {
    type(parameter);
    return parameterNullableUnknown;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException {
    return type(parameter).kind().isNumeric();
  }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    return JdbcTypes.precision(type(parameter));
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    return JdbcTypes.scale(type(parameter));
  }

  @Override
  public int getParameterType(int parameter) throws SQLException {
    return JdbcTypes.code(type(parameter).kind());
  }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return JdbcTypes.name(type(parameter).kind());
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    return JdbcTypes.className(type(parameter).kind());
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    type(parameter);
    return parameterModeIn;
  }
}
