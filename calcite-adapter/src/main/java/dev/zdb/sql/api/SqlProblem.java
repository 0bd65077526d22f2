package dev.zdb.sql.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The SQL layer's only exception: an {@link SqlErrorCode} for programs, a sentence for people, and
 * where the text of the statement is at fault its position. However long the names and values in it
 * are, the sentence has at most about 1,500 characters.
 */
public final class SqlProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A word as long as no name that can be stored is shown by its beginning. */
  private static final int MAX_WORD = 200;

  private static final int SHOWN_OF_WORD = 60;

  private static final int MAX_MESSAGE = 1_500;

  private final SqlErrorCode code;
  private final int line;
  private final int column;

  private SqlProblem(
      SqlErrorCode code, String message, int line, int column, @Nullable Throwable cause) {
    super(readable(message), cause);
    this.code = code;
    this.line = line;
    this.column = column;
  }

  /** States what was found, what was expected, and where. */
  public static SqlProblem of(SqlErrorCode code, String format, Object... args) {
    return new SqlProblem(code, String.format(Locale.ROOT, format, args), 0, 0, null);
  }

  /** Keeps what lies behind. */
  public static SqlProblem causedBy(Throwable cause, SqlErrorCode code, String message) {
    return new SqlProblem(code, message, 0, 0, cause);
  }

  /** The same problem at a place in the statement's text, both counted from 1. */
  public SqlProblem at(int atLine, int atColumn) {
    return new SqlProblem(code, String.valueOf(getMessage()), atLine, atColumn, getCause());
  }

  private static String readable(String message) {
    if (message.length() <= MAX_WORD) {
      return message;
    }
    StringBuilder readable = new StringBuilder();
    int at = 0;
    while (at < message.length() && readable.length() < MAX_MESSAGE) {
      int end = at + 1;
      while (end < message.length() && message.charAt(end) != ' ') {
        end++;
      }
      readable.append(end - at <= MAX_WORD ? message.substring(at, end) : beginning(message, at));
      at = end;
    }
    return at < message.length() ? readable.append(" ...").toString() : readable.toString();
  }

  private static String beginning(String message, int from) {
    int end = from + SHOWN_OF_WORD;
    return message.substring(from, Character.isHighSurrogate(message.charAt(end)) ? end + 1 : end)
        + "...";
  }

  public SqlErrorCode code() {
    return code;
  }

  /** Counted from 1; 0 where the text is not at fault. */
  public int line() {
    return line;
  }

  /** Counted from 1; 0 where the text is not at fault. */
  public int column() {
    return column;
  }
}
