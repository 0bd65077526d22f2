package dev.zdb.jdbc.driver;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.ExecuteOptions.Keys.Mode;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.api.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A session that answers what it was taught, text by text, and keeps what it heard. Texts that it
 * was not taught change one row; those that begin with SELECT give no rows.
 */
final class FakeSession implements SqlSession {
  static final ColumnMetadata KEY = column("ID", SqlType.BIGINT);
  private static final long DEADLINE_SECONDS = 30;

  final List<String> heard = new ArrayList<>();
  final List<List<Object>> parameters = new ArrayList<>();
  final CountDownLatch blocked = new CountDownLatch(1);
  ExecuteOptions lastOptions = ExecuteOptions.defaults();
  int networkTimeoutMillis;
  boolean isTransactionOpen;

  private final Map<String, Function<Object[], SqlResult>> answers = new ConcurrentHashMap<>();
  private final Map<String, List<SqlType>> parameterTypes = new ConcurrentHashMap<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private SessionSettings settings = SessionSettings.defaults();
  private volatile boolean isOpen = true;

  static ColumnMetadata column(String label, SqlType type) {
    return new ColumnMetadata(
        label, type, Nullability.NULLABLE, "PUBLIC", "T", label, /* autoIncrement= */ false);
  }

  FakeSession rows(String sql, List<ColumnMetadata> columns, Object[]... rows) {
    answers.put(sql, given -> new SqlResult.Rows(new ListCursor(columns, Arrays.asList(rows))));
    return this;
  }

  FakeSession fails(String sql, SqlErrorCode code) {
    return answers(
        sql,
        given -> {
          throw SqlProblem.of(code, "It failed.").at(1, 8);
        });
  }

  FakeSession answers(String sql, Function<Object[], SqlResult> answer) {
    answers.put(sql, answer);
    return this;
  }

  /** The statement runs until it is cancelled or the session aborted. */
  FakeSession blocks(String sql) {
    return answers(
        sql,
        given -> {
          blocked.countDown();
          awaitCancel();
          throw SqlProblem.of(SqlErrorCode.CANCELLED, "The statement was cancelled.");
        });
  }

  private void awaitCancel() {
    try {
      if (!cancelled.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody cancelled the statement");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  FakeSession takes(String sql, SqlType... types) {
    parameterTypes.put(sql, List.of(types));
    return this;
  }

  private SqlResult run(String sql, Object[] values, ExecuteOptions options) {
    requireOpen();
    heard.add(sql);
    parameters.add(Arrays.asList(values));
    lastOptions = options;
    Function<Object[], SqlResult> answer = answers.get(sql);
    if (answer != null) {
      return answer.apply(values);
    }
    if (isQuery(sql)) {
      return new SqlResult.Rows(new ListCursor(List.of(KEY), List.of()));
    }
    return options.keys().mode() == Mode.NONE
        ? SqlResult.Count.of(1)
        : new SqlResult.Count(1, List.of(KEY), List.<Object[]>of(new Object[] {7L}));
  }

  private static boolean isQuery(String sql) {
    return sql.stripLeading().startsWith("SELECT");
  }

  private void requireOpen() {
    if (!isOpen) {
      throw SqlProblem.of(SqlErrorCode.CONNECTION_CLOSED, "The session is closed.");
    }
  }

  @Override
  public DatabaseInfo database() {
    return new DatabaseInfo("FAKE", "3.14.1", 128);
  }

  @Override
  public PreparedSql prepare(String sql) {
    requireOpen();
    heard.add("prepare " + sql);
    if (sql.startsWith("SYNTAX")) {
      throw SqlProblem.of(SqlErrorCode.SYNTAX, "That is no SQL.").at(1, 1);
    }
    return new Prepared(sql);
  }

  private final class Prepared implements PreparedSql {
    private final String sql;

    Prepared(String sql) {
      this.sql = sql;
    }

    @Override
    public String text() {
      return sql;
    }

    @Override
    public List<SqlType> parameters() {
      int count = (int) sql.chars().filter(c -> c == '?').count();
      return parameterTypes.getOrDefault(
          sql, java.util.Collections.nCopies(count, SqlType.VARCHAR));
    }

    @Override
    public List<ColumnMetadata> columns() {
      return isQuery() ? cursor().columns() : List.of();
    }

    private RowCursor cursor() {
      Function<Object[], SqlResult> answer = answers.get(sql);
      return answer != null && answer.apply(new Object[0]) instanceof SqlResult.Rows rows
          ? rows.cursor()
          : new ListCursor(List.of(KEY), List.of());
    }

    @Override
    public boolean isQuery() {
      return FakeSession.isQuery(sql);
    }

    @Override
    public void close() {
      heard.add("close " + sql);
    }
  }

  @Override
  public SqlResult execute(String sql, Object[] values, ExecuteOptions options) {
    return run(sql, values, options);
  }

  @Override
  public SqlResult execute(PreparedSql statement, Object[] values, ExecuteOptions options) {
    return run(statement.text(), values, options);
  }

  @Override
  public BatchResult executeBatch(
      PreparedSql statement, List<Object[]> parameterRows, ExecuteOptions options) {
    List<Long> counts = new ArrayList<>();
    List<Object[]> keys = new ArrayList<>();
    SqlProblem failure = null;
    for (Object[] row : parameterRows) {
      try {
        SqlResult.Count count = (SqlResult.Count) run(statement.text(), row, options);
        counts.add(count.count());
        keys.addAll(count.keys());
      } catch (SqlProblem problem) {
        failure = problem;
        break;
      }
    }
    return new BatchResult(
        counts.stream().mapToLong(Long::longValue).toArray(), List.of(KEY), keys, failure);
  }

  @Override
  public void commit() {
    requireOpen();
    heard.add("commit");
  }

  @Override
  public void rollback() {
    requireOpen();
    heard.add("rollback");
  }

  @Override
  public SessionSettings settings() {
    return settings;
  }

  @Override
  public void setSettings(SessionSettings newSettings) {
    requireOpen();
    settings = newSettings;
  }

  @Override
  public boolean inTransaction() {
    return isTransactionOpen;
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  @Override
  public boolean isValid(int timeoutMillis) {
    return isOpen;
  }

  @Override
  public void setNetworkTimeout(int timeoutMillis) {
    networkTimeoutMillis = timeoutMillis;
  }

  @Override
  public void abort() {
    isOpen = false;
    cancelled.countDown();
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public void close() {
    isOpen = false;
  }
}
