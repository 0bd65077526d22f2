package dev.zdb.sql.type;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.type.SqlTypeName;

/** The types of SQL in our words and in Calcite's. */
public final class SqlTypes {
  private SqlTypes() {}

  /** A type of Calcite's in our words; fails with {@link SqlErrorCode#FEATURE_NOT_SUPPORTED}. */
  public static SqlType of(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return switch (name) {
      case BOOLEAN -> SqlType.BOOLEAN;
      case TINYINT -> SqlType.TINYINT;
      case SMALLINT -> SqlType.SMALLINT;
      case INTEGER -> SqlType.INTEGER;
      case BIGINT -> SqlType.BIGINT;
      case DECIMAL -> SqlType.decimal(type.getPrecision(), type.getScale());
      case REAL -> SqlType.REAL;
      case FLOAT, DOUBLE -> SqlType.DOUBLE;
      case CHAR -> SqlType.of(TypeKind.CHAR, type.getPrecision());
      case BINARY -> SqlType.of(TypeKind.BINARY, type.getPrecision());
      case VARCHAR -> SqlType.of(TypeKind.VARCHAR, length(type));
      case VARBINARY -> SqlType.of(TypeKind.VARBINARY, length(type));
      case DATE -> SqlType.DATE;
      case TIME -> SqlType.of(TypeKind.TIME, type.getPrecision());
      case TIMESTAMP -> SqlType.of(TypeKind.TIMESTAMP, type.getPrecision());
      case UUID -> SqlType.UUID;
      case NULL -> SqlType.NULL;
      case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH ->
          SqlType.of(TypeKind.INTERVAL_MONTHS);
      default -> {
        if (SqlTypeName.DAY_INTERVAL_TYPES.contains(name)) {
          yield SqlType.of(TypeKind.INTERVAL_SECONDS);
        }
        throw notOurs(name);
      }
    };
  }

  /** Fails with {@link SqlErrorCode#FEATURE_NOT_SUPPORTED} if there are no values of that type. */
  public static void requireOurs(SqlTypeName name) {
    boolean isOurs =
        name == SqlTypeName.FLOAT
            || SqlTypeName.INTERVAL_TYPES.contains(name)
            || Stream.of(TypeKind.values()).anyMatch(kind -> kind.name().equals(name.name()));
    if (!isOurs) {
      throw notOurs(name);
    }
  }

  private static SqlProblem notOurs(SqlTypeName name) {
    return SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED, "the type %s is not supported yet", named(name));
  }

  /** A type of Calcite's as SQL writes it. */
  private static String named(SqlTypeName name) {
    return switch (name) {
      case UTINYINT -> "TINYINT UNSIGNED";
      case USMALLINT -> "SMALLINT UNSIGNED";
      case UINTEGER -> "INTEGER UNSIGNED";
      case UBIGINT -> "BIGINT UNSIGNED";
      case TIME_TZ -> "TIME WITH TIME ZONE";
      case TIME_WITH_LOCAL_TIME_ZONE -> "TIME WITH LOCAL TIME ZONE";
      case TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "TIMESTAMP WITH LOCAL TIME ZONE";
      default -> name.getName();
    };
  }

  private static int length(RelDataType type) {
    return type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
        ? SqlType.UNLIMITED
        : type.getPrecision();
  }

  /** One of our types, other than an interval, in Calcite's words. */
  public static RelDataType toCalcite(
      RelDataTypeFactory types, SqlType type, Nullability nullability) {
    SqlTypeName name = SqlTypeName.valueOf(type.kind().name());
    RelDataType bare =
        switch (type.kind()) {
          case DECIMAL -> types.createSqlType(name, type.precision(), type.scale());
          case TIME, TIMESTAMP, BINARY -> types.createSqlType(name, type.precision());
          case CHAR -> withCharset(types, types.createSqlType(name, type.precision()));
          case VARCHAR -> withCharset(types, unlimitedOrNot(types, name, type));
          case VARBINARY -> unlimitedOrNot(types, name, type);
          default -> types.createSqlType(name);
        };
    return types.createTypeWithNullability(bare, nullability == Nullability.NULLABLE);
  }

  /** The type VARCHAR of a CHAR's length, charset and nullability. */
  public static RelDataType varying(RelDataTypeFactory types, RelDataType type) {
    RelDataType varying =
        withCharset(types, types.createSqlType(SqlTypeName.VARCHAR, type.getPrecision()));
    return types.createTypeWithNullability(varying, type.isNullable());
  }

  private static RelDataType unlimitedOrNot(
      RelDataTypeFactory types, SqlTypeName name, SqlType type) {
    return type.precision() == SqlType.UNLIMITED
        ? types.createSqlType(name)
        : types.createSqlType(name, type.precision());
  }

  private static RelDataType withCharset(RelDataTypeFactory types, RelDataType type) {
    return types.createTypeWithCharsetAndCollation(
        type, types.getDefaultCharset(), SqlCollation.IMPLICIT);
  }
}
