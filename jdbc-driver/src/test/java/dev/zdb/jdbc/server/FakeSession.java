package dev.zdb.jdbc.server;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.api.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session without SQL. It understands {@code ROWS n}, {@code COUNT n}, {@code ECHO} (its
 * parameters as a row), {@code KEYS n}, {@code WAIT} (for a cancel), {@code FAIL}, {@code BREAK}
 * (throws what no session may throw), {@code FAIL AT n} (a row of a result).
 */
final class FakeSession implements SqlSession {
  final List<String> heard = new CopyOnWriteArrayList<>();
  final AtomicInteger openCursors = new AtomicInteger();
  final AtomicInteger openStatements = new AtomicInteger();
  final SessionOptions options;
  private final FakeDatabase owner;
  private final String name;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Object monitor = new Object();
  private SessionSettings settings;
  private boolean inTransaction;
  private @Nullable CountDownLatch running;

  FakeSession(FakeDatabase owner, String name, SessionOptions options) {
    this.owner = owner;
    this.name = name;
    this.options = options;
    this.settings = options.settings();
  }

  @Override
  public DatabaseInfo database() {
    return new DatabaseInfo(name, "0.1.0", 128);
  }

  @Override
  public PreparedSql prepare(String sql) {
    if (sql.startsWith("FAIL")) {
      throw SqlProblem.of(SqlErrorCode.SYNTAX, "no sense in '%s'", sql).at(1, 6);
    }
    openStatements.incrementAndGet();
    return new Prepared(sql);
  }

  @Override
  public SqlResult execute(PreparedSql statement, Object[] parameters, ExecuteOptions how) {
    return execute(statement.text(), parameters, how);
  }

  @Override
  public SqlResult execute(String sql, Object[] parameters, ExecuteOptions how) {
    requireOpen();
    heard.add(sql);
    inTransaction = inTransaction || !settings.autoCommit();
    String[] words = sql.split(" ", -1);
    return switch (words[0]) {
      case "ROWS" -> new SqlResult.Rows(new Numbers(Integer.parseInt(words[1])));
      case "ECHO" -> new SqlResult.Rows(new Echo(parameters));
      case "COUNT" -> SqlResult.Count.of(Long.parseLong(words[1]));
      case "KEYS" -> keys(Integer.parseInt(words[1]));
      case "WAIT" -> await(how.timeoutMillis());
      case "BREAK" -> throw new IllegalStateException("broken inside");
      default -> throw SqlProblem.of(SqlErrorCode.SYNTAX, "no sense in '%s'", sql).at(1, 6);
    };
  }

  private static SqlResult keys(int count) {
    List<Object[]> keys = new ArrayList<>();
    for (long key = 1; key <= count; key++) {
      keys.add(new Object[] {key});
    }
    return new SqlResult.Count(count, List.of(FakeDatabase.column("ID", SqlType.BIGINT)), keys);
  }

  private SqlResult await(long timeoutMillis) {
    CountDownLatch cancelled = new CountDownLatch(1);
    synchronized (monitor) {
      running = cancelled;
    }
    owner.waiting.countDown();
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      synchronized (monitor) {
        running = null;
      }
    }
    requireOpen();
    throw SqlProblem.of(SqlErrorCode.CANCELLED, "cancelled, timeout %d", timeoutMillis);
  }

  @Override
  public void cancel() {
    synchronized (monitor) {
      if (running != null) {
        running.countDown();
      }
    }
  }

  @Override
  public BatchResult executeBatch(
      PreparedSql statement, List<Object[]> parameterRows, ExecuteOptions how) {
    heard.add("batch of " + parameterRows.size());
    long[] counts = new long[parameterRows.size()];
    for (int i = 0; i < counts.length; i++) {
      if ("bad".equals(parameterRows.get(i)[0])) {
        SqlProblem failure = SqlProblem.of(SqlErrorCode.UNIQUE_VIOLATION, "row %d", i);
        return new BatchResult(java.util.Arrays.copyOf(counts, i), List.of(), List.of(), failure);
      }
      counts[i] = 1;
    }
    return new BatchResult(counts, List.of(), List.of(), null);
  }

  private void requireOpen() {
    if (!open.get()) {
      throw SqlProblem.of(SqlErrorCode.CONNECTION_CLOSED, "the session is closed");
    }
  }

  @Override
  public void commit() {
    heard.add("commit");
    inTransaction = false;
  }

  @Override
  public void rollback() {
    heard.add("rollback");
    inTransaction = false;
  }

  @Override
  public SessionSettings settings() {
    return settings;
  }

  @Override
  public void setSettings(SessionSettings newSettings) {
    if (newSettings.schema().equals("NOWHERE")) {
      throw SqlProblem.of(SqlErrorCode.UNDEFINED_SCHEMA, "there is no schema NOWHERE");
    }
    heard.add("set " + newSettings);
    if (newSettings.autoCommit()) {
      inTransaction = false;
    }
    settings = newSettings;
  }

  @Override
  public boolean inTransaction() {
    return inTransaction;
  }

  @Override
  public boolean isValid(int timeoutMillis) {
    return open.get();
  }

  @Override
  public void abort() {
    close();
    cancel();
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public void close() {
    if (open.getAndSet(false)) {
      owner.open.decrementAndGet();
    }
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
      return List.of(SqlType.BIGINT, SqlType.VARCHAR);
    }

    @Override
    public List<ColumnMetadata> columns() {
      return isQuery() ? FakeDatabase.COLUMNS : List.of();
    }

    @Override
    public boolean isQuery() {
      return sql.startsWith("ROWS");
    }

    @Override
    public void close() {
      openStatements.decrementAndGet();
    }
  }

  /** Rows 1 to n: number, name or NULL, price. */
  private final class Numbers implements RowCursor {
    private final int count;
    private int row;

    Numbers(int count) {
      this.count = count;
      openCursors.incrementAndGet();
    }

    @Override
    public List<ColumnMetadata> columns() {
      return FakeDatabase.COLUMNS;
    }

    @Override
    public boolean next() {
      row++;
      return row <= count;
    }

    @Override
    public boolean isNull(int column) {
      return column == 1 && row % 3 == 0;
    }

    @Override
    public long asLong(int column) {
      return row;
    }

    @Override
    public double asDouble(int column) {
      throw new IllegalArgumentException("no column is approximate");
    }

    @Override
    public Object asObject(int column) {
      return switch (column) {
        case 0 -> (long) row;
        case 1 -> "name " + row;
        default -> BigDecimal.valueOf(row, 2);
      };
    }

    @Override
    public void close() {
      openCursors.decrementAndGet();
    }
  }

  /** One row of the parameters as texts. */
  private static final class Echo implements RowCursor {
    private final Object[] values;
    private boolean started;

    Echo(Object[] values) {
      this.values = values;
    }

    @Override
    public List<ColumnMetadata> columns() {
      List<ColumnMetadata> columns = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        columns.add(FakeDatabase.column("C" + i, SqlType.VARCHAR));
      }
      return columns;
    }

    @Override
    public boolean next() {
      boolean first = !started;
      started = true;
      return first;
    }

    @Override
    public boolean isNull(int column) {
      return values[column] == null;
    }

    @Override
    public long asLong(int column) {
      throw new IllegalArgumentException("texts only");
    }

    @Override
    public double asDouble(int column) {
      throw new IllegalArgumentException("texts only");
    }

    @Override
    public Object asObject(int column) {
      return values[column].getClass().getSimpleName() + " " + values[column];
    }

    @Override
    public void close() {}
  }
}
