package dev.zdb.sql.api;

import java.util.List;

/**
 * A conversation with one database: at most one transaction, any number of statements.
 *
 * <p>Outside auto-commit the first statement begins a transaction and {@link #commit} or {@link
 * #rollback} ends it, and with it the results that it has open. In auto-commit each statement is a
 * transaction of its own, which ends when its rows are read to the end or closed; until then the
 * session runs other statements on snapshots of their own. {@code BEGIN} opens a transaction by
 * SQL, which {@code COMMIT} or {@code ROLLBACK} ends. A statement that fails is undone alone; the
 * transaction goes on.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #cancel}, {@link #abort} and {@link #isOpen},
 * which any thread may call at any moment. <b>Failure:</b> every method throws {@link SqlProblem}.
 */
public interface SqlSession extends AutoCloseable {
  DatabaseInfo database();

  /** Parses, validates and plans one statement. */
  PreparedSql prepare(String sql);

  /**
   * Executes one statement without parameters, or with those given.
   *
   * @param parameters one value a parameter, null for NULL, of the class that {@link TypeKind}
   *     names for any kind that converts to the parameter's type
   */
  SqlResult execute(String sql, Object[] parameters, ExecuteOptions options);

  /** Executes a statement of {@link #prepare}; parameters as above. */
  SqlResult execute(PreparedSql statement, Object[] parameters, ExecuteOptions options);

  /** Executes a statement once for each row of parameters, up to the first failure. */
  BatchResult executeBatch(
      PreparedSql statement, List<Object[]> parameterRows, ExecuteOptions options);

  /** What the last execution warned of, most often nothing. */
  default List<SqlWarning> warnings() {
    return List.of();
  }

  /** Makes the open transaction's changes durable and visible; no error if there is none. */
  void commit();

  /** Undoes the open transaction; no error if there is none. */
  void rollback();

  SessionSettings settings();

  void setSettings(SessionSettings settings);

  /** Whether a transaction is open. */
  boolean inTransaction();

  /** Makes the statement that runs now, if any, fail with {@link SqlErrorCode#CANCELLED}. */
  void cancel();

  /** Whether the database answers within the time. */
  boolean isValid(int timeoutMillis);

  /**
   * Limits how long an answer of a server is awaited, after which the session is lost; 0 for no
   * limit. Without effect where no network lies between.
   */
  default void setNetworkTimeout(int timeoutMillis) {}

  /** Ends the session at once, from any thread, rolling back. */
  void abort();

  /** Whether neither {@link #close}, {@link #abort} nor a lost connection ended it. */
  boolean isOpen();

  /** Rolls back what is open and ends the session; no error if it has ended. */
  @Override
  void close();
}
