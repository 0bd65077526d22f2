package dev.zdb.sql;

import dev.zdb.kv.api.KvException;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.api.SqlWarning;
import dev.zdb.sql.ddl.Names;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A session on a database of this process.
 *
 * <p><b>Threads:</b> one lock guards all work, the reading of results too. {@link #abort} stops the
 * statement that runs and ends the session: at once if nothing runs, else by the thread that works,
 * as it leaves.
 */
final class EngineSession implements SqlSession {
  private final Databases.Lease lease;
  private final Database database;
  private final SessionWork work;
  private final StatementDispatch dispatch;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean aborted;

  EngineSession(Databases.Lease lease, SessionOptions options) {
    this.lease = lease;
    this.database = lease.database();
    this.work = new SessionWork(database, options);
    this.dispatch = new StatementDispatch(this, work);
  }

  @Override
  public DatabaseInfo database() {
    return new DatabaseInfo(database.name(), SqlEngine.VERSION, Names.MAX_BYTES);
  }

  @Override
  public PreparedSql prepare(String sql) {
    return call(
        () ->
            new EnginePrepared(
                database.plans(),
                sql,
                work.expectedCatalog(),
                work.settings().schema(),
                work::checkStopped));
  }

  @Override
  public SqlResult execute(String sql, Object[] parameters, ExecuteOptions options) {
    return call(
        () ->
            dispatch.execute(
                (catalog, schema) ->
                    database.plans().plan(sql, catalog, schema, work::checkStopped),
                parameters,
                options));
  }

  @Override
  public SqlResult execute(PreparedSql statement, Object[] parameters, ExecuteOptions options) {
    return call(() -> dispatch.execute(own(statement)::plan, parameters, options));
  }

  @Override
  public BatchResult executeBatch(
      PreparedSql statement, List<Object[]> parameterRows, ExecuteOptions options) {
    return call(() -> dispatch.executeBatch(own(statement)::plan, parameterRows, options));
  }

  private static EnginePrepared own(PreparedSql statement) {
    if (statement instanceof EnginePrepared prepared) {
      return prepared;
    }
    throw new IllegalArgumentException("a statement of another session");
  }

  @Override
  public List<SqlWarning> warnings() {
    return work.warnings();
  }

  @Override
  public void commit() {
    call(
        () -> {
          work.commit();
          return this;
        });
  }

  @Override
  public void rollback() {
    call(
        () -> {
          work.rollback();
          return this;
        });
  }

  @Override
  public SessionSettings settings() {
    return work.settings();
  }

  @Override
  public void setSettings(SessionSettings settings) {
    call(
        () -> {
          work.change(settings);
          return this;
        });
  }

  @Override
  public boolean inTransaction() {
    return work.transaction() != null;
  }

  @Override
  public void cancel() {
    work.stopRunning();
  }

  @Override
  public boolean isValid(int timeoutMillis) {
    return isOpen();
  }

  /** Moves a result on. */
  boolean fetch(QueryCursor cursor) {
    lock.lock();
    try {
      requireOpen();
      work.nowRuns(cursor.run());
      return cursor.advance();
    } catch (RuntimeException | Error e) {
      throw ended(cursor, problem(e));
    } finally {
      leave();
    }
  }

  private SqlProblem ended(QueryCursor cursor, SqlProblem reason) {
    try {
      work.end(cursor, "after it failed");
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
    return reason;
  }

  /** A result was read to its end, under the lock. */
  void forget(QueryCursor cursor) {
    work.end(cursor, "at its end");
  }

  void closeCursor(QueryCursor cursor) {
    lock.lock();
    try {
      work.end(cursor, "by its owner");
    } catch (KvException e) {
      throw problem(e);
    } finally {
      leave();
    }
  }

  /** Closes the database for all its sessions, under the lock. */
  void shutDown() {
    work.close();
    lease.shutDown();
  }

  private <R> R call(Supplier<R> body) {
    lock.lock();
    try {
      work.beginRequest(); // before abort is looked for, which is then heard in any case
      requireOpen();
      return body.get();
    } catch (RuntimeException | Error e) {
      throw problem(e);
    } finally {
      leave();
    }
  }

  private SqlProblem problem(Throwable failure) {
    SqlProblem problem = Problems.of(failure, database.catalogs());
    boolean closed = problem.code() == SqlErrorCode.CONNECTION_CLOSED;
    return closed && database.isShutDown() ? shutDownProblem() : problem;
  }

  private SqlProblem shutDownProblem() {
    return SqlProblem.of(SqlErrorCode.SHUT_DOWN, "database %s was shut down", database.name());
  }

  private void requireOpen() {
    if (ended.get() || aborted) {
      throw SqlProblem.of(SqlErrorCode.CONNECTION_CLOSED, "the session is closed");
    }
    if (database.isShutDown()) {
      throw shutDownProblem();
    }
  }

  /** Gives the lock back; then nobody is left but an abort that may not have had it. */
  private void leave() {
    lock.unlock();
    if (aborted) {
      endIfIdle();
    }
  }

  @Override
  public void abort() {
    aborted = true;
    work.stopRunning();
    endIfIdle();
  }

  private void endIfIdle() {
    if (!lock.isHeldByCurrentThread() && lock.tryLock()) {
      try {
        end();
      } finally {
        lock.unlock();
      }
    }
  }

  private void end() {
    if (!ended.getAndSet(true)) {
      try (lease) {
        work.close();
      } catch (KvException e) {
        if (!database.isShutDown()) {
          throw Problems.of(e);
        }
      }
    }
  }

  @Override
  public boolean isOpen() {
    return !ended.get() && !aborted && !database.isShutDown();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      end();
    } finally {
      lock.unlock();
    }
  }
}
