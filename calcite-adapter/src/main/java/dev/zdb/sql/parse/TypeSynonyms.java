package dev.zdb.sql.parse;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Names of types that applications bring along from other databases. */
final class TypeSynonyms {
  private static final int UNSAID = RelDataType.PRECISION_NOT_SPECIFIED;
  private static final int REAL_BITS = 24;

  private static final Map<String, SqlTypeName> KINDS =
      Map.ofEntries(
          Map.entry("BIT", SqlTypeName.BOOLEAN),
          Map.entry("BOOL", SqlTypeName.BOOLEAN),
          Map.entry("INT1", SqlTypeName.TINYINT),
          Map.entry("INT2", SqlTypeName.SMALLINT),
          Map.entry("INT4", SqlTypeName.INTEGER),
          Map.entry("MEDIUMINT", SqlTypeName.INTEGER),
          Map.entry("INT8", SqlTypeName.BIGINT),
          Map.entry("LONG", SqlTypeName.BIGINT),
          Map.entry("FLOAT4", SqlTypeName.REAL),
          Map.entry("FLOAT", SqlTypeName.DOUBLE),
          Map.entry("FLOAT8", SqlTypeName.DOUBLE),
          Map.entry("NUMBER", SqlTypeName.DECIMAL),
          Map.entry("DATETIME", SqlTypeName.TIMESTAMP),
          Map.entry("DATETIME2", SqlTypeName.TIMESTAMP),
          Map.entry("SMALLDATETIME", SqlTypeName.TIMESTAMP),
          Map.entry("UNIQUEIDENTIFIER", SqlTypeName.UUID),
          Map.entry("TEXT", SqlTypeName.VARCHAR),
          Map.entry("TINYTEXT", SqlTypeName.VARCHAR),
          Map.entry("MEDIUMTEXT", SqlTypeName.VARCHAR),
          Map.entry("LONGTEXT", SqlTypeName.VARCHAR),
          Map.entry("STRING", SqlTypeName.VARCHAR),
          Map.entry("NVARCHAR", SqlTypeName.VARCHAR),
          Map.entry("VARCHAR2", SqlTypeName.VARCHAR),
          Map.entry("NVARCHAR2", SqlTypeName.VARCHAR),
          Map.entry("CLOB", SqlTypeName.VARCHAR),
          Map.entry("NCLOB", SqlTypeName.VARCHAR),
          Map.entry("LONGVARCHAR", SqlTypeName.VARCHAR),
          Map.entry("LONG VARCHAR", SqlTypeName.VARCHAR),
          Map.entry("BYTEA", SqlTypeName.VARBINARY),
          Map.entry("BLOB", SqlTypeName.VARBINARY),
          Map.entry("RAW", SqlTypeName.VARBINARY),
          Map.entry("BYTES", SqlTypeName.VARBINARY),
          Map.entry("LONGVARBINARY", SqlTypeName.VARBINARY),
          Map.entry("LONG VARBINARY", SqlTypeName.VARBINARY));

  /** Names of types that nothing here can stand for. */
  private static final Set<String> FOREIGN =
      Set.of(
          "BIGSERIAL",
          "CIDR",
          "CITEXT",
          "DATERANGE",
          "DATETIMEOFFSET",
          "ENUM",
          "GEOGRAPHY",
          "GEOMETRY",
          "HSTORE",
          "INET",
          "INTERVAL",
          "JSON",
          "JSONB",
          "MONEY",
          "ROWVERSION",
          "SERIAL",
          "SET",
          "SMALLSERIAL",
          "SQL_VARIANT",
          "TIMESTAMPTZ",
          "TIMETZ",
          "TSVECTOR",
          "XML",
          "XMLTYPE");

  /** An Oracle NUMBER without a precision has a fraction; this many digits of it are kept. */
  private static final int NUMBER_SCALE = 10;

  private static final int NUMBER_PRECISION = 38;

  private TypeSynonyms() {}

  /** The literal of a JDBC escape, which the validator reads as it does one of SQL. */
  static SqlLiteral unreadDate(String text, SqlParserPos position) {
    return SqlLiteral.createUnknown("DATE", text, position);
  }

  static SqlLiteral unreadTime(String text, SqlParserPos position) {
    return SqlLiteral.createUnknown("TIME", text, position);
  }

  static SqlLiteral unreadTimestamp(String text, SqlParserPos position) {
    return SqlLiteral.createUnknown("TIMESTAMP", text, position);
  }

  /** A number, but an approximate zero as a literal that is still to be read, with its sign. */
  static SqlNode withUnreadZero(SqlNode number) {
    return number instanceof SqlNumericLiteral literal
            && literal.getTypeName() == SqlTypeName.DOUBLE
            && literal.bigDecimalValue().signum() == 0
        ? SqlLiteral.createUnknown("DOUBLE", "0e0", number.getParserPosition())
        : number;
  }

  static boolean isOne(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return KINDS.containsKey(upper) || FOREIGN.contains(upper);
  }

  /** Refuses the name of a type that is not offered, before what stands behind it is read. */
  static void requireOurs(String name, SqlParserPos position) {
    if (FOREIGN.contains(name.toUpperCase(Locale.ROOT))) {
      throw StatementNode.notSupported(position, "the type " + name.toUpperCase(Locale.ROOT));
    }
  }

  /** The type of that name, which {@link #isOne} knows. */
  static SqlTypeNameSpec resolve(String name, int precision, int scale, SqlParserPos position) {
    String upper = name.toUpperCase(Locale.ROOT);
    SqlTypeName kind = Objects.requireNonNull(KINDS.get(upper), upper);
    if (upper.equals("BIT") && precision != UNSAID && precision != 1) {
      throw StatementNode.notSupported(position, "a BIT type of more than one bit");
    }
    if (upper.equals("NUMBER") && precision == UNSAID) {
      return new SqlBasicTypeNameSpec(kind, NUMBER_PRECISION, NUMBER_SCALE, position);
    }
    if (upper.equals("SMALLDATETIME") && precision == UNSAID) {
      return new SqlBasicTypeNameSpec(kind, 0, position);
    }
    if (upper.equals("FLOAT") && precision != UNSAID && precision <= REAL_BITS) {
      return new SqlBasicTypeNameSpec(SqlTypeName.REAL, position);
    }
    return kind.allowsPrec()
        ? new SqlBasicTypeNameSpec(kind, precision, scale, position)
        : new SqlBasicTypeNameSpec(kind, position);
  }
}
