package dev.zdb.jdbc.driver;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of things that there are not: routines, types of one's own, privileges, references
 * between tables. Each answer is empty and has the columns that JDBC names.
 */
public interface EmptyResults extends DatabaseMetaData {
  /**
   * A result without rows.
   *
   * @param columns names, each followed by the first letter of its type: {@code v} for VARCHAR,
   *     {@code i} INTEGER, {@code s} SMALLINT, {@code b} BOOLEAN, {@code l} BIGINT
   */
  ResultSet none(String columns) throws SQLException;

  @Override
  default ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "PROCEDURE_CAT v PROCEDURE_SCHEM v PROCEDURE_NAME v RESERVED1 v RESERVED2 v RESERVED3 v"
            + " REMARKS v PROCEDURE_TYPE s SPECIFIC_NAME v");
  }

  @Override
  default ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "PROCEDURE_CAT v PROCEDURE_SCHEM v PROCEDURE_NAME v COLUMN_NAME v COLUMN_TYPE s DATA_TYPE i"
            + " TYPE_NAME v PRECISION i LENGTH i SCALE s RADIX s NULLABLE s REMARKS v COLUMN_DEF v"
            + " SQL_DATA_TYPE i SQL_DATETIME_SUB i CHAR_OCTET_LENGTH i ORDINAL_POSITION i"
            + " IS_NULLABLE v SPECIFIC_NAME v");
  }

  @Override
  default ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "FUNCTION_CAT v FUNCTION_SCHEM v FUNCTION_NAME v REMARKS v FUNCTION_TYPE s"
            + " SPECIFIC_NAME v");
  }

  @Override
  default ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "FUNCTION_CAT v FUNCTION_SCHEM v FUNCTION_NAME v COLUMN_NAME v COLUMN_TYPE s DATA_TYPE i"
            + " TYPE_NAME v PRECISION i LENGTH i SCALE s RADIX s NULLABLE s REMARKS v"
            + " CHAR_OCTET_LENGTH i ORDINAL_POSITION i IS_NULLABLE v SPECIFIC_NAME v");
  }

  @Override
  default ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "TABLE_CAT v TABLE_SCHEM v TABLE_NAME v COLUMN_NAME v GRANTOR v GRANTEE v PRIVILEGE v"
            + " IS_GRANTABLE v");
  }

  @Override
  default ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
      throws SQLException {
    return none(
        "TABLE_CAT v TABLE_SCHEM v TABLE_NAME v GRANTOR v GRANTEE v PRIVILEGE v IS_GRANTABLE v");
  }

  @Override
  default ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return none(
        "SCOPE s COLUMN_NAME v DATA_TYPE i TYPE_NAME v COLUMN_SIZE i BUFFER_LENGTH i"
            + " DECIMAL_DIGITS s PSEUDO_COLUMN s");
  }

  /** A reference from table to table, as all three methods that tell of them show it. */
  private ResultSet noReferences() throws SQLException {
    return none(
        "PKTABLE_CAT v PKTABLE_SCHEM v PKTABLE_NAME v PKCOLUMN_NAME v FKTABLE_CAT v"
            + " FKTABLE_SCHEM v FKTABLE_NAME v FKCOLUMN_NAME v KEY_SEQ s UPDATE_RULE s"
            + " DELETE_RULE s FK_NAME v PK_NAME v DEFERRABILITY s");
  }

  @Override
  default ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return noReferences();
  }

  @Override
  default ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return noReferences();
  }

  @Override
  default ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable)
      throws SQLException {
    return noReferences();
  }

  @Override
  default ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      int @Nullable [] types)
      throws SQLException {
    return none(
        "TYPE_CAT v TYPE_SCHEM v TYPE_NAME v CLASS_NAME v DATA_TYPE i REMARKS v BASE_TYPE s");
  }

  @Override
  default ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String namePattern)
      throws SQLException {
    return none(
        "TYPE_CAT v TYPE_SCHEM v TYPE_NAME v SUPERTYPE_CAT v SUPERTYPE_SCHEM v SUPERTYPE_NAME v");
  }

  @Override
  default ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
      throws SQLException {
    return none("TABLE_CAT v TABLE_SCHEM v TABLE_NAME v SUPERTABLE_NAME v");
  }

  @Override
  default ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String namePattern,
      @Nullable String attributePattern)
      throws SQLException {
    return none(
        "TYPE_CAT v TYPE_SCHEM v TYPE_NAME v ATTR_NAME v DATA_TYPE i ATTR_TYPE_NAME v ATTR_SIZE i"
            + " DECIMAL_DIGITS i NUM_PREC_RADIX i NULLABLE i REMARKS v ATTR_DEF v SQL_DATA_TYPE i"
            + " SQL_DATETIME_SUB i CHAR_OCTET_LENGTH i ORDINAL_POSITION i IS_NULLABLE v"
            + " SCOPE_CATALOG v SCOPE_SCHEMA v SCOPE_TABLE v SOURCE_DATA_TYPE s");
  }

  @Override
  default ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    return none(
        "TABLE_CAT v TABLE_SCHEM v TABLE_NAME v COLUMN_NAME v DATA_TYPE i COLUMN_SIZE i"
            + " DECIMAL_DIGITS i NUM_PREC_RADIX i COLUMN_USAGE v REMARKS v CHAR_OCTET_LENGTH i"
            + " IS_NULLABLE v");
  }
}
