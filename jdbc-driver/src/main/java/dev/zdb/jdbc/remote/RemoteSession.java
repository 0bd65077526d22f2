package dev.zdb.jdbc.remote;

import dev.zdb.jdbc.protocol.ProtocolVersion;
import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.jdbc.protocol.SessionState;
import dev.zdb.jdbc.protocol.Statement;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.api.SqlWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session on a database behind a server.
 *
 * <p>An execution with its first block of rows is one round trip. Changed settings travel with the
 * next statement, where nothing can be seen of them before it: not inside a transaction, which
 * auto-commit would end, nor with a new schema, which may not exist.
 *
 * <p><b>Threads:</b> as {@link SqlSession} says. <b>Failure:</b> {@link
 * SqlErrorCode#CONNECTION_LOST} when the connection is, and {@link SqlErrorCode#COMMIT_UNKNOWN} if
 * that happens while a commit waits for its answer. The session is over then.
 */
public final class RemoteSession implements SqlSession {
  /** Bytes of a frame that a batch leaves to everything but its rows. */
  private static final int BATCH_OVERHEAD = 4_096;

  private final RemoteConnection connection;
  private final DatabaseInfo database;
  private final int maxFrameBytes;
  private SessionSettings settings;
  private boolean settingsUnsent;
  private boolean inTransaction;
  private List<SqlWarning> warnings = List.of();

  private RemoteSession(RemoteConnection connection, Reply.HelloOk hello) {
    this.connection = connection;
    this.database = hello.database();
    this.maxFrameBytes = hello.maxFrameBytes();
    this.settings = hello.settings();
  }

  /**
   * Opens a session.
   *
   * <p><b>Failure:</b> {@link SqlErrorCode#CONNECTION_FAILED} if no server answers, else why the
   * server refuses.
   */
  public static RemoteSession connect(RemoteTarget target, RemoteOptions options) {
    RemoteConnection connection = RemoteConnection.open(target, options.connectTimeoutMillis());
    Reply.HelloOk hello =
        connection.greet(
            new Request.Hello(
                ProtocolVersion.SPOKEN,
                options.application(),
                target.database(),
                options.create(),
                options.session()));
    connection.networkTimeout(options.networkTimeoutMillis());
    return new RemoteSession(connection, hello);
  }

  RemoteConnection connection() {
    return connection;
  }

  @Override
  public DatabaseInfo database() {
    return database;
  }

  @Override
  public PreparedSql prepare(String sql) {
    Reply.Prepared prepared = ask(Reply.Prepared.class, new Request.Prepare(sql, unsentSettings()));
    return new RemoteStatement(connection, sql, prepared);
  }

  @Override
  public SqlResult execute(String sql, Object[] parameters, ExecuteOptions options) {
    return execute(new Statement.Text(sql), this::columnsOfText, parameters, options);
  }

  @Override
  public SqlResult execute(PreparedSql statement, Object[] parameters, ExecuteOptions options) {
    RemoteStatement prepared = own(statement);
    return execute(
        new Statement.Handle(prepared.handle()), prepared::columnsOf, parameters, options);
  }

  private List<ColumnMetadata> columnsOfText(@Nullable List<ColumnMetadata> told) {
    if (told == null) {
      connection.abort();
      throw connection.unexpected("rows without columns");
    }
    return told;
  }

  /** From the columns in a reply, if any are, to those that the rows have. */
  private interface ColumnsOfRows {
    List<ColumnMetadata> of(@Nullable List<ColumnMetadata> told);
  }

  private SqlResult execute(
      Statement statement,
      ColumnsOfRows columnsOfRows,
      Object[] parameters,
      ExecuteOptions options) {
    requireFew(parameters.length);
    Reply reply =
        ask(Reply.class, new Request.Execute(statement, parameters, options, unsentSettings()));
    if (reply instanceof Reply.Count count) {
      warnings = count.warnings();
      return new SqlResult.Count(count.count(), count.keyColumns(), count.keys());
    }
    Reply.Rows rows = connection.expect(Reply.Rows.class, reply);
    warnings = rows.warnings();
    List<ColumnMetadata> columns = columnsOfRows.of(rows.columns());
    return new SqlResult.Rows(new RemoteRowCursor(this, columns, rows, options.fetchSize()));
  }

  @Override
  public BatchResult executeBatch(
      PreparedSql statement, List<Object[]> parameterRows, ExecuteOptions options) {
    int handle = own(statement).handle();
    List<BatchResult> results = new ArrayList<>();
    for (List<Object[]> part : BatchParts.cut(parameterRows, maxFrameBytes - BATCH_OVERHEAD)) {
      requireFew(part.isEmpty() ? 0 : part.get(0).length);
      Reply.BatchDone done =
          ask(Reply.BatchDone.class, new Request.Batch(handle, part, options, unsentSettings()));
      results.add(done.result());
      warnings = done.warnings();
      if (done.result().failure() != null) {
        break;
      }
    }
    return BatchParts.join(results);
  }

  private static void requireFew(int parameters) {
    if (parameters > Request.MAX_PARAMETERS) {
      throw SqlProblem.of(
          SqlErrorCode.LIMIT_EXCEEDED,
          "%d parameters; an execution has %d at most",
          parameters,
          Request.MAX_PARAMETERS);
    }
  }

  private RemoteStatement own(PreparedSql statement) {
    if (statement instanceof RemoteStatement remote && remote.isOf(connection)) {
      return remote;
    }
    throw new IllegalArgumentException("a statement of another session");
  }

  @Override
  public List<SqlWarning> warnings() {
    return warnings;
  }

  @Override
  public void commit() {
    ask(Reply.Done.class, new Request.Commit());
  }

  @Override
  public void rollback() {
    ask(Reply.Done.class, new Request.Rollback());
  }

  @Override
  public SessionSettings settings() {
    return settings;
  }

  @Override
  public void setSettings(SessionSettings newSettings) {
    if (newSettings.equals(settings)) {
      return;
    }
    if (inTransaction || !newSettings.schema().equals(settings.schema())) {
      if (settingsUnsent) {
        ask(Reply.Done.class, new Request.SetSettings(settings)); // a refusal leaves these
      }
      ask(Reply.Done.class, new Request.SetSettings(newSettings));
      settings = newSettings;
      return;
    }
    requireOpen();
    settings = newSettings;
    settingsUnsent = true;
  }

  private @Nullable SessionSettings unsentSettings() {
    return settingsUnsent ? settings : null;
  }

  /** Asks, learns from the reply where the session stands, and throws if it is a failure. */
  <R extends Reply> R ask(Class<R> expected, Request request) {
    warnings = List.of();
    Reply reply = connection.ask(request);
    learn(request, reply.state());
    if (reply instanceof Reply.Failure failure) {
      if (failure.problem().code() == SqlErrorCode.SHUT_DOWN) {
        connection.abort();
      }
      throw failure.problem();
    }
    return connection.expect(expected, reply);
  }

  private void learn(Request request, SessionState state) {
    inTransaction = state.inTransaction();
    boolean sent =
        request instanceof Request.Execute
            || request instanceof Request.Batch
            || request instanceof Request.Prepare
            || request instanceof Request.SetSettings;
    if (sent) {
      settingsUnsent = false;
    }
    if (state.settings() != null && !settingsUnsent) {
      settings = state.settings();
    }
  }

  @Override
  public boolean inTransaction() {
    return inTransaction;
  }

  @Override
  public void cancel() {
    connection.cancel();
  }

  @Override
  public void setNetworkTimeout(int timeoutMillis) {
    connection.networkTimeout(timeoutMillis);
  }

  @Override
  public boolean isValid(int timeoutMillis) {
    if (!connection.isOpen()) {
      return false;
    }
    try {
      return connection.ask(new Request.Ping(), timeoutMillis) instanceof Reply.Done;
    } catch (SqlProblem e) {
      System.getLogger(RemoteSession.class.getName())
          .log(System.Logger.Level.DEBUG, "no answer to a ping", e);
      return false;
    }
  }

  @Override
  public void abort() {
    connection.abort();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  private void requireOpen() {
    if (!connection.isOpen()) {
      throw SqlProblem.of(
          SqlErrorCode.CONNECTION_CLOSED, "the connection to %s is closed", connection.target());
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
