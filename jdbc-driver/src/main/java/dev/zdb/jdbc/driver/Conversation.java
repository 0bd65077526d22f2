package dev.zdb.jdbc.driver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.sql.api.SqlSession;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way to its session: one speaks at a time, any thread may cut in.
 *
 * <p><b>Invariant:</b> {@code speaker} is the statement whose request the session serves now, so
 * that a cancel meets that statement or none, never the next one: while a cancel is on its way the
 * speaker is {@link #BEING_CANCELLED}, and the request waits for that moment before it ends.
 *
 * <p>It counts the transactions that requests ended, whatever ended them, so that a result of one
 * knows when it is over.
 *
 * <p><b>Threads:</b> safe. {@link #speak} waits for its turn; {@link #cancel}, {@link #abort} and
 * {@link #close} do not. <b>Failure:</b> whatever the session throws leaves as {@link
 * SQLException}.
 */
final class Conversation {
  private static final Object BEING_CANCELLED = new Object();
  static final long NO_TRANSACTION = -1;

  private final SqlSession session;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final AtomicReference<@Nullable Object> speaker = new AtomicReference<>();
  private final AtomicLong transactionsEnded = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();

  @GuardedBy("turn")
  private boolean inTransaction;

  Conversation(SqlSession session) {
    this.session = session;
  }

  /** Asks the session something on behalf of the connection. */
  <T> T speak(Function<SqlSession, T> request) throws SQLException {
    turn.lock();
    try {
      requireOpen();
      return answered(request);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      throw SqlExceptions.of(failure);
    } finally {
      turn.unlock();
    }
  }

  /** Asks the session something on behalf of a statement, which can be cancelled meanwhile. */
  <T> T speakFor(BaseStatement statement, Function<SqlSession, T> request) throws SQLException {
    turn.lock();
    try {
      requireOpen();
      speaker.set(statement);
      return answered(request);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      throw statement.explained(failure);
    } finally {
      endSpeech(statement);
      turn.unlock();
    }
  }

  /** A request is one statement or less, so that it cannot end a transaction and begin another. */
  @GuardedBy("turn")
  private <T> T answered(Function<SqlSession, T> request) {
    try {
      return request.apply(session);
    } finally {
      boolean isInTransaction = session.inTransaction();
      if (inTransaction && !isInTransaction) {
        transactionsEnded.incrementAndGet();
      }
      inTransaction = isInTransaction;
    }
  }

  /** What {@link #hasEnded} is asked of a result that a request gives; called within it. */
  long transactionOfResult() {
    return session.inTransaction() ? transactionsEnded.get() : NO_TRANSACTION;
  }

  /** Whether a transaction is over; where there was none, nothing ends. */
  boolean hasEnded(long transaction) {
    return transaction != NO_TRANSACTION && transaction != transactionsEnded.get();
  }

  private void endSpeech(BaseStatement statement) {
    while (!speaker.compareAndSet(statement, null) && speaker.get() != null) {
      Thread.onSpinWait();
    }
  }

  /** Makes the statement's request fail if it is the one being served. */
  void cancel(BaseStatement statement) throws SQLException {
    if (!speaker.compareAndSet(statement, BEING_CANCELLED)) {
      return;
    }
    try {
      session.cancel();
    } catch (RuntimeException failure) {
      throw SqlExceptions.of(failure);
    } finally {
      speaker.set(statement);
    }
  }

  /** Closes a part of the session, such as a cursor; one that is over has nothing to close. */
  void release(AutoCloseable part) throws SQLException {
    turn.lock();
    try {
      if (!isClosed.get()) {
        part.close();
      }
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      throw SqlExceptions.of(failure);
    } catch (Exception failure) {
      throw SqlExceptions.of(failure);
    } finally {
      turn.unlock();
    }
  }

  /** Ends the session: in order if it is idle, at once if it is busy. */
  void close() throws SQLException {
    if (!isClosed.compareAndSet(/* expectedValue= */ false, /* newValue= */ true)) {
      return;
    }
    boolean isIdle = turn.tryLock();
    try {
      if (isIdle) {
        session.close();
      } else {
        session.abort();
      }
    } catch (RuntimeException failure) {
      throw SqlExceptions.of(failure);
    } finally {
      if (isIdle) {
        turn.unlock();
      }
    }
  }

  /** Ends the session at once, on a thread of the executor; on this one if it has none. */
  void abort(Executor executor) throws SQLException {
    if (!isClosed.compareAndSet(/* expectedValue= */ false, /* newValue= */ true)) {
      return;
    }
    try {
      executor.execute(session::abort);
    } catch (RejectedExecutionException full) {
      abortHere();
    } catch (RuntimeException failure) {
      abortHere();
      throw SqlExceptions.of(failure);
    }
  }

  private void abortHere() throws SQLException {
    try {
      session.abort();
    } catch (RuntimeException failure) {
      throw SqlExceptions.of(failure);
    }
  }

  /** Whether the database answers within the time; one that is busy with us lives. */
  boolean isValid(int timeoutMillis) throws SQLException {
    if (isOver()) {
      return false;
    }
    if (!awaitTurn(timeoutMillis)) {
      return !isOver();
    }
    try {
      return !isOver() && session.isValid(timeoutMillis);
    } catch (RuntimeException failure) {
      throw SqlExceptions.of(failure);
    } finally {
      turn.unlock();
    }
  }

  private boolean awaitTurn(int timeoutMillis) {
    try {
      return turn.tryLock(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isOver() {
    return isClosed.get() || !session.isOpen();
  }

  void requireOpen() throws SQLException {
    if (isClosed.get()) {
      throw SqlExceptions.connectionClosed();
    }
  }
}
