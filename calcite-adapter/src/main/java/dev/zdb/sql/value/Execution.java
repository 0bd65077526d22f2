package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a compiled plan: its registers, its parameters, its moment, and whether it is to stop.
 *
 * <p>Parameters lie in the first registers, in order, converted to the types that the plan gave
 * them.
 *
 * <p><b>Threads:</b> the session's; {@link #stop} is anybody's.
 */
public final class Execution {
  private static final long YIELD_NANOS = 2_000_000;

  /** The values; open for the reason given there. */
  public final Registers registers;

  private final Instant startedAt;
  private final ZoneId zone;
  private final long deadlineNanos;
  private volatile boolean stopped;
  private long yieldedAtNanos;

  /**
   * Starts a run.
   *
   * @param deadlineNanos on the scale of {@link System#nanoTime}; {@link Long#MAX_VALUE} for none
   */
  public Execution(Registers registers, Instant startedAt, ZoneId zone, long deadlineNanos) {
    this.registers = registers;
    this.startedAt = startedAt;
    this.zone = zone;
    this.deadlineNanos = deadlineNanos;
    this.yieldedAtNanos = System.nanoTime();
  }

  /** The moment of CURRENT_TIMESTAMP and its like, the same for the whole statement. */
  public Instant startedAt() {
    return startedAt;
  }

  public ZoneId zone() {
    return zone;
  }

  /** Makes {@link #checkStopped} fail from now on; from any thread. */
  public void stop() {
    stopped = true;
  }

  /** Fails if somebody cancelled the statement or its time is over; called every 1,024 rows. */
  public void checkStopped() {
    long now = System.nanoTime();
    letOthersRun(now);
    checkStopped(stopped, deadlineNanos, now);
  }

  /** Fails if a statement was stopped or is past its deadline, {@link Long#MAX_VALUE} for none. */
  public static void checkStopped(boolean stopped, long deadlineNanos, long now) {
    if (stopped) {
      throw SqlProblem.of(SqlErrorCode.CANCELLED, "the statement was cancelled");
    }
    if (deadlineNanos != Long.MAX_VALUE && now - deadlineNanos > 0) {
      throw SqlProblem.of(SqlErrorCode.CANCELLED, "the statement took longer than its time-out");
    }
  }

  /**
   * Nothing else takes a virtual thread off its core. It parks rather than yields: one that yields
   * queues with its like before those who come from elsewhere, a new connection say, and they would
   * wait as long as such statements run.
   */
  private void letOthersRun(long now) {
    if (now - yieldedAtNanos > YIELD_NANOS) {
      yieldedAtNanos = now;
      if (isVirtual(Thread.currentThread())) {
        LockSupport.parkNanos(this, 1);
      }
    }
  }

  /** What Java 21 calls so; the group of that name is what its documentation gives them. */
  private static boolean isVirtual(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && group.getName().equals("VirtualThreads");
  }
}
