package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * How calls become expressions: as Calcite has it, but where Calcite would then change the meaning.
 * It simplifies patterns without regard to ESCAPE, and counts differences of time in milliseconds.
 */
public final class ZdbConvertlets implements SqlRexConvertletTable {
  static final String LIKE_ESCAPE = "LIKE ESCAPE";
  static final String DIFFERENCE = "DIFFERENCE IN";

  /** Until there are users, everybody is this one. */
  private static final String ONLY_USER = "ZDB";

  private static final SqlFunction LIKE_WITH_ESCAPE =
      SqlBasicFunction.create(LIKE_ESCAPE, ReturnTypes.BOOLEAN_NULLABLE, OperandTypes.ANY);
  private static final SqlFunction DIFFERENCE_IN_UNITS =
      SqlBasicFunction.create(DIFFERENCE, ReturnTypes.BIGINT_NULLABLE, OperandTypes.ANY);

  private final String database;
  private final String schema;

  /** Converts what is said in a database with that default schema. */
  public ZdbConvertlets(String database, String schema) {
    this.database = database;
    this.schema = schema;
  }

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    if (call.getOperator() instanceof SqlLikeOperator like
        && like.getKind() == SqlKind.LIKE
        && like.isCaseSensitive()
        && call.operandCount() == 3) {
      return ZdbConvertlets::likeWithEscape;
    }
    if (call.getKind() == SqlKind.TIMESTAMP_DIFF) {
      return ZdbConvertlets::difference;
    }
    SqlRexConvertlet days = DayArithmetic.convertlet(call);
    if (days != null) {
      return days;
    }
    return switch (call.getOperator().getName()) {
      case "CURRENT_CATALOG" -> (context, current) -> text(context, current, database);
      case "CURRENT_SCHEMA" -> (context, current) -> text(context, current, schema);
      case "USER", "CURRENT_USER", "SESSION_USER", "SYSTEM_USER" ->
          (context, current) -> text(context, current, ONLY_USER);
      case "FLOOR", "CEIL" -> ZdbConvertlets::rounded;
      default -> StandardConvertletTable.INSTANCE.get(call);
    };
  }

  /** FLOOR and CEIL, but of intervals, for which Calcite has no rule. */
  private static RexNode rounded(SqlRexContext context, SqlCall call) {
    SqlNode operand = call.operand(0);
    if (SqlTypeUtil.isInterval(context.getValidator().getValidatedNodeType(operand))) {
      throw unsupported(call, call.getOperator().getName() + " of an interval");
    }
    SqlRexConvertlet usual =
        Objects.requireNonNull(StandardConvertletTable.INSTANCE.get(call), "FLOOR and CEIL");
    return usual.convertCall(context, call);
  }

  private static RexNode text(SqlRexContext context, SqlCall call, String value) {
    RexBuilder builder = context.getRexBuilder();
    RelDataType type = builder.deriveReturnType(call.getOperator(), List.of());
    return builder.makeLiteral(value, type, /* allowCast= */ true, /* trim= */ false);
  }

  private static RexNode likeWithEscape(SqlRexContext context, SqlCall call) {
    RexBuilder builder = context.getRexBuilder();
    RexNode like =
        builder.makeCall(
            type(context, call),
            LIKE_WITH_ESCAPE,
            List.of(
                context.convertExpression(call.operand(0)),
                context.convertExpression(call.operand(1)),
                context.convertExpression(call.operand(2))));
    boolean isNegated = ((SqlLikeOperator) call.getOperator()).isNegated();
    return isNegated ? builder.makeCall(SqlStdOperatorTable.NOT, like) : like;
  }

  /** A unit by its name, or by that which JDBC has for it. */
  private static TimeUnit unit(SqlIntervalQualifier written) {
    if (written.timeFrameName == null) {
      return written.getUnit();
    }
    return switch (written.timeFrameName.toUpperCase(Locale.ROOT)) {
      case "SQL_TSI_YEAR" -> TimeUnit.YEAR;
      case "SQL_TSI_QUARTER" -> TimeUnit.QUARTER;
      case "SQL_TSI_MONTH" -> TimeUnit.MONTH;
      case "SQL_TSI_WEEK" -> TimeUnit.WEEK;
      case "SQL_TSI_DAY" -> TimeUnit.DAY;
      case "SQL_TSI_HOUR" -> TimeUnit.HOUR;
      case "SQL_TSI_MINUTE" -> TimeUnit.MINUTE;
      case "SQL_TSI_SECOND" -> TimeUnit.SECOND;
      case "SQL_TSI_MICROSECOND" -> TimeUnit.MICROSECOND;
      case "SQL_TSI_FRAC_SECOND", "NANOSECOND" -> TimeUnit.NANOSECOND;
      default -> throw unsupported(written, "the unit " + written.timeFrameName);
    };
  }

  private static SqlProblem unsupported(SqlNode where, String what) {
    SqlParserPos at = where.getParserPosition();
    return SqlProblem.of(SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s is not supported yet", what)
        .at(at.getLineNum(), at.getColumnNum());
  }

  private static RexNode difference(SqlRexContext context, SqlCall call) {
    TimeUnit unit = unit(call.operand(0));
    RexBuilder builder = context.getRexBuilder();
    return builder.makeCall(
        type(context, call),
        DIFFERENCE_IN_UNITS,
        List.of(
            builder.makeFlag(TimeUnitRange.of(unit, null)),
            context.convertExpression(call.operand(1)),
            context.convertExpression(call.operand(2))));
  }

  private static RelDataType type(SqlRexContext context, SqlCall call) {
    return context.getValidator().getValidatedNodeType(call);
  }
}
