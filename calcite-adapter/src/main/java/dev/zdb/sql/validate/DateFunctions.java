package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Functions of dates that other databases have, said in standard ones: {@code DATEADD(unit, count,
 * moment)}, {@code DATEDIFF(unit, from, to)}, which counts the limits of units that lie between, as
 * the turns of the year, and {@code DATE_TRUNC(unit, moment)}. The unit is a word or a text.
 */
final class DateFunctions {
  private DateFunctions() {}

  /** The call in standard words, or null if it is none of these. */
  static @Nullable SqlNode standard(SqlCall call) {
    if (!(call.getOperator() instanceof SqlFunction) || call.getFunctionQuantifier() != null) {
      return null;
    }
    SqlParserPos at = call.getParserPosition();
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    return switch (name + call.operandCount()) {
      case "DATEADD3" ->
          SqlStdOperatorTable.TIMESTAMP_ADD.createCall(
              at, unit(call), call.operand(1), call.operand(2));
      case "DATEDIFF3" ->
          SqlStdOperatorTable.TIMESTAMP_DIFF.createCall(
              at, unit(call), floor(call, call.operand(1)), floor(call, call.operand(2)));
      case "DATE_TRUNC2" ->
          call.operand(1) instanceof SqlIntervalQualifier ? null : floor(call, call.operand(1));
      default -> null;
    };
  }

  private static SqlNode floor(SqlCall call, SqlNode moment) {
    return SqlStdOperatorTable.FLOOR.createCall(call.getParserPosition(), moment, unit(call));
  }

  private static SqlIntervalQualifier unit(SqlCall call) {
    SqlNode written = call.operand(0);
    String word =
        written instanceof SqlIdentifier name && name.isSimple()
            ? name.getSimple()
            : TextValues.isText(written) ? ((SqlLiteral) written).getValueAs(String.class) : "";
    TimeUnit unit =
        switch (word.toUpperCase(Locale.ROOT)) {
          case "YEAR" -> TimeUnit.YEAR;
          case "QUARTER" -> TimeUnit.QUARTER;
          case "MONTH" -> TimeUnit.MONTH;
          case "WEEK" -> TimeUnit.WEEK;
          case "DAY" -> TimeUnit.DAY;
          case "HOUR" -> TimeUnit.HOUR;
          case "MINUTE" -> TimeUnit.MINUTE;
          case "SECOND" -> TimeUnit.SECOND;
          case "MILLISECOND" -> TimeUnit.MILLISECOND;
          case "MICROSECOND" -> TimeUnit.MICROSECOND;
          default ->
              throw ZdbValidator.at(
                  SqlProblem.of(
                      SqlErrorCode.INVALID_PARAMETER_VALUE,
                      "%s takes a unit from YEAR to MICROSECOND first",
                      call.getOperator().getName()),
                  written);
        };
    return new SqlIntervalQualifier(unit, null, written.getParserPosition());
  }
}
