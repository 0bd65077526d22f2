package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.SqlType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the database and of the driver.
 *
 * <p>What there is in the database is asked in SQL, of INFORMATION_SCHEMA, by the files of {@link
 * MetadataQuery}. A name in a pattern is compared as it is stored; {@code null} means any; where
 * JDBC wants a plain table name, one with {@code %} is taken as a pattern all the same.
 *
 * <p><b>Failure:</b> no method throws while the connection is open.
 */
public final class ZdbDatabaseMetaData
    implements SqlCapabilities, BehaviourCapabilities, Limits, EmptyResults, Unwrapping {
  private static final String PRODUCT = "ZDB";

  /** Whom CURRENT_USER names as well: until there is authentication, everybody is one. */
  private static final String ONLY_USER = "ZDB";

  private static final String ANY = "%";
  private static final String NUMERIC_FUNCTIONS =
      "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,COT,DEGREES,EXP,FLOOR,LOG,LOG10,MOD,PI,POWER,RADIANS,"
          + "RAND,ROUND,SIGN,SIN,SQRT,TAN,TRUNCATE";
  private static final String STRING_FUNCTIONS =
      "ASCII,CHAR_LENGTH,CHARACTER_LENGTH,CONCAT,LCASE,LEFT,LENGTH,LOCATE,LTRIM,OCTET_LENGTH,"
          + "POSITION,REPEAT,REPLACE,RIGHT,RTRIM,SPACE,SUBSTRING,UCASE";
  private static final String TIME_FUNCTIONS =
      "CURRENT_DATE,CURRENT_TIME,CURRENT_TIMESTAMP,CURDATE,CURTIME,DAYOFMONTH,DAYOFWEEK,DAYOFYEAR,"
          + "EXTRACT,HOUR,MINUTE,MONTH,NOW,QUARTER,SECOND,TIMESTAMPADD,TIMESTAMPDIFF,WEEK,YEAR";

  /** JDBC's names of kinds of table, and those of INFORMATION_SCHEMA. */
  private static final Map<String, String> TABLE_TYPES =
      new TreeMap<>(Map.of("SYSTEM TABLE", "SYSTEM TABLE", "TABLE", "BASE TABLE"));

  private final ZdbConnection connection;

  ZdbDatabaseMetaData(ZdbConnection connection) {
    this.connection = connection;
  }

  // ---- what there is in the database

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return given("TABLE_CAT v", List.<Object[]>of(new Object[] {connection.database().catalog()}));
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    return ask(MetadataQuery.SCHEMAS, exactly(catalog), pattern(schemaPattern));
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return given(
        "TABLE_TYPE v", TABLE_TYPES.keySet().stream().map(type -> new Object[] {type}).toList());
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] types)
      throws SQLException {
    List<String> wanted = types == null ? List.copyOf(TABLE_TYPES.keySet()) : Arrays.asList(types);
    List<Object> parameters = new ArrayList<>();
    parameters.add(exactly(catalog));
    parameters.add(pattern(schemaPattern));
    parameters.add(pattern(tablePattern));
    TABLE_TYPES.forEach((type, stored) -> parameters.add(wanted.contains(type) ? stored : ""));
    return ask(MetadataQuery.TABLES, parameters.toArray());
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return ask(
        MetadataQuery.COLUMNS,
        exactly(catalog),
        pattern(schemaPattern),
        pattern(tablePattern),
        pattern(columnPattern));
  }

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return ask(MetadataQuery.PRIMARY_KEYS, exactly(catalog), exactly(schema), table(table));
  }

  /**
   * CARDINALITY is the number of entries: that of unique values where the index is unique, and not
   * less than it elsewhere, since nobody tells equal ones apart. PAGES is 0, for not known.
   */
  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return ask(MetadataQuery.INDEX_INFO, exactly(catalog), exactly(schema), table(table), !unique);
  }

  /** The primary key, which identifies a row for as long as the row is there. */
  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      int scope,
      boolean nullable)
      throws SQLException {
    return ask(
        MetadataQuery.BEST_ROW_IDENTIFIER,
        bestRowSession,
        exactly(catalog),
        exactly(schema),
        table(table));
  }

  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return ask(MetadataQuery.TYPE_INFO);
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    ClientProperties.NAMES.forEach(
        (name, meaning) -> rows.add(new Object[] {name, Integer.MAX_VALUE, "", meaning}));
    return given("NAME v MAX_LEN i DEFAULT_VALUE v DESCRIPTION v", rows);
  }

  /** The names of an INSERT's columns at those places, counted from 1. */
  List<String> insertedColumns(@Nullable String sql, int... places) throws SQLException {
    List<String> target = SqlScan.insertTarget(required(sql, "SQL text"));
    if (target.isEmpty()) {
      throw SqlExceptions.unsupported("Choosing generated keys by number, but of an INSERT,");
    }
    String schema = target.size() > 1 ? target.get(target.size() - 2) : connection.getSchema();
    Map<Integer, String> names = new TreeMap<>();
    try (ResultSet columns =
        ask(
            MetadataQuery.COLUMNS,
            ANY,
            exactly(schema),
            exactly(target.get(target.size() - 1)),
            ANY)) {
      while (columns.next()) {
        names.put(columns.getInt("ORDINAL_POSITION"), columns.getString("COLUMN_NAME"));
      }
    }
    List<String> chosen = new ArrayList<>();
    for (int place : places) {
      String name = names.get(place);
      if (name == null) {
        throw SqlExceptions.noSuchColumn(place, names.size());
      }
      chosen.add(name);
    }
    return chosen;
  }

  private ResultSet ask(MetadataQuery query, Object... parameters) throws SQLException {
    ZdbPreparedStatement statement =
        new ZdbPreparedStatement(
            connection,
            connection.conversation().speak(session -> session.prepare(query.sql())),
            Keys.NONE);
    statement.closeOnCompletion();
    for (int i = 0; i < parameters.length; i++) {
      statement.bind(i + 1, parameters[i]);
    }
    return statement.executeQuery();
  }

  private static String pattern(@Nullable String pattern) {
    return pattern == null ? ANY : pattern;
  }

  private static String exactly(@Nullable String name) {
    return name == null ? ANY : name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static String table(@Nullable String name) {
    return name == null || name.contains(ANY) ? pattern(name) : exactly(name);
  }

  // sqlline looks for what its commands call in this class alone

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return EmptyResults.super.getImportedKeys(catalog, schema, table);
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return EmptyResults.super.getExportedKeys(catalog, schema, table);
  }

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return EmptyResults.super.getProcedures(catalog, schemaPattern, namePattern);
  }

  @Override
  public ResultSet none(String columns) throws SQLException {
    return given(columns, List.of());
  }

  private ResultSet given(String columns, List<Object[]> rows) throws SQLException {
    ZdbStatement statement = (ZdbStatement) connection.createStatement();
    statement.closeOnCompletion();
    ListCursor values = new ListCursor(columns(columns), rows);
    return new ZdbResultSet(statement, values, Conversation.NO_TRANSACTION);
  }

  private static List<ColumnMetadata> columns(String text) {
    String[] words = text.split(" ", -1);
    List<ColumnMetadata> columns = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      columns.add(
          new ColumnMetadata(
              words[i],
              type(words[i + 1]),
              Nullability.NULLABLE,
              "",
              "",
              "",
              /* autoIncrement= */ false));
    }
    return columns;
  }

  private static SqlType type(String letter) {
    return switch (letter) {
      case "i" -> SqlType.INTEGER;
      case "s" -> SqlType.SMALLINT;
      case "b" -> SqlType.BOOLEAN;
      case "l" -> SqlType.BIGINT;
      default -> SqlType.VARCHAR;
    };
  }

  // ---- who is who

  @Override
  public String getURL() {
    return connection.url().text();
  }

  @Override
  public String getUserName() {
    return ONLY_USER;
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return connection.isReadOnly();
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public String getDatabaseProductName() {
    return PRODUCT;
  }

  @Override
  public String getDatabaseProductVersion() {
    return connection.database().version();
  }

  @Override
  public int getDatabaseMajorVersion() {
    return DriverVersion.of(connection.database().version()).major();
  }

  @Override
  public int getDatabaseMinorVersion() {
    return DriverVersion.of(connection.database().version()).minor();
  }

  @Override
  public String getDriverName() {
    return "ZDB JDBC driver";
  }

  @Override
  public String getDriverVersion() {
    return DriverVersion.OURS.text();
  }

  @Override
  public int getDriverMajorVersion() {
    return DriverVersion.OURS.major();
  }

  @Override
  public int getDriverMinorVersion() {
    return DriverVersion.OURS.minor();
  }

  @Override
  public int getJDBCMajorVersion() {
    return 4;
  }

  @Override
  public int getJDBCMinorVersion() {
    return 3;
  }

  @Override
  public int getSQLStateType() {
    return sqlStateSQL;
  }

  @Override
  public RowIdLifetime getRowIdLifetime() {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  @Override
  public int getResultSetHoldability() {
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public int getDefaultTransactionIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  // ---- words

  @Override
  public String getIdentifierQuoteString() {
    return "\"";
  }

  @Override
  public String getExtraNameCharacters() {
    return "";
  }

  @Override
  public String getSearchStringEscape() {
    return "\\";
  }

  @Override
  public String getCatalogSeparator() {
    return ".";
  }

  @Override
  public String getCatalogTerm() {
    return "database";
  }

  @Override
  public String getSchemaTerm() {
    return "schema";
  }

  @Override
  public String getProcedureTerm() {
    return "procedure";
  }

  /** Words that are reserved here and that SQL:2003 does not reserve. */
  @Override
  public String getSQLKeywords() {
    return "ASOF,CURRENT_CATALOG,CURRENT_ROW,CURRENT_SCHEMA,EXPLAIN,EXTEND,JSON_SCOPE,LIMIT,"
        + "MATCH_CONDITION,MATCH_RECOGNIZE,MINUS,OFFSET,PERMUTE,QUALIFY,SAFE_CAST,SAFE_OFFSET,"
        + "SAFE_ORDINAL,TRY_CAST";
  }

  @Override
  public String getNumericFunctions() {
    return NUMERIC_FUNCTIONS;
  }

  @Override
  public String getStringFunctions() {
    return STRING_FUNCTIONS;
  }

  @Override
  public String getSystemFunctions() {
    return "DATABASE,IFNULL,USER";
  }

  @Override
  public String getTimeDateFunctions() {
    return TIME_FUNCTIONS;
  }

  /** Whether {@code {fn CONVERT}} is there: it is not, but CAST is. */
  @Override
  public boolean supportsConvert() {
    return false;
  }

  @Override
  public boolean supportsConvert(int fromType, int toType) {
    return false;
  }

  @Override
  public int getMaxColumnNameLength() {
    return connection.database().maxNameBytes();
  }

  @Override
  public int getMaxTableNameLength() {
    return connection.database().maxNameBytes();
  }

  @Override
  public int getMaxSchemaNameLength() {
    return connection.database().maxNameBytes();
  }

  @Override
  public int getMaxProcedureNameLength() {
    return connection.database().maxNameBytes();
  }
}
