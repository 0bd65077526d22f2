package dev.zdb.sql;

import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.sql.OpenTransaction.Exclusion;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlWarning;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.MemoryBudget;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session has open: its transaction, the results being read, the statement that runs.
 *
 * <p><b>Threads:</b> the session's lock guards all but {@link #stopRunning}.
 */
final class SessionWork {
  private static final long MEMORY_OF_RUN = Runtime.getRuntime().maxMemory() / 4 / 4;

  private final Database database;
  private final SessionOptions options;
  private final Set<QueryCursor> cursors = new LinkedHashSet<>();
  private SessionSettings settings;
  private @Nullable OpenTransaction transaction;
  private final Set<QueryCursor> cursorsOfTransaction = new LinkedHashSet<>();
  private final List<SqlWarning> warnings = new ArrayList<>();
  private volatile @Nullable Execution running;
  private volatile @Nullable Transaction waiting;
  private volatile boolean stopAsked;
  private volatile long deadlineNanos = Long.MAX_VALUE;

  SessionWork(Database database, SessionOptions options) {
    this.database = database;
    this.options = options;
    this.settings = options.settings();
    requireSchema(settings);
  }

  Database database() {
    return database;
  }

  SessionSettings settings() {
    return settings;
  }

  private static void requireSchema(SessionSettings settings) {
    if (!settings.schema().equals(Catalog.PUBLIC)
        && !settings.schema().equals(Catalog.INFORMATION_SCHEMA)) {
      throw SqlProblem.of(
          SqlErrorCode.UNDEFINED_SCHEMA, "schema %s does not exist", settings.schema());
    }
  }

  void change(SessionSettings changed) {
    requireSchema(changed);
    if (changed.autoCommit() && !settings.autoCommit()) {
      commit();
    }
    settings = changed;
  }

  /** The transaction that statements belong to; null in auto-commit, and before the first. */
  @Nullable OpenTransaction transaction() {
    return transaction;
  }

  /** The catalog that the next statement is likely to see. */
  Catalog expectedCatalog() {
    OpenTransaction open = transaction;
    return open != null ? open.catalog() : database.catalogs().newest();
  }

  /** Makes a transaction that lasts until {@link #commit} or {@link #rollback}. */
  OpenTransaction beginLasting() {
    OpenTransaction begun = begin(Duration.ZERO, settings.isolation());
    transaction = begun;
    return begun;
  }

  /** The transaction for a statement to write in; whoever gets one of its own, commits it. */
  OpenTransaction forWriting(Duration timeout, Exclusion exclusion) {
    OpenTransaction open = transaction;
    if (open != null) {
      return open;
    }
    return settings.autoCommit() ? begin(timeout, isolationOfOne(exclusion)) : beginLasting();
  }

  /**
   * The isolation of a statement that is a transaction of its own. It sees one moment at any level;
   * that it may take a newer one, and keep its locks, where others were first makes sure that it
   * gets ahead. One that writes alone reads nothing that changes before it commits.
   */
  private IsolationLevel isolationOfOne(Exclusion exclusion) {
    return exclusion == Exclusion.SHARED && settings.isolation() == IsolationLevel.SERIALIZABLE
        ? IsolationLevel.SERIALIZABLE
        : IsolationLevel.READ_COMMITTED;
  }

  private OpenTransaction begin(Duration timeout, IsolationLevel level) {
    Isolation isolation =
        switch (level) {
          case READ_COMMITTED -> Isolation.READ_COMMITTED;
          case REPEATABLE_READ -> Isolation.SNAPSHOT;
          case SERIALIZABLE -> Isolation.SERIALIZABLE;
        };
    Durability durability =
        switch (options.durability()) {
          case FULL -> Durability.FULL;
          case NORMAL -> Durability.NORMAL;
          case NONE -> Durability.NONE;
        };
    TransactionOptions asked =
        new TransactionOptions(
            settings.readOnly()
                ? TransactionOptions.Access.READ_ONLY
                : TransactionOptions.Access.READ_WRITE,
            isolation,
            durability,
            outlasts(timeout) ? timeout : options.lockTimeout());
    return new OpenTransaction(database, asked, level);
  }

  /** Whether waiting for others would outlast a statement's time-out; none is 0. */
  boolean outlasts(Duration timeout) {
    return !timeout.isZero() && timeout.compareTo(options.lockTimeout()) < 0;
  }

