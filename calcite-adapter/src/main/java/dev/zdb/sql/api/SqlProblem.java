package dev.zdb.sql.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The SQL layer's only exception: an {@link SqlErrorCode} for programs, a sentence for people, and
 * where the text of the statement is at fault its position.
 */
public final class SqlProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlErrorCode code;
  private final int line;
  private final int column;

  private SqlProblem(
      SqlErrorCode code, String message, int line, int column, @Nullable Throwable cause) {
    super(message, cause);
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
