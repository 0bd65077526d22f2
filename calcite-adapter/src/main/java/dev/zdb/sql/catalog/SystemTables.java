package dev.zdb.sql.catalog;

import dev.zdb.kv.api.ReadView;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of INFORMATION_SCHEMA: those of the standard with the columns that we can fill, beside
 * them INDEXES and TYPE_INFO, and in COLUMNS what {@code java.sql.DatabaseMetaData} asks for.
 */
public final class SystemTables {
  private static final List<SystemTable> ALL =
      List.of(
          table(
              "CHECK_CONSTRAINTS",
              TableRows::checkConstraints,
              text("CONSTRAINT_CATALOG"),
              text("CONSTRAINT_SCHEMA"),
              text("CONSTRAINT_NAME"),
              text("CHECK_CLAUSE")),
          table(
              "COLUMNS",
              ColumnRows::columns,
              text("TABLE_CATALOG"),
              text("TABLE_SCHEMA"),
              text("TABLE_NAME"),
              text("COLUMN_NAME"),
              number("ORDINAL_POSITION"),
              maybeText("COLUMN_DEFAULT"),
              text("IS_NULLABLE"),
              text("DATA_TYPE"),
              maybeNumber("CHARACTER_MAXIMUM_LENGTH"),
              maybeNumber("CHARACTER_OCTET_LENGTH"),
              maybeNumber("NUMERIC_PRECISION"),
              maybeNumber("NUMERIC_PRECISION_RADIX"),
              maybeNumber("NUMERIC_SCALE"),
              maybeNumber("DATETIME_PRECISION"),
              text("IS_IDENTITY"),
              maybeText("IDENTITY_GENERATION"),
              maybeText("IDENTITY_START"),
              maybeText("IDENTITY_INCREMENT"),
              text("DECLARED_TYPE"),
              number("JDBC_TYPE"),
              number("COLUMN_SIZE"),
              maybeNumber("DECIMAL_DIGITS"),
              maybeText("REMARKS")),
          counted(
              "INDEXES",
              TableRows::indexes,
              text("TABLE_CATALOG"),
              text("TABLE_SCHEMA"),
              text("TABLE_NAME"),
              text("INDEX_NAME"),
              text("INDEX_TYPE"),
              flag("NON_UNIQUE"),
              number("ORDINAL_POSITION"),
              text("COLUMN_NAME"),
              text("ASC_OR_DESC"),
              count("ENTRY_COUNT")),
          table(
              "KEY_COLUMN_USAGE",
              TableRows::keyColumnUsage,
              text("CONSTRAINT_CATALOG"),
              text("CONSTRAINT_SCHEMA"),
              text("CONSTRAINT_NAME"),
              text("TABLE_CATALOG"),
              text("TABLE_SCHEMA"),
              text("TABLE_NAME"),
              text("COLUMN_NAME"),
              number("ORDINAL_POSITION")),
          table(
              "SCHEMATA",
              TableRows::schemata,
              text("CATALOG_NAME"),
              text("SCHEMA_NAME"),
              maybeText("REMARKS")),
          table(
              "TABLES",
              TableRows::tables,
              text("TABLE_CATALOG"),
              text("TABLE_SCHEMA"),
              text("TABLE_NAME"),
              text("TABLE_TYPE"),
              maybeText("REMARKS")),
          table(
              "TABLE_CONSTRAINTS",
              TableRows::tableConstraints,
              text("CONSTRAINT_CATALOG"),
              text("CONSTRAINT_SCHEMA"),
              text("CONSTRAINT_NAME"),
              text("TABLE_CATALOG"),
              text("TABLE_SCHEMA"),
              text("TABLE_NAME"),
              text("CONSTRAINT_TYPE"),
              text("IS_DEFERRABLE"),
              text("INITIALLY_DEFERRED")),
          table(
              "TYPE_INFO",
              ColumnRows::typeInfo,
              text("TYPE_NAME"),
              number("JDBC_TYPE"),
              number("MAXIMUM_SIZE"),
              maybeText("LITERAL_PREFIX"),
              maybeText("LITERAL_SUFFIX"),
              maybeText("CREATE_PARAMS"),
              flag("CASE_SENSITIVE"),
              flag("UNSIGNED"),
              flag("AUTO_INCREMENT"),
              number("MINIMUM_SCALE"),
              number("MAXIMUM_SCALE"),
              maybeNumber("RADIX")));

  private SystemTables() {}

  /** In order of name. */
  public static List<SystemTable> all() {
    return ALL;
  }

  /** The table of that name, exactly, in INFORMATION_SCHEMA; null if there is none. */
  public static @Nullable SystemTable named(String name) {
    for (SystemTable table : ALL) {
      if (table.name().equals(name)) {
        return table;
      }
    }
    return null;
  }

  private static SystemTable table(
      String name, Function<Catalog, List<Object[]>> rows, ColumnDef... columns) {
    return counted(name, (catalog, view) -> rows.apply(catalog), columns);
  }

  /** A table that also says how much there is of something. */
  private static SystemTable counted(
      String name, BiFunction<Catalog, ReadView, List<Object[]>> rows, ColumnDef... columns) {
    List<ColumnDef> numbered = new ArrayList<>();
    for (ColumnDef column : columns) {
      numbered.add(
          ColumnDef.plain(numbered.size() + 1, column.name(), column.type(), column.nullability()));
    }
    return new SystemTable(name, numbered, rows);
  }

  private static ColumnDef text(String name) {
    return column(name, SqlType.VARCHAR, Nullability.NO_NULLS);
  }

  private static ColumnDef maybeText(String name) {
    return column(name, SqlType.VARCHAR, Nullability.NULLABLE);
  }

  private static ColumnDef number(String name) {
    return column(name, SqlType.INTEGER, Nullability.NO_NULLS);
  }

  private static ColumnDef count(String name) {
    return column(name, SqlType.BIGINT, Nullability.NO_NULLS);
  }

  private static ColumnDef maybeNumber(String name) {
    return column(name, SqlType.INTEGER, Nullability.NULLABLE);
  }

  private static ColumnDef flag(String name) {
    return column(name, SqlType.BOOLEAN, Nullability.NO_NULLS);
  }

  private static ColumnDef column(String name, SqlType type, Nullability nullability) {
    return ColumnDef.plain(0, name, type, nullability);
  }
}
