package dev.zdb.sql.type;

import dev.zdb.sql.api.SqlType;
import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * How large types can be, and the types of arithmetic and aggregates.
 *
 * <p>Exact arithmetic stays exact as long as 38 digits hold it. Where they do not, the result gives
 * up digits behind the point: a sum as many as its operands' digits before it need, a product or a
 * quotient down to {@link #KEPT_SCALE}, since types alone cannot tell that its values are large.
 * Digits before the point are never dropped: a value that has too many is an error when it comes
 * up.
 */
public final class ZdbTypeSystem extends RelDataTypeSystemImpl {
  public static final ZdbTypeSystem INSTANCE = new ZdbTypeSystem();

  /** Digits behind the point that a result of too many digits still keeps. */
  private static final int KEPT_SCALE = 6;

  private static final int MAX_DIGITS = SqlType.MAX_DECIMAL_PRECISION;
  private static final int DEFAULT_FRACTION = 6;

  private ZdbTypeSystem() {}

  @Override
  public int getMaxScale(SqlTypeName name) {
    return name == SqlTypeName.DECIMAL ? MAX_DIGITS : super.getMaxScale(name);
  }

  @Override
  public int getDefaultPrecision(SqlTypeName name) {
    return switch (name) {
      case TIME, TIMESTAMP -> DEFAULT_FRACTION;
      default -> super.getDefaultPrecision(name);
    };
  }

  @Override
  public int getMaxPrecision(SqlTypeName name) {
    return switch (name) {
      case DECIMAL -> MAX_DIGITS;
      case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
      case TIME, TIMESTAMP -> SqlType.MAX_FRACTION_DIGITS;
      default -> super.getMaxPrecision(name);
    };
  }

  @Override
  public int getMinPrecision(SqlTypeName name) {
    return switch (name) {
      case TIME, TIMESTAMP -> 0;
      default -> super.getMinPrecision(name);
    };
  }

  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory types, RelDataType argument) {
    RelDataType sum =
        switch (argument.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> types.createSqlType(SqlTypeName.BIGINT);
          case BIGINT -> types.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, 0);
          case DECIMAL -> types.createSqlType(SqlTypeName.DECIMAL, MAX_DIGITS, argument.getScale());
          case REAL, FLOAT -> types.createSqlType(SqlTypeName.DOUBLE);
          default -> argument;
        };
    return types.createTypeWithNullability(sum, argument.isNullable());
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory types, RelDataType argument) {
    RelDataType average =
        SqlTypeUtil.isExactNumeric(argument)
            ? types.createSqlType(
                SqlTypeName.DECIMAL, MAX_DIGITS, Math.max(KEPT_SCALE, argument.getScale()))
            : SqlTypeUtil.isApproximateNumeric(argument)
                ? types.createSqlType(SqlTypeName.DOUBLE)
                : argument;
    return types.createTypeWithNullability(average, argument.isNullable());
  }

  @Override
  public RelDataType deriveCovarType(RelDataTypeFactory types, RelDataType x, RelDataType y) {
    return types.createTypeWithNullability(types.createSqlType(SqlTypeName.DOUBLE), x.isNullable());
  }

  @Override
  public @Nullable RelDataType deriveDecimalPlusType(
      RelDataTypeFactory types, RelDataType a, RelDataType b) {
    if (!isDecimalArithmetic(a, b)) {
      return null;
    }
    int wholeDigits = Math.max(wholeDigits(a), wholeDigits(b));
    int scale = Math.min(Math.max(a.getScale(), b.getScale()), MAX_DIGITS - wholeDigits);
    int precision = Math.min(MAX_DIGITS, wholeDigits + 1 + scale);
    return types.createSqlType(SqlTypeName.DECIMAL, precision, scale);
  }

  @Override
  public @Nullable RelDataType deriveDecimalMultiplyType(
      RelDataTypeFactory types, RelDataType a, RelDataType b) {
    if (!isDecimalArithmetic(a, b)) {
      return null;
    }
    return decimal(types, wholeDigits(a) + wholeDigits(b), a.getScale() + b.getScale());
  }

  @Override
  public @Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory types, RelDataType a, RelDataType b) {
    if (!isDecimalArithmetic(a, b)) {
      return null;
    }
    return decimal(
        types,
        wholeDigits(a) + b.getScale(),
        Math.max(KEPT_SCALE, a.getScale() + b.getPrecision() + 1));
  }

  @Override
  public @Nullable RelDataType deriveDecimalModType(
      RelDataTypeFactory types, RelDataType a, RelDataType b) {
    if (!isDecimalArithmetic(a, b)) {
      return null;
    }
    return decimal(
        types, Math.min(wholeDigits(a), wholeDigits(b)), Math.max(a.getScale(), b.getScale()));
  }

  private static boolean isDecimalArithmetic(RelDataType a, RelDataType b) {
    return SqlTypeUtil.isExactNumeric(a)
        && SqlTypeUtil.isExactNumeric(b)
        && (SqlTypeUtil.isDecimal(a) || SqlTypeUtil.isDecimal(b));
  }

  private static int wholeDigits(RelDataType type) {
    return type.getPrecision() - type.getScale();
  }

  private static RelDataType decimal(RelDataTypeFactory types, int wholeDigits, int scale) {
    int kept = Math.max(MAX_DIGITS - wholeDigits, Math.min(scale, KEPT_SCALE));
    int fitting = Math.min(scale, kept);
    int precision = Math.max(1, Math.min(MAX_DIGITS, wholeDigits + fitting));
    return types.createSqlType(SqlTypeName.DECIMAL, precision, fitting);
  }
}
