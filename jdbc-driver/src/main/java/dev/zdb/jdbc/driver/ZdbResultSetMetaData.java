package dev.zdb.jdbc.driver;

import dev.zdb.jdbc.convert.JdbcTypes;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** What the columns of a result are. */
public final class ZdbResultSetMetaData implements ResultSetMetaData, Unwrapping {
  private final List<ColumnMetadata> columns;
  private final String catalog;

  ZdbResultSetMetaData(List<ColumnMetadata> columns, String catalog) {
    this.columns = columns;
    this.catalog = catalog;
  }

  private ColumnMetadata column(int column) throws SQLException {
    if (column < 1 || column > columns.size()) {
      throw SqlExceptions.noSuchColumn(column, columns.size());
    }
    return columns.get(column - 1);
  }

  private SqlType type(int column) throws SQLException {
    return column(column).type();
  }

  @Override
  public int getColumnCount() {
    return columns.size();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return column(column).autoIncrement();
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return type(column).kind().isCharacter();
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return column(column).nullability() == Nullability.NULLABLE ? columnNullable : columnNoNulls;
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return type(column).kind().isNumeric();
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return JdbcTypes.displaySize(type(column));
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return column(column).label();
  }

  /** The name in the table; the label for an expression. */
  @Override
  public String getColumnName(int column) throws SQLException {
    ColumnMetadata found = column(column);
    return found.column().isEmpty() ? found.label() : found.column();
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return column(column).schema();
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return JdbcTypes.precision(type(column));
  }

  @Override
  public int getScale(int column) throws SQLException {
    return JdbcTypes.scale(type(column));
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return column(column).table();
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return column(column).table().isEmpty() ? "" : catalog;
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return JdbcTypes.code(type(column).kind());
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return JdbcTypes.name(type(column).kind());
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    column(column);
    return true;
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    column(column);
    return false;
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return JdbcTypes.className(type(column).kind());
  }
}
