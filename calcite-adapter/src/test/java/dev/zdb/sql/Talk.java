package dev.zdb.sql;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A session and short words for talking to it. */
record Talk(SqlSession session) implements AutoCloseable {
  private static final ExecuteOptions PLAIN = ExecuteOptions.defaults();

  static Talk inMemory() {
    return to(new DatabaseTarget.PrivateMemory());
  }

  static Talk in(Path directory) {
    return to(new DatabaseTarget.Directory(directory));
  }

  static Talk to(DatabaseTarget target) {
    return to(target, DatabaseOptions.defaults());
  }

  static Talk to(DatabaseTarget target, DatabaseOptions options) {
    return new Talk(SqlEngine.connect(target, options, SessionOptions.defaults()));
  }

  /** Executes statements, one after another; returns the last one's count. */
  long run(String... statements) {
    long count = 0;
    for (String sql : statements) {
      SqlResult result = session.execute(sql, new Object[0], PLAIN);
      count = result instanceof SqlResult.Count changed ? changed.count() : 0;
    }
    return count;
  }

  /** The rows of a query, a string each, values parted by blanks. */
  List<String> rows(String sql, @Nullable Object... parameters) {
    try (RowCursor cursor = cursor(sql, parameters)) {
      return rest(cursor);
    }
  }

  RowCursor cursor(String sql, @Nullable Object... parameters) {
    return ((SqlResult.Rows) session.execute(sql, parameters, PLAIN)).cursor();
  }

  static List<String> rest(RowCursor cursor) {
    List<String> rows = new ArrayList<>();
    while (cursor.next()) {
      StringJoiner row = new StringJoiner(" ");
      for (int i = 0; i < cursor.columns().size(); i++) {
        row.add(cursor.isNull(i) ? "NULL" : cursor.asObject(i).toString());
      }
      rows.add(row.toString());
    }
    return rows;
  }

  BatchResult batch(String sql, List<Object[]> rows) {
    try (PreparedSql statement = session.prepare(sql)) {
      return session.executeBatch(statement, rows, PLAIN);
    }
  }

  /** The code of the failure of a statement that must fail. */
  SqlErrorCode failureOf(String sql, @Nullable Object... parameters) {
    try {
      session.execute(sql, parameters, PLAIN);
    } catch (SqlProblem problem) {
      return problem.code();
    }
    throw new AssertionError("it did not fail: " + sql);
  }

  @Override
  public void close() {
    session.close();
  }
}
