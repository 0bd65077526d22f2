package dev.zdb.sql.parse;

import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Static;

/**
 * The escapes of {@code U&'..'}: {@code \00e9}, {@code \+01f600} and {@code \\}. Calcite knows the
 * first alone. What comes out is a string as any other.
 */
final class UnicodeEscapes {
  private static final int SHORT_DIGITS = 4;
  private static final int LONG_DIGITS = 6;
  private static final int HEXADECIMAL = 16;

  private UnicodeEscapes() {}

  /**
   * A literal string with its escapes read; the literal itself where {@code escape} is 0.
   *
   * @throws org.apache.calcite.runtime.CalciteContextException with the literal's place if an
   *     escape is malformed or stands for no character
   */
  static SqlLiteral read(SqlLiteral literal, char escape) {
    if (escape == 0) {
      return literal;
    }
    SqlParserPos place = literal.getParserPosition();
    String written = literal.getValueAs(String.class);
    StringBuilder read = new StringBuilder(written.length());
    int at = 0;
    while (at < written.length()) {
      char next = written.charAt(at);
      if (next != escape) {
        read.append(next);
        at++;
      } else if (at + 1 < written.length() && written.charAt(at + 1) == escape) {
        read.append(escape);
        at += 2;
      } else {
        boolean isLong = at + 1 < written.length() && written.charAt(at + 1) == '+';
        int from = at + (isLong ? 2 : 1);
        int to = from + (isLong ? LONG_DIGITS : SHORT_DIGITS);
        int codePoint = codePoint(written, from, to);
        if (!Character.isValidCodePoint(codePoint)) {
          throw malformed(place, at);
        }
        read.appendCodePoint(codePoint);
        at = to;
      }
    }
    if (read.codePoints().anyMatch(UnicodeEscapes::isHalf)) {
      throw malformed(place, 0);
    }
    return SqlLiteral.createCharString(read.toString(), place);
  }

  /** The number that some hexadecimal digits stand for, -1 where there are others or too few. */
  private static int codePoint(String text, int from, int to) {
    if (to > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), HEXADECIMAL);
      if (digit < 0) {
        return -1;
      }
      number = number * HEXADECIMAL + digit;
    }
    return number;
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static RuntimeException malformed(SqlParserPos place, int at) {
    return SqlUtil.newContextException(place, Static.RESOURCE.unicodeEscapeMalformed(at));
  }
}
