package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.api.SqlWarning;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What all statements share: their settings, the result of their last execution, and their end.
 *
 * <p><b>Invariant:</b> at most one result set is open; a new execution closes it.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #cancel} and {@link #close}, which any thread
 * may call while a request runs.
 */
public abstract class BaseStatement implements Quoting, Unwrapping {
  private static final long NO_COUNT = -1;
  private static final int MILLIS = 1000;

  final ZdbConnection connection;
  final Conversation conversation;

  private long maxRows;
  private int fetchSize;
  private int timeoutSeconds;
  private int maxFieldSize;
  private boolean poolable;
  private boolean closesOnCompletion;
  private boolean translatesEscapes = true;
  private @Nullable ExecuteOptions options;
  private @Nullable SQLWarning warnings;
  private @Nullable ZdbResultSet rows;
  private long count = NO_COUNT;
  private List<ColumnMetadata> keyColumns = List.of();
  private List<Object[]> keys = List.of();
  private volatile boolean isClosed;
  private volatile boolean isCancelled;

  BaseStatement(ZdbConnection connection) {
    this.connection = connection;
    this.conversation = connection.conversation();
    this.fetchSize = connection.defaultFetchSize();
  }

  // ---- what the kinds of statement use

  final void requireOpen() throws SQLException {
    if (isClosed) {
      throw SqlExceptions.statementClosed();
    }
    conversation.requireOpen();
  }

  /** Clears the stage for an execution. */
  final void begin() throws SQLException {
    requireOpen();
    isCancelled = false;
    warnings = null;
    forgetResult();
  }

  /** Keeps what the execution that the session has just done warned of. */
  final <T> T warned(SqlSession session, T result) {
    for (SqlWarning warning : session.warnings()) {
      warn(new SQLWarning(warning.message(), warning.sqlState()));
    }
    return result;
  }

  /** Keeps what an execution gave, within its request; returns whether that is rows. */
  final boolean accept(SqlResult result) {
    if (result instanceof SqlResult.Rows given) {
      rows = new ZdbResultSet(this, given.cursor(), conversation.transactionOfResult());
      return true;
    }
    SqlResult.Count given = (SqlResult.Count) result;
    count = given.count();
    keyColumns = given.keyColumns();
    keys = given.keys();
    return false;
  }

  /** The rows of an execution that was to give some. */
  final ResultSet requireRows() throws SQLException {
    ZdbResultSet given = rows;
    if (given == null) {
      forgetResult();
      throw noRows();
    }
    return given;
  }

  /** The count of an execution that was to give one. */
  final long requireCount() throws SQLException {
    if (rows != null) {
      forgetResult();
      throw SqlExceptions.outOfSequence(
          "The statement gives rows, not a count; call executeQuery or execute.");
    }
    return count;
  }

  static SQLException noRows() {
    return SqlExceptions.outOfSequence(
        "The statement gives a count, not rows; call executeUpdate or execute.");
  }

  final void keepKeys(List<ColumnMetadata> columns, List<Object[]> given) {
    keyColumns = columns;
    keys = given;
  }

  final ExecuteOptions options(Keys wanted) {
    ExecuteOptions known = options;
    if (known == null || !known.keys().equals(wanted)) {
      known = new ExecuteOptions(maxRows, fetchSize, (long) timeoutSeconds * MILLIS, wanted);
      options = known;
    }
    return known;
  }

  final TranslatedSql translated(@Nullable String sql) throws SQLException {
    String text = required(sql, "SQL text");
    return translatesEscapes ? JdbcEscapes.translate(text) : JdbcEscapes.requireNone(text);
  }

  /** What a request that failed means to the application. */
  final SQLException explained(Throwable failure) {
    boolean isTimeout =
        failure instanceof SqlProblem problem
            && problem.code() == SqlErrorCode.CANCELLED
            && timeoutSeconds > 0
            && !isCancelled;
    return isTimeout
        ? SqlExceptions.timedOut((SqlProblem) failure, timeoutSeconds)
        : SqlExceptions.of(failure);
  }

  /** The end of a batch that stopped at a failure, after those counted. */
  static BatchUpdateException batchFailed(SQLException failure, List<Long> counts) {
    BatchUpdateException batch =
        new BatchUpdateException(
            String.format(
                Locale.ROOT,
                "Execution %d of the batch failed: %s",
                counts.size() + 1,
                failure.getMessage()),
            failure.getSQLState(),
            failure.getErrorCode(),
            counts.stream().mapToLong(Long::longValue).toArray(),
            failure);
    batch.setNextException(failure);
    return batch;
  }

