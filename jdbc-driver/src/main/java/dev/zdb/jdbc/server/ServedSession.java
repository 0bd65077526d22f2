package dev.zdb.jdbc.server;

import dev.zdb.jdbc.protocol.BlockWriter;
import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.jdbc.protocol.RowBlock;
import dev.zdb.jdbc.protocol.SessionState;
import dev.zdb.jdbc.protocol.Statement;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as its client sees it: requests in, replies out, statements by handle, cursors by
 * number.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #cancel} and {@link #abort}. <b>Failure:</b>
 * what fails is a reply; nothing is thrown.
 */
final class ServedSession implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServedSession.class.getName());
  private static final int PING_MILLIS = 10_000;

  /** A block is made large enough that asking for the next costs little beside its rows. */
  private static final int BLOCK_BYTES = 128 << 10;

  private final SqlSession session;
  private final ServerOptions.Limits limits;
  private final Map<Integer, Prepared> statements = new HashMap<>();
  private final Map<Integer, BlockWriter> cursors = new HashMap<>();
  private int lastHandle;
  private int lastCursor;

  /** The settings in which the client believes. */
  private SessionSettings told;

  /**
   * A statement and the columns told of it when it was prepared: those that the client takes for
   * its columns where a reply tells none, however often the schema has changed since.
   */
  private record Prepared(PreparedSql sql, List<ColumnMetadata> told) {}

  ServedSession(SqlSession session, ServerOptions.Limits limits) {
    this.session = session;
    this.limits = limits;
    this.told = session.settings();
  }

  Reply.HelloOk greeting(int version) {
    return new Reply.HelloOk(version, session.database(), told, limits.frameBytes());
  }

  /** Does what is asked; null where nothing is to be answered. */
  @Nullable Reply answer(Request request) {
    try {
      return dispatch(request);
    } catch (SqlProblem e) {
      return failure(e);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, "a request of type " + request.type() + " failed", e);
      return failure(
          SqlProblem.causedBy(e, SqlErrorCode.INTERNAL, "the server's own mistake: " + e));
    } catch (OutOfMemoryError e) {
      LOG.log(System.Logger.Level.ERROR, "no memory for a request of type " + request.type(), e);
      return failure(
          SqlProblem.causedBy(
              e, SqlErrorCode.OUT_OF_MEMORY, "the server has no memory for the request"));
    }
  }

  private @Nullable Reply dispatch(Request request) {
    return switch (request.type()) {
      case EXECUTE -> execute((Request.Execute) request);
      case PREPARE -> prepare((Request.Prepare) request);
      case FETCH -> fetch((Request.Fetch) request);
      case BATCH -> batch((Request.Batch) request);
      case COMMIT -> {
        session.commit();
        yield new Reply.Done(state());
      }
      case ROLLBACK -> {
        session.rollback();
        yield new Reply.Done(state());
      }
      case SET_SETTINGS -> {
        set(((Request.SetSettings) request).settings());
        yield new Reply.Done(state());
      }
      case PING -> ping();
      case CLOSE_STATEMENT -> {
        Prepared statement = statements.remove(((Request.CloseStatement) request).handle());
        closeQuietly(statement == null ? null : statement.sql());
        yield null;
      }
      case CLOSE_CURSOR -> {
        closeQuietly(cursors.remove(((Request.CloseCursor) request).cursor()));
        yield null;
      }
      default ->
          throw SqlProblem.of(
              SqlErrorCode.PROTOCOL_VIOLATION, "%s is not asked here", request.type());
    };
  }

  private void set(@Nullable SessionSettings settings) {
    if (settings != null) {
      told = settings;
      session.setSettings(settings);
    }
  }

  private SessionState state() {
    SessionSettings now = session.settings();
    SessionSettings news = now.equals(told) ? null : now;
    told = now;
    return new SessionState(session.inTransaction(), news);
  }

  /** A failure, said even by a session that cannot say anything else any more. */
  Reply.Failure failure(SqlProblem problem) {
    try {
      return new Reply.Failure(state(), problem);
    } catch (SqlProblem e) {
      LOG.log(System.Logger.Level.DEBUG, "a session that does not know its state", e);
      return new Reply.Failure(new SessionState(/* inTransaction= */ false, null), problem);
    }
  }

  private Reply ping() {
    if (!session.isValid(PING_MILLIS)) {
      throw SqlProblem.of(SqlErrorCode.CONNECTION_CLOSED, "the database does not answer");
    }
    return new Reply.Done(state());
  }

  private Reply prepare(Request.Prepare request) {
    set(request.settings());
    if (statements.size() >= limits.statements()) {
      throw tooMany("prepared statements", limits.statements());
    }
    PreparedSql statement = session.prepare(request.sql());
    List<ColumnMetadata> columns = statement.columns();
    lastHandle++;
    statements.put(lastHandle, new Prepared(statement, columns));
    return new Reply.Prepared(
        state(), lastHandle, statement.isQuery(), statement.parameters(), columns);
  }

  private Reply execute(Request.Execute request) {
    set(request.settings());
    List<ColumnMetadata> knownColumns = null;
    SqlResult result;
    if (request.statement() instanceof Statement.Text text) {
      result = session.execute(text.sql(), request.parameters(), request.options());
    } else {
      Prepared statement = statement(((Statement.Handle) request.statement()).number());
      knownColumns = statement.told();
      result = session.execute(statement.sql(), request.parameters(), request.options());
    }
    if (result instanceof SqlResult.Count count) {
      return new Reply.Count(
          state(), session.warnings(), count.count(), count.keyColumns(), count.keys());
    }
    return rows(((SqlResult.Rows) result), knownColumns, request.options().fetchSize());
  }

  private Reply rows(
      SqlResult.Rows result, @Nullable List<ColumnMetadata> knownColumns, int fetchSize) {
    BlockWriter rows =
        new BlockWriter(result.cursor(), BLOCK_BYTES, limits.frameBytes() - BLOCK_BYTES / 4);
    RowBlock block = nextBlock(rows, fetchSize);
    int cursor = rows.isDone() ? 0 : keep(rows);
    List<ColumnMetadata> columns = rows.columns();
    return new Reply.Rows(
        state(), session.warnings(), columns.equals(knownColumns) ? null : columns, cursor, block);
  }

  /** The next block; one that fails is the cursor's end. */
  private RowBlock nextBlock(BlockWriter rows, int fetchSize) {
    boolean read = false;
    try {
      RowBlock block = rows.next(fetchSize);
      read = true;
      return block;
    } finally {
      if (!read) {
        closeQuietly(rows);
      }
    }
  }

  private int keep(BlockWriter rows) {
    if (cursors.size() >= limits.cursors()) {
      closeQuietly(rows);
      throw tooMany("open results", limits.cursors());
    }
    lastCursor++;
    cursors.put(lastCursor, rows);
    return lastCursor;
  }

  private Reply fetch(Request.Fetch request) {
    BlockWriter rows = cursors.remove(request.cursor());
    if (rows == null) {
      throw SqlProblem.of(
          SqlErrorCode.PROTOCOL_VIOLATION, "there is no open cursor %d", request.cursor());
    }
    RowBlock block = nextBlock(rows, request.maxRows());
    if (!rows.isDone()) {
      cursors.put(request.cursor(), rows);
    }
    return new Reply.Block(state(), rows.isDone(), block);
  }

  private Reply batch(Request.Batch request) {
    set(request.settings());
    BatchResult result =
        session.executeBatch(statement(request.handle()).sql(), request.rows(), request.options());
    return new Reply.BatchDone(state(), session.warnings(), result);
  }

  private Prepared statement(int handle) {
    Prepared statement = statements.get(handle);
    if (statement == null) {
      throw SqlProblem.of(
          SqlErrorCode.PROTOCOL_VIOLATION, "there is no prepared statement %d", handle);
    }
    return statement;
  }

  private static SqlProblem tooMany(String what, int limit) {
    return SqlProblem.of(
        SqlErrorCode.LIMIT_EXCEEDED, "a connection has %d %s at most", limit, what);
  }

  /** Makes the statement that runs now fail. */
  void cancel() {
    session.cancel();
  }

  /** Ends the session from another thread. */
  void abort() {
    session.abort();
  }

  @Override
  public void close() {
    cursors.values().forEach(ServedSession::closeQuietly);
    cursors.clear();
    statements.values().forEach(statement -> closeQuietly(statement.sql()));
    statements.clear();
    closeQuietly(session);
  }

  /** Closes what no one waits for any more; a failure is for the log alone. */
  private static void closeQuietly(@Nullable AutoCloseable closed) {
    if (closed == null) {
      return;
    }
    try {
      closed.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "closing " + closed.getClass().getSimpleName(), e);
    }
  }
}
