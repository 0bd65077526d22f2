package dev.zdb.jdbc.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for executions that take long, and gives their connections a second thread that reads. It
 * looks every few milliseconds while there is something to see, and sleeps otherwise.
 *
 * <p>The second threads are platform threads, so that a cancel is heard even where long statements
 * keep every carrier of virtual threads busy.
 */
final class LongRuns implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int ROUNDS_BEFORE_SLEEP = 100;

  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "zdb-long-runs");
  private volatile boolean asleep;
  private volatile boolean closed;

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(ServerConnection connection) {
    connections.add(connection);
  }

  void remove(ServerConnection connection) {
    connections.remove(connection);
  }

  /** To be called when an execution has begun. */
  void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void watch() {
    int idleRounds = 0;
    while (!closed) {
      idleRounds = look() ? 0 : idleRounds + 1;
      if (idleRounds <= ROUNDS_BEFORE_SLEEP) {
        LockSupport.parkNanos(this, INTERVAL_NANOS);
      } else {
        sleep();
        idleRounds = 0;
      }
    }
  }

  private void sleep() {
    asleep = true;
    if (!closed && connections.stream().noneMatch(ServerConnection::isExecuting)) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /** Returns whether anything is being executed. */
  private boolean look() {
    long now = System.nanoTime();
    boolean active = false;
    for (ServerConnection connection : connections) {
      active |= connection.isExecuting();
      if (connection.takesReader(now - INTERVAL_NANOS)) {
        startReader(connection);
      }
    }
    return active;
  }

  private static void startReader(ServerConnection connection) {
    boolean started = false;
    try {
      ConnectionThreads.platform(connection::serve).start();
      started = true;
    } catch (OutOfMemoryError e) {
      System.getLogger(LongRuns.class.getName())
          .log(System.Logger.Level.WARNING, "no thread to hear a cancel; trying again", e);
    } finally {
      if (!started) {
        connection.readerDidNotCome();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
