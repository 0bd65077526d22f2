package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.catalog.SchemaChange.NewKeyPart;
import dev.zdb.sql.catalog.SchemaChange.SqlText;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Parts of a statement's text as its author wrote them, for definitions that keep expressions. */
final class StatementText {
  private StatementText() {}

  /** What lies between two tokens. */
  static SqlText between(String text, SqlParserPos before, SqlParserPos behind) {
    return part(
        text,
        offset(text, before.getEndLineNum(), before.getEndColumnNum()) + 1,
        offset(text, behind.getLineNum(), behind.getColumnNum()));
  }

  /** What lies behind one token up to the end of another. */
  static SqlText after(String text, SqlParserPos before, SqlParserPos last) {
    return part(
        text,
        offset(text, before.getEndLineNum(), before.getEndColumnNum()) + 1,
        offset(text, last.getEndLineNum(), last.getEndColumnNum()) + 1);
  }

  private static SqlText part(String text, int start, int end) {
    String part = text.substring(start, end);
    SqlParserPos at = position(text, start + part.length() - part.stripLeading().length());
    return new SqlText(part.strip(), at.getLineNum(), at.getColumnNum());
  }

  /** A whole number of 64 bits. */
  static long number(String digits, SqlParserPos position) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw SqlProblem.causedBy(
              e, SqlErrorCode.NUMERIC_OUT_OF_RANGE, "the number " + digits + " is out of range")
          .at(position.getLineNum(), position.getColumnNum());
    }
  }

  /** Refuses a row of values for another number of columns. */
  static void requireAlike(SqlNodeList columns, SqlNodeList values, SqlParserPos position) {
    if (columns.size() != values.size()) {
      throw SqlProblem.of(
              SqlErrorCode.SYNTAX,
              "%d columns of SET have %d values",
              columns.size(),
              values.size())
          .at(position.getLineNum(), position.getColumnNum());
    }
  }

  /** The key of a constraint that stands behind its only column. */
  static List<NewKeyPart> key(SqlIdentifier column) {
    return List.of(new NewKeyPart(Statement.nameOf(column), Order.ASCENDING));
  }

  /** Counts as the token manager does: a line ends in LF, CR or both. */
  static int offset(String text, int line, int column) {
    int at = 0;
    for (int ended = 1; ended < line; at++) {
      ended += endsLine(text, at) ? 1 : 0;
    }
    return at + column - 1;
  }

  /** The place of an offset, which {@link #offset} leads back to. */
  static SqlParserPos position(String text, int offset) {
    int line = 1;
    int start = 0;
    for (int at = 0; at < offset; at++) {
      if (endsLine(text, at)) {
        line++;
        start = at + 1;
      }
    }
    return new SqlParserPos(line, offset - start + 1);
  }

  private static boolean endsLine(String text, int at) {
    boolean isCr = text.charAt(at) == '\r';
    boolean isCrOfCrLf = isCr && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return !isCrOfCrLf && (isCr || text.charAt(at) == '\n');
  }
}
