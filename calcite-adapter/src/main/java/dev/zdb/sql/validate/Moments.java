package dev.zdb.sql.validate;

import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.TemporalText;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Literals of dates, times and timestamps, read as a CAST reads its text. */
final class Moments {
  private Moments() {}

  static boolean isOne(SqlUnknownLiteral literal) {
    return switch (literal.tag) {
      case "DATE", "TIME", "TIMESTAMP" -> true;
      default -> false;
    };
  }

  static SqlLiteral read(SqlUnknownLiteral literal) {
    try {
      return read(literal.tag, literal.getValue(), literal.getParserPosition());
    } catch (SqlProblem e) {
      throw ZdbValidator.at(e, literal);
    }
  }

  private static SqlLiteral read(String tag, String text, SqlParserPos place) {
    switch (tag) {
      case "DATE" -> {
        String date = TemporalText.date(TemporalText.parseDate(text));
        return SqlLiteral.createDate(new DateString(date), place);
      }
      case "TIME" -> {
        String time = TemporalText.time(TemporalText.parseTime(text));
        return SqlLiteral.createTime(new TimeString(time), digits(text), place);
      }
      default -> {
        Registers out = new Registers(0);
        long second = TemporalText.parseTimestamp(text, out);
        String moment = TemporalText.timestamp(second, out.high);
        return SqlLiteral.createTimestamp(
            SqlTypeName.TIMESTAMP, new TimestampString(moment), digits(text), place);
      }
    }
  }

  /** How many digits of a second are written, which is the literal's precision. */
  private static int digits(String text) {
    int point = text.indexOf('.');
    int end = point + 1;
    while (point >= 0 && end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return point < 0 ? 0 : end - point - 1;
  }
}
