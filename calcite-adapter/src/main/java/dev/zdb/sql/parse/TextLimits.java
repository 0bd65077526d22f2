package dev.zdb.sql.parse;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses texts that the parser would take minutes for: its time grows with the square of the depth
 * of parentheses, with that of the operators in one expression, of which LIKE is as costly as many,
 * and with that of the digits of a number. One pass over the text.
 *
 * <p><b>Failure:</b> {@link SqlErrorCode#TOO_COMPLEX} with the place.
 */
final class TextLimits {
  static final int MAX_LENGTH = 4 * 1024 * 1024;
  static final int MAX_DEPTH = 2_000;
  static final int MAX_OPERATORS = 5_000;
  static final int MAX_DIGITS = 1_000;

  /**
   * With 2,400 of them in one expression the parser was busy for half a minute, with 500 briefly.
   */
  private static final int OPERATORS_IN_A_LIKE = 10;

  /** Strings, quoted names and comments, which may end with the text; words; all else by char. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "'[^']*+'?|\"[^\"]*+\"?|--[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z)"
              + "|[A-Za-z_][A-Za-z_0-9$]*+|[0-9.]++|[-+*/%=<>|]++|\\S");

  private static final Set<String> OPERATORS =
      Set.of("AND", "OR", "NOT", "IS", "LIKE", "BETWEEN", "IN");

  /** Words behind which another expression begins. */
  private static final Set<String> CLAUSES =
      Set.of("SELECT", "FROM", "WHERE", "ON", "WHEN", "THEN", "ELSE", "END", "CASE", "VALUES");

  private final int[] operators = new int[MAX_DEPTH + 1];
  private int depth;

  private TextLimits() {}

  static void check(String text) {
    if (text.length() > MAX_LENGTH) {
      throw SqlProblem.of(
          SqlErrorCode.TOO_COMPLEX,
          "the statement has %d characters, the limit is %d",
          text.length(),
          MAX_LENGTH);
    }
    if (text.length() > MAX_DEPTH) {
      TextLimits limits = new TextLimits();
      Matcher token = TOKEN.matcher(text);
      while (token.find()) {
        limits.take(text, token.start(), token.end());
      }
    }
  }

  private void take(String text, int start, int end) {
    char first = text.charAt(start);
    if (first == '(') {
      open(text, start);
    } else if (first == ')') {
      depth = Math.max(0, depth - 1);
    } else if (first == ',' || first == ';') {
      operators[depth] = 0;
    } else if (Character.isLetter(first)) {
      takeWord(text, start, end);
    } else if (end - start > MAX_DIGITS && (first == '.' || Character.isDigit(first))) {
      throw refused(text, start, "a number has more than %d digits", MAX_DIGITS);
    } else if (isSign(text, start, end)) {
      operators(text, start, 1);
    }
  }

  private static boolean isSign(String text, int start, int end) {
    boolean isComment = text.startsWith("--", start) || text.startsWith("/*", start);
    return !isComment && "-+*/%=<>|".indexOf(text.charAt(start)) >= 0 && end > start;
  }

  private void takeWord(String text, int start, int end) {
    if (end - start > "BETWEEN".length()) {
      return;
    }
    String word = text.substring(start, end).toUpperCase(Locale.ROOT);
    if (OPERATORS.contains(word)) {
      operators(text, start, word.equals("LIKE") ? OPERATORS_IN_A_LIKE : 1);
    } else if (CLAUSES.contains(word)) {
      operators[depth] = 0;
    }
  }

  private void open(String text, int at) {
    if (depth == MAX_DEPTH) {
      throw refused(text, at, "parentheses are nested deeper than %d", MAX_DEPTH);
    }
    operators[++depth] = 0;
  }

  private void operators(String text, int at, int count) {
    operators[depth] += count;
    if (operators[depth] > MAX_OPERATORS) {
      throw refused(
          text,
          at,
          "an expression has more than %d operators (a LIKE counts as " + OPERATORS_IN_A_LIKE + ")",
          MAX_OPERATORS);
    }
  }

  private static SqlProblem refused(String text, int at, String format, int limit) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', at);
    return SqlProblem.of(SqlErrorCode.TOO_COMPLEX, format, limit).at(line, column);
  }
}
