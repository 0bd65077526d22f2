package dev.zdb.sql.catalog;

import static dev.zdb.sql.catalog.TableRows.row;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of INFORMATION_SCHEMA that speak of columns and types. */
final class ColumnRows {
  private static final int MAX_BYTES_OF_CHARACTER = 4;

  private ColumnRows() {}

  static List<Object[]> columns(Catalog catalog) {
    List<Object[]> rows = new ArrayList<>();
    for (SystemTable table : SystemTables.all()) {
      addColumns(catalog, table.definition(), rows);
    }
    for (TableDef table : catalog.tables()) {
      addColumns(catalog, table, rows);
    }
    return rows;
  }

  private static void addColumns(Catalog catalog, TableDef table, List<Object[]> rows) {
    int position = 0;
    for (ColumnDef column : table.columns()) {
      SqlType type = column.type();
      boolean sized = type.kind().isCharacter() || type.kind().isBinary();
      boolean numeric = type.kind().isNumeric();
      boolean isIdentity = column.identity() != Identity.NONE;
      Integer radix = numeric ? Integer.valueOf(10) : null;
      Integer scale = type.kind().isApproximate() || !numeric ? null : (Integer) type.scale();
      rows.add(
          row(
              catalog.database(),
              table.schema(),
              table.name(),
              column.name(),
              ++position,
              column.defaultSql(),
              column.isNullable() ? "YES" : "NO",
              type.kind().toString(),
              sized ? (Integer) type.precision() : null,
              sized ? (Integer) octets(type) : null,
              numeric ? (Integer) size(type) : null,
              radix,
              scale,
              fractionDigits(type),
              isIdentity ? "YES" : "NO",
              generation(column),
              isIdentity ? Long.toString(column.numbering().start()) : null,
              isIdentity ? Long.toString(column.numbering().step()) : null,
              type.toString(),
              jdbcType(type.kind()),
              size(type),
              scale == null ? fractionDigits(type) : scale,
              null));
    }
  }

  private static int octets(SqlType type) {
    long bytes = type.kind().isCharacter() ? MAX_BYTES_OF_CHARACTER : 1;
    return (int) Math.min(Integer.MAX_VALUE, bytes * type.precision());
  }

  private static @Nullable Integer fractionDigits(SqlType type) {
    return switch (type.kind()) {
      case DATE -> 0;
      case TIME, TIMESTAMP -> type.precision();
      default -> null;
    };
  }

  private static @Nullable String generation(ColumnDef column) {
    return switch (column.identity()) {
      case NONE -> null;
      case ALWAYS -> "ALWAYS";
      case BY_DEFAULT -> "BY DEFAULT";
    };
  }

  /** Digits, characters or bytes at most, as COLUMN_SIZE of JDBC counts them. */
  static int size(SqlType type) {
    int fraction = type.precision() == 0 ? 0 : 1 + type.precision();
    return switch (type.kind()) {
      case BOOLEAN, NULL -> 1;
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER, DATE -> 10;
      case BIGINT -> 19;
      case REAL -> 7;
      case DOUBLE -> 15;
      case TIME -> 8 + fraction;
      case TIMESTAMP -> 19 + fraction;
      case UUID -> 36;
      default -> type.precision();
    };
  }

  /** The code in {@link Types}. */
  static int jdbcType(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> Types.BOOLEAN;
      case TINYINT -> Types.TINYINT;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case REAL -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case CHAR -> Types.CHAR;
      case VARCHAR -> Types.VARCHAR;
      case BINARY -> Types.BINARY;
      case VARBINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case NULL -> Types.NULL;
      case UUID, INTERVAL_MONTHS, INTERVAL_SECONDS -> Types.OTHER;
    };
  }

  /** One row a type that columns can have, in order of its JDBC type's code. */
  static List<Object[]> typeInfo(Catalog catalog) {
    List<Object[]> rows = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      if (kind.code() <= TypeKind.UUID.code()) {
        rows.add(typeInfo(kind));
      }
    }
    rows.sort((left, right) -> Integer.compare((Integer) left[1], (Integer) right[1]));
    return rows;
  }

  private static Object[] typeInfo(TypeKind kind) {
    boolean isDecimal = kind == TypeKind.DECIMAL;
    boolean isTime = kind == TypeKind.TIME || kind == TypeKind.TIMESTAMP;
    boolean isSized = kind.isCharacter() || kind.isBinary();
    int precision =
        isDecimal
            ? SqlType.MAX_DECIMAL_PRECISION
            : isSized ? SqlType.UNLIMITED : isTime ? SqlType.MAX_FRACTION_DIGITS : 0;
    String prefix = prefix(kind);
    return row(
        kind.toString(),
        jdbcType(kind),
        size(SqlType.of(kind, precision)),
        prefix,
        prefix == null ? null : "'",
        isDecimal ? "PRECISION,SCALE" : isSized ? "LENGTH" : isTime ? "PRECISION" : null,
        kind.isCharacter(),
        !kind.isNumeric(),
        kind.isInteger(),
        0,
        isDecimal ? SqlType.MAX_DECIMAL_PRECISION : isTime ? SqlType.MAX_FRACTION_DIGITS : 0,
        kind.isNumeric() ? (Integer) 10 : null);
  }

  private static @Nullable String prefix(TypeKind kind) {
    return switch (kind) {
      case CHAR, VARCHAR -> "'";
      case BINARY, VARBINARY -> "X'";
      case DATE -> "DATE '";
      case TIME -> "TIME '";
      case TIMESTAMP -> "TIMESTAMP '";
      case UUID -> "UUID '";
      default -> null;
    };
  }
}
