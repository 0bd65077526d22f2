package dev.zdb.sql.plan;

import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of statements, each with what it gives: the statement, a line of four dashes, its rows
 * with bars between columns, or {@code count n}, or {@code error SQLSTATE line:column}; blank lines
 * between. Lines that begin with # are remarks.
 */
record Script(List<Step> steps) {

  /** A statement and what it gives. */
  record Step(int line, String statement, List<String> expected) {}

  static Script parse(String text) {
    List<Step> steps = new ArrayList<>();
    List<String> statement = new ArrayList<>();
    List<String> expected = null;
    int start = 0;
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.add("");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#") && statement.isEmpty()) {
        continue;
      }
      if (line.isBlank()) {
        if (expected != null) {
          steps.add(new Step(start, String.join("\n", statement), expected));
        }
        statement = new ArrayList<>();
        expected = null;
      } else if (expected != null) {
        expected.add(line);
      } else if (line.equals("----")) {
        expected = new ArrayList<>();
      } else {
        start = statement.isEmpty() ? i + 1 : start;
        statement.add(line);
      }
    }
    return new Script(steps);
  }

  static SqlSession session() {
    return SqlEngine.connect(
        new DatabaseTarget.PrivateMemory(), DatabaseOptions.defaults(), SessionOptions.defaults());
  }

  /** What a statement gives, as a script says it. */
  static List<String> run(SqlSession session, String statement, @Nullable Object... parameters) {
    try {
      SqlResult result = session.execute(statement, parameters, ExecuteOptions.defaults());
      if (result instanceof SqlResult.Rows rows) {
        return rows(rows.cursor());
      }
      return List.of("count " + ((SqlResult.Count) result).count());
    } catch (SqlProblem e) {
      String place =
          e.line() == 0 ? "" : String.format(Locale.ROOT, " %d:%d", e.line(), e.column());
      return List.of("error " + e.code().sqlState() + place);
    }
  }

  private static List<String> rows(RowCursor cursor) {
    List<String> rows = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < cursor.columns().size(); i++) {
          cells.add(cursor.isNull(i) ? "NULL" : String.valueOf(cursor.asObject(i)));
        }
        rows.add(String.join("|", cells).stripTrailing());
      }
    }
    return rows;
  }
}
