package dev.zdb.jdbc.driver;

import dev.zdb.sql.api.SqlProblem;
import java.util.List;
import java.util.function.Supplier;

/**
 * A statement's text with JDBC's escapes translated, which knows where each part of it stood in the
 * text that was given: there is where the application looks for an error's place.
 *
 * @param given by the application
 * @param text for the session
 * @param pieces of {@code text} from left to right; none where it is what was given
 */
record TranslatedSql(String given, String text, List<Piece> pieces) {
  TranslatedSql {
    pieces = List.copyOf(pieces);
  }

  /**
   * A part of the translated text.
   *
   * @param from where it begins there
   * @param origin where it, or the escape that it stands for, begins in what was given
   * @param isCopied whether it is the same in both
   */
  record Piece(int from, int origin, boolean isCopied) {}

  /** A text without escapes. */
  static TranslatedSql same(String sql) {
    return new TranslatedSql(sql, sql, List.of());
  }

  /** Does something with the text, and tells the place of what is wrong in what was given. */
  <T> T placing(Supplier<T> request) {
    try {
      return request.get();
    } catch (SqlProblem problem) {
      throw pieces.isEmpty() || problem.line() == 0 ? problem : placed(problem);
    }
  }

  private SqlProblem placed(SqlProblem problem) {
    int origin = origin(offset(problem.line(), problem.column()));
    int line = 1 + (int) given.substring(0, origin).chars().filter(c -> c == '\n').count();
    return problem.at(line, origin - given.lastIndexOf('\n', origin - 1));
  }

  private int offset(int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }

  private int origin(int offset) {
    Piece last = pieces.get(0);
    for (Piece piece : pieces) {
      if (piece.from() <= offset) {
        last = piece;
      }
    }
    int within = last.isCopied() ? offset - last.from() : 0;
    return Math.min(given.length(), last.origin() + within);
  }
}