  static int[] small(long[] counts) {
    int[] small = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      small[i] = counts[i] > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) counts[i];
    }
    return small;
  }

  static int small(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  final void forgetResult() throws SQLException {
    ZdbResultSet open = rows;
    rows = null;
    count = NO_COUNT;
    keyColumns = List.of();
    keys = List.of();
    if (open != null) {
      open.closeSilently();
    }
  }

  /** Tells that a result set of this statement was closed by the application. */
  final void resultClosed() throws SQLException {
    if (closesOnCompletion) {
      close();
    }
  }

  /** Lets go of what the kind of statement holds beyond a result. */
  void release() throws SQLException {}

  @Override
  public final boolean isName(String word) throws SQLException {
    requireOpen();
    return conversation.speak(
        session -> {
          try (var prepared = session.prepare("SELECT 1 AS " + word)) {
            return prepared.isQuery();
          } catch (SqlProblem reserved) {
            if (reserved.code() == SqlErrorCode.SYNTAX) {
              return false;
            }
            throw reserved;
          }
        });
  }

  // ---- java.sql.Statement

  @Override
  public void close() throws SQLException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    conversation.cancel(this);
    try {
      forgetResult();
    } finally {
      release();
    }
  }

  @Override
  public boolean isClosed() {
    return isClosed || conversation.isOver();
  }

  @Override
  public void cancel() throws SQLException {
    requireOpen();
    isCancelled = true;
    conversation.cancel(this);
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    requireOpen();
    return rows;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return small(getLargeUpdateCount());
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    requireOpen();
    return count;
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  /** There is one result at most, so there are never more. */
  @Override
  public boolean getMoreResults(int current) throws SQLException {
    requireOpen();
    switch (current) {
      case CLOSE_CURRENT_RESULT, CLOSE_ALL_RESULTS -> forgetResult();
      case KEEP_CURRENT_RESULT -> {
        rows = null;
        count = NO_COUNT;
      }
      default ->
          throw SqlExceptions.invalidArgument(
              String.format(
                  Locale.ROOT,
                  "What to do with the current result is %d, which is no constant of Statement.",
                  current));
    }
    return false;
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    requireOpen();
    ListCursor values = new ListCursor(keyColumns, keys);
    return new ZdbResultSet(this, values, Conversation.NO_TRANSACTION);
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    requireOpen();
    return maxFieldSize;
  }

  /** Keeps the limit but cuts nothing, and warns of that. */
  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    requireOpen();
    requireNotNegative("The largest size of a field", max);
    maxFieldSize = max;
    if (max > 0) {
      warn(new SQLWarning("Values longer than setMaxFieldSize are not cut.", "01004"));
    }
  }

  private static void requireNotNegative(String what, long value) throws SQLException {
    if (value < 0) {
      throw SqlExceptions.invalidArgument(what + " is " + value + "; expected 0 or more.");
    }
  }

  @Override
  public int getMaxRows() throws SQLException {
    return small(getLargeMaxRows());
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    requireOpen();
    return maxRows;
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    requireOpen();
    requireNotNegative("The limit of rows", max);
    maxRows = max;
    options = null;
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    requireOpen();
    translatesEscapes = enable;
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    requireOpen();
    return timeoutSeconds;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    requireOpen();
    requireNotNegative("The query timeout", seconds);
    timeoutSeconds = seconds;
    options = null;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    requireOpen();
    return warnings;
  }

  @Override
  public void clearWarnings() throws SQLException {
    requireOpen();
    warnings = null;
  }

  private void warn(SQLWarning warning) {
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  /** Does nothing: there is no positioned update that could name a cursor. */
  @Override
  public void setCursorName(String name) throws SQLException {
    requireOpen();
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    requireOpen();
    requireForward(direction);
  }

  static void requireForward(int direction) throws SQLException {
    if (direction != ResultSet.FETCH_FORWARD) {
      throw SqlExceptions.unsupported("A fetch direction other than FETCH_FORWARD");
    }
  }

  @Override
  public int getFetchDirection() throws SQLException {
    requireOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchSize(int rowsAtOnce) throws SQLException {
    requireOpen();
    requireNotNegative("The fetch size", rowsAtOnce);
    fetchSize = rowsAtOnce;
    options = null;
  }

  @Override
  public int getFetchSize() throws SQLException {
    requireOpen();
    return fetchSize;
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    requireOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getResultSetType() throws SQLException {
    requireOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    requireOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public Connection getConnection() throws SQLException {
    requireOpen();
    return connection;
  }

  @Override
  public void setPoolable(boolean value) throws SQLException {
    requireOpen();
    poolable = value;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    requireOpen();
    return poolable;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    requireOpen();
    closesOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    requireOpen();
    return closesOnCompletion;
  }
}
