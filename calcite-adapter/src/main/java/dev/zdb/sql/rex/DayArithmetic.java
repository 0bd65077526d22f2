package dev.zdb.sql.rex;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's {@code +} and {@code -}, to which dates add what users expect of them: a date plus or
 * minus a whole number is so many days off, a date minus a date is a whole number of days, the
 * difference of two times or timestamps is an interval, and a date plus hours is a timestamp. A
 * time or timestamp that seconds are added to has the digits of both, as the standard says (6.42).
 */
final class DayArithmetic {
  static final SqlOperator PLUS = operator(SqlStdOperatorTable.PLUS);
  static final SqlOperator MINUS = operator(SqlStdOperatorTable.MINUS);

  private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(86_400_000);

  /** More than there are from the first date to the last. */
  private static final BigDecimal MOST_DAYS = BigDecimal.valueOf(4_000_000);

  private static final SqlIntervalQualifier DAY =
      new SqlIntervalQualifier(TimeUnit.DAY, null, SqlParserPos.ZERO);
  private static final SqlIntervalQualifier DAY_TO_SECOND =
      new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO);

  private DayArithmetic() {}

  private static SqlOperator operator(SqlOperator usual) {
    return new SqlBinaryOperator(
        usual.getName(),
        usual.getKind(),
        usual.getLeftPrec(),
        /* leftAssoc= */ true,
        binding -> typeOf(usual, binding),
        InferTypes.FIRST_KNOWN,
        new Checker(Objects.requireNonNull(usual.getOperandTypeChecker())));
  }

  /** How a call becomes an expression; null if it is none of these. */
  static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
    boolean isOne = call.getOperator().equals(PLUS) || call.getOperator().equals(MINUS);
    return isOne ? DayArithmetic::convert : null;
  }

  private static RexNode convert(SqlRexContext context, SqlCall call) {
    RelDataType left = context.getValidator().getValidatedNodeType(call.operand(0));
    RelDataType right = context.getValidator().getValidatedNodeType(call.operand(1));
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    SqlKind kind = call.getKind();
    if (isDays(kind, left, right)) {
      int date = isDate(left) ? 0 : 1;
      return moved(
          context.getRexBuilder(),
          type,
          context.convertExpression(call.operand(date)),
          context.convertExpression(call.operand(1 - date)),
          kind == SqlKind.MINUS ? MILLIS_PER_DAY.negate() : MILLIS_PER_DAY);
    }
    if (isMoved(kind, left, right)) {
      int moment = isMoment(left) ? 0 : 1;
      return context
          .getRexBuilder()
          .makeCall(
              type,
              kind == SqlKind.PLUS
                  ? SqlStdOperatorTable.DATETIME_PLUS
                  : SqlStdOperatorTable.MINUS_DATE,
              List.of(
                  context.convertExpression(call.operand(moment)),
                  context.convertExpression(call.operand(1 - moment))));
    }
    boolean isOfHours = kind == SqlKind.PLUS && (isOfTime(left) || isOfTime(right));
    if (isDifference(kind, left, right) || (isOfHours && (isDate(left) || isDate(right)))) {
      return context
          .getRexBuilder()
          .makeCall(
              type,
              isOfHours ? SqlStdOperatorTable.DATETIME_PLUS : SqlStdOperatorTable.MINUS,
              List.of(
                  context.convertExpression(call.operand(0)),
                  context.convertExpression(call.operand(1))));
    }
    ((SqlBasicCall) call)
        .setOperator(kind == SqlKind.PLUS ? SqlStdOperatorTable.PLUS : SqlStdOperatorTable.MINUS);
    return Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call), "+ and -")
        .convertCall(context, call);
  }

  private static RexNode moved(
      RexBuilder builder, RelDataType type, RexNode date, RexNode days, BigDecimal millisPerDay) {
    RelDataTypeFactory types = builder.getTypeFactory();
    RelDataType interval =
        types.createTypeWithNullability(
            types.createSqlIntervalType(DAY), days.getType().isNullable());
    BigDecimal count =
        days instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
    RexNode distance =
        count != null && count.abs().compareTo(MOST_DAYS) <= 0
            ? builder.makeIntervalLiteral(count.multiply(millisPerDay), DAY)
            : builder.makeCall(
                interval,
                SqlStdOperatorTable.MULTIPLY,
                List.of(builder.makeIntervalLiteral(millisPerDay, DAY), days));
    return builder.makeCall(type, SqlStdOperatorTable.DATETIME_PLUS, List.of(date, distance));
  }

  private static @Nullable RelDataType typeOf(SqlOperator usual, SqlOperatorBinding binding) {
    RelDataTypeFactory types = binding.getTypeFactory();
    RelDataType left = binding.getOperandType(0);
    RelDataType right = binding.getOperandType(1);
    boolean isNullable = left.isNullable() || right.isNullable();
    if (isDays(usual.getKind(), left, right)) {
      return types.createTypeWithNullability(types.createSqlType(SqlTypeName.DATE), isNullable);
    }
    if (isDifference(usual.getKind(), left, right)) {
      boolean isOfDates = isDate(left) && isDate(right);
      RelDataType difference =
          isOfDates
              ? types.createSqlType(SqlTypeName.INTEGER)
              : types.createSqlIntervalType(DAY_TO_SECOND);
      return types.createTypeWithNullability(difference, isNullable);
    }
    if (isMoved(usual.getKind(), left, right)) {
      RelDataType moment = isMoment(left) ? left : right;
      RelDataType distance = isMoment(left) ? right : left;
      int digits = Math.max(moment.getPrecision(), distance.getScale());
      return types.createTypeWithNullability(
          types.createSqlType(moment.getSqlTypeName(), digits), isNullable);
    }
    if ((isDate(left) && isOfTime(right)) || (isOfTime(left) && isDate(right))) {
      return types.createTypeWithNullability(
          types.createSqlType(SqlTypeName.TIMESTAMP), isNullable);
    }
    return Objects.requireNonNull(usual.getReturnTypeInference()).inferReturnType(binding);
  }

  private static boolean isDays(SqlKind kind, RelDataType left, RelDataType right) {
    return (isDate(left) && SqlTypeUtil.isIntType(right))
        || (kind == SqlKind.PLUS && SqlTypeUtil.isIntType(left) && isDate(right));
  }

  private static boolean isDifference(SqlKind kind, RelDataType left, RelDataType right) {
    return kind == SqlKind.MINUS
        && ((isDay(left) && isDay(right)) || (isTime(left) && isTime(right)));
  }

  /** Whether seconds are added to or taken from a time or timestamp. */
  private static boolean isMoved(SqlKind kind, RelDataType left, RelDataType right) {
    return (isMoment(left) && isOfSeconds(right))
        || (kind == SqlKind.PLUS && isOfSeconds(left) && isMoment(right));
  }

  private static boolean isMoment(RelDataType type) {
    return isTime(type) || type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  private static boolean isOfSeconds(RelDataType type) {
    SqlIntervalQualifier interval = type.getIntervalQualifier();
    return interval != null && interval.getUnit() == TimeUnit.SECOND;
  }

  private static boolean isDate(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE;
  }

  private static boolean isDay(RelDataType type) {
    return isDate(type) || type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  private static boolean isTime(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIME;
  }

  /** Whether it is an interval that counts hours or less. */
  private static boolean isOfTime(RelDataType type) {
    SqlIntervalQualifier interval = type.getIntervalQualifier();
    if (interval == null) {
      return false;
    }
    return switch (interval.getUnit()) {
      case HOUR, MINUTE, SECOND -> true;
      default -> false;
    };
  }

  /** Takes what is ours, and what Calcite takes. */
  private record Checker(SqlOperandTypeChecker usual) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      SqlKind kind = binding.getOperator().getKind();
      RelDataType left = binding.getOperandType(0);
      RelDataType right = binding.getOperandType(1);
      return isDays(kind, left, right)
          || isDifference(kind, left, right)
          || usual.checkOperandTypes(binding, throwOnFailure);
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return usual.getAllowedSignatures(operator, name);
    }
  }
}
