package dev.zdb.sql.parse;

import dev.zdb.sql.catalog.KeyPart.Order;
import dev.zdb.sql.catalog.SchemaChange.NewKeyPart;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Parts of a statement's text as its author wrote them, for definitions that keep expressions. */
final class StatementText {
  private StatementText() {}

  /** What lies between two tokens. */
  static String between(String text, SqlParserPos before, SqlParserPos behind) {
    return text.substring(
            offset(text, before.getEndLineNum(), before.getEndColumnNum()) + 1,
            offset(text, behind.getLineNum(), behind.getColumnNum()))
        .strip();
  }

  /** What lies behind one token up to the end of another. */
  static String after(String text, SqlParserPos before, SqlParserPos last) {
    return text.substring(
            offset(text, before.getEndLineNum(), before.getEndColumnNum()) + 1,
            offset(text, last.getEndLineNum(), last.getEndColumnNum()) + 1)
        .strip();
  }

  /** The key of a constraint that stands behind its only column. */
  static List<NewKeyPart> key(SqlIdentifier column) {
    return List.of(new NewKeyPart(Statement.nameOf(column), Order.ASCENDING));
  }

  /** Counts as the token manager does: a line ends in LF, CR or both. */
  private static int offset(String text, int line, int column) {
    int at = 0;
    for (int ended = 1; ended < line; at++) {
      boolean isCr = text.charAt(at) == '\r';
      boolean isCrOfCrLf = isCr && at + 1 < text.length() && text.charAt(at + 1) == '\n';
      if (!isCrOfCrLf && (isCr || text.charAt(at) == '\n')) {
        ended++;
      }
    }
    return at + column - 1;
  }
}
