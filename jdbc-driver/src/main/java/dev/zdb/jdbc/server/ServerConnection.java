package dev.zdb.jdbc.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.jdbc.protocol.Frame;
import dev.zdb.jdbc.protocol.FrameChannel;
import dev.zdb.jdbc.protocol.Message;
import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.jdbc.protocol.SessionState;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has greeted: its requests, one after another.
 *
 * <p>A thread reads a request and executes it itself, since handing it to another would cost more
 * than a key lookup. Only when an execution takes long does a second thread take over reading, so
 * that a cancel is heard, and a connection that breaks is noticed. Whoever finds, after executing,
 * that another reads, leaves.
 *
 * <p><b>Invariant:</b> at most one thread reads, and at most one executes. <b>Threads:</b> safe.
 * <b>Failure:</b> what is no frame, and an end of the connection, end the session alone; the last
 * thread to leave closes it.
 */
final class ServerConnection {
  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());
  private static final SessionState GONE = new SessionState(/* inTransaction= */ false, null);

  /** Requests that may wait behind a running one; a client that sends more is not read. */
  private static final int MAX_WAITING = 16;

  private static final long LAST_WORD_MILLIS = 200;
  private static final long LINGER_MILLIS = 1_000;

  private final FrameChannel channel;
  private final ServedSession session;
  private final LongRuns longRuns;
  private final Consumer<ServerConnection> whenClosed;
  private volatile long executingSinceNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Frame> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private @Nullable Frame executing;

  @GuardedBy("lock")
  private boolean reading = true;

  @GuardedBy("lock")
  private boolean ended;

  ServerConnection(
      FrameChannel channel,
      ServedSession session,
      LongRuns longRuns,
      Consumer<ServerConnection> whenClosed) {
    this.channel = channel;
    this.session = session;
    this.longRuns = longRuns;
    this.whenClosed = whenClosed;
  }

  /** Says welcome. */
  void greet(Frame greeting) {
    if (greeting.message() instanceof Reply reply) {
      send(greeting.requestId(), reply);
    }
  }

  /** Reads requests, and executes them, for as long as this thread is needed. */
  void serve() {
    boolean needed = true;
    while (needed) {
      Frame frame = receive();
      if (frame == null) {
        return;
      }
      if (frame.message() instanceof Request.Cancel) {
        cancel(frame.requestId());
      } else if (startsNow(frame)) {
        executeAll(frame);
        needed = readsAgain();
      } else {
        needed = isOpen();
      }
    }
  }

  /** The next frame; null once the connection has ended. */
  private @Nullable Frame receive() {
    try {
      Frame frame = channel.receive();
      if (frame != null) {
        return frame;
      }
      end();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection broke", e);
      end();
    } catch (SqlProblem e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection sent garbage", e);
      endAfter(e);
    }
    return null;
  }

  /** Cancels the request of that number if it is the one that runs, which it is while locked. */
  private void cancel(int requestId) {
    lock.lock();
    try {
      if (executing != null && executing.requestId() == requestId) {
        session.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether this thread is to execute the frame; otherwise it waits for the one that does. */
  private boolean startsNow(Frame frame) {
    lock.lock();
    try {
      while (executing != null && waiting.size() >= MAX_WAITING && !ended) {
        changed.awaitUninterruptibly();
      }
      if (executing != null) {
        waiting.add(frame);
        return false;
      }
      if (ended) {
        return false;
      }
      executing = frame;
      reading = false;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void executeAll(Frame first) {
    Frame frame = first;
    while (frame != null) {
      executingSinceNanos = System.nanoTime() | 1;
      longRuns.wake();
      execute(frame);
      executingSinceNanos = 0;
      frame = next();
    }
  }

  /** The request that waits, which runs from now on; null where there is none. */
  private @Nullable Frame next() {
    boolean last;
    Frame next;
    lock.lock();
    try {
      last = ended;
      next = last ? null : waiting.poll();
      executing = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (last) {
      closeSession();
    }
    return next;
  }

  private boolean readsAgain() {
    lock.lock();
    try {
      boolean needed = !reading && !ended;
      reading = reading || needed;
      return needed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private void execute(Frame frame) {
    Message message = frame.message();
    if (!(message instanceof Request request) || message instanceof Request.Hello) {
      endAfter(
          SqlProblem.of(
              SqlErrorCode.PROTOCOL_VIOLATION,
              "%s has no place after the greeting",
              message.type()));
      return;
    }
    if (request instanceof Request.Goodbye) {
      session.close();
      end();
      return;
    }
    Reply reply = session.answer(request);
    if (reply != null) {
      send(frame.requestId(), reply);
    }
  }

  private void send(int requestId, Reply reply) {
    try {
      try {
        channel.send(requestId, reply);
      } catch (SqlProblem e) {
        channel.send(requestId, session.failure(e));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection broke", e);
      end();
    }
  }

  boolean isExecuting() {
    return executingSinceNanos != 0;
  }

  /** Whether an execution runs since before that time, without a reader; there is to be one now. */
  boolean takesReader(long beforeNanos) {
    long since = executingSinceNanos;
    if (since == 0 || since - beforeNanos > 0) {
      return false;
    }
    lock.lock();
    try {
      boolean taken = executing != null && !reading && !ended;
      reading = reading || taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes back what {@link #takesReader} said, since there is no thread. */
  void readerDidNotCome() {
    lock.lock();
    try {
      reading = false;
    } finally {
      lock.unlock();
    }
  }

  /** Says why, and ends the connection. */
  private void endAfter(SqlProblem problem) {
    try {
      channel.sendLast(new Reply.Failure(GONE, problem), LAST_WORD_MILLIS);
      channel.linger(LINGER_MILLIS);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the last word was not heard", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  /** Says why, and ends the connection from another thread, without waiting. */
  void dismiss(SqlProblem reason) {
    try {
      channel.sendLast(new Reply.Failure(GONE, reason), LAST_WORD_MILLIS);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the last word was not heard", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  /** Ends the connection, and the statement that runs; the session is closed when that is out. */
  private void end() {
    boolean idle;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      idle = executing == null;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (idle) {
      closeSession();
    } else {
      session.abort();
    }
    closeChannel();
  }

  /** The last deed of a connection; who ends it while idle does it, or else who executes. */
  private void closeSession() {
    session.close();
    whenClosed.accept(this);
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
    }
  }
}
