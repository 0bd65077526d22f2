package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;

/**
 * Problems on the wire. The code goes by its name and its SQLSTATE, so that a client that is older
 * than the code still knows what kind of problem it is.
 */
final class WireProblems {
  /** So that a problem fits the smallest frame, whatever it quotes. */
  private static final int MAX_MESSAGE = 1_500;

  private WireProblems() {}

  static void write(PayloadWriter out, SqlProblem problem) {
    out.text(problem.code().name());
    out.text(problem.code().sqlState());
    out.text(sendable(String.valueOf(problem.getMessage())));
    out.i32(problem.line());
    out.i32(problem.column());
  }

  /** A message may quote anything, half surrogate pairs too; it must not fail to be sent. */
  private static String sendable(String message) {
    String text = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }

  static SqlProblem read(PayloadReader in) {
    String name = in.text();
    String sqlState = in.text();
    String message = in.text();
    int line = in.nonNegative();
    int column = in.nonNegative();
    SqlErrorCode code = code(name, sqlState);
    String known = code.sqlState().equals(sqlState) ? message : message + " [" + sqlState + "]";
    SqlProblem problem = SqlProblem.of(code, "%s", known);
    return line == 0 ? problem : problem.at(line, column);
  }

  /** The code of that name, else of that SQLSTATE, else of its class, else an internal problem. */
  private static SqlErrorCode code(String name, String sqlState) {
    SqlErrorCode best = SqlErrorCode.INTERNAL;
    int bestRank = 0;
    for (SqlErrorCode code : SqlErrorCode.values()) {
      int rank = rank(code, name, sqlState);
      if (rank > bestRank) {
        best = code;
        bestRank = rank;
      }
    }
    return best;
  }

  private static int rank(SqlErrorCode code, String name, String sqlState) {
    if (code.sqlState().equals(sqlState)) {
      return code.name().equals(name) ? 3 : 2;
    }
    return sqlState.length() == 5 && code.sqlState().startsWith(sqlState.substring(0, 2)) ? 1 : 0;
  }
}