  void requireWritable() {
    if (settings.readOnly()) {
      throw SqlProblem.of(SqlErrorCode.READ_ONLY, "the session is read-only");
    }
  }

  /** Forgets what the request before left; from here on {@link #stopRunning} means this one. */
  void beginRequest() {
    if (stopAsked) {
      stopAsked = false;
    }
    deadlineNanos = Long.MAX_VALUE;
    if (!warnings.isEmpty()) {
      warnings.clear();
    }
  }

  /** From here on the time of the statement runs, which its planning takes part of. */
  void beginStatement(ExecuteOptions asked) {
    if (asked.timeoutMillis() != 0) {
      deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(asked.timeoutMillis());
    }
  }

  /** Fails if somebody cancelled the request or its time is over; from any thread. */
  void checkStopped() {
    Execution.checkStopped(stopAsked, deadlineNanos, System.nanoTime());
  }

  void warn(SqlWarning warning) {
    warnings.add(warning);
  }

  List<SqlWarning> warnings() {
    return warnings.isEmpty() ? List.of() : List.copyOf(warnings);
  }

  /** Makes the open transaction's changes durable; no error if there is none. */
  void commit() {
    OpenTransaction open = transaction;
    if (open != null) {
      endCursorsOfTransaction();
      transaction = null;
      open.commit();
    }
  }

  /** Undoes the open transaction; no error if there is none. */
  void rollback() {
    OpenTransaction open = transaction;
    if (open != null) {
      endCursorsOfTransaction();
      transaction = null;
      open.close();
    }
  }

  /** Starts a run: what one execution of a plan works on. */
  RunContext newRun(int registers, ReadView view, @Nullable OpenTransaction writing) {
    Execution run =
        new Execution(new Registers(registers), Instant.now(), options.zone(), deadlineNanos);
    running = run;
    if (stopAsked) {
      run.stop(); // while the statement was planned
    }
    Transaction kv = writing == null ? null : writing.kv();
    return new RunContext(
        run,
        view,
        kv,
        writing == null ? NoNumbers.INSTANCE : writing,
        new MemoryBudget(MEMORY_OF_RUN));
  }

  /** Tells that a run goes on, so that it is the one to be stopped. */
  void nowRuns(Execution run) {
    if (running != run) {
      running = run;
    }
  }

  /** Does something in a transaction that may wait for others, until {@link #stopRunning}. */
  <R> R write(OpenTransaction writer, Supplier<R> body) {
    waiting = writer.kv();
    try {
      checkStopped();
      return body.get();
    } finally {
      waiting = null;
    }
  }

  /** Makes the statement that runs, or is about to, fail; from any thread. */
  void stopRunning() {
    stopAsked = true;
    Execution run = running;
    if (run != null) {
      run.stop();
    }
    Transaction forOthers = waiting;
    if (forOthers != null) {
      forOthers.stopWaiting();
    }
  }

  void add(QueryCursor cursor) {
    cursors.add(cursor);
    if (transaction != null) {
      cursorsOfTransaction.add(cursor);
    }
  }

  void end(QueryCursor cursor, String why) {
    cursors.remove(cursor);
    cursorsOfTransaction.remove(cursor);
    cursor.end(why);
  }

  /**
   * Before a query that reads a transaction with writes of its own: under READ COMMITTED it sees
   * what others committed meanwhile, which results that are being read must not.
   */
  void refresh(OpenTransaction reader) {
    if (reader.seesOthersCommits() && reader.isBehind()) {
      keepDependentCursors();
      reader.refresh();
    }
  }

  /** Before a write: results of this transaction must not see it. */
  void keepDependentCursors() {
    for (QueryCursor cursor : List.copyOf(cursors)) {
      if (!cursor.isIndependent()) {
        cursor.keepRest();
      }
    }
  }

  /** JDBC's CLOSE_CURSORS_AT_COMMIT, for those too that read a snapshot of their own. */
  private void endCursorsOfTransaction() {
    for (QueryCursor cursor : List.copyOf(cursorsOfTransaction)) {
      end(cursor, "by the end of its transaction");
    }
  }

  /** Opens what a query outside a writing transaction reads. */
  Snapshot snapshot() {
    return database.store().snapshot();
  }

  /** Rolls back and lets go of everything. */
  void close() {
    for (QueryCursor cursor : List.copyOf(cursors)) {
      end(cursor, "with its session");
    }
    rollback();
  }
}
