package dev.zdb.kv.txn;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The right to write, which one transaction has at a time; first come, first served.
 *
 * <p><b>Threads:</b> safe; taken by one thread, it may be given back by another.
 */
final class WritingTurn {
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final Semaphore turn = new Semaphore(1, /* fair= */ true);

  /** Waits for the turn; says whether it came in time. Interrupts are kept for later. */
  boolean take(Duration timeout) {
    Duration bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    long deadline = System.nanoTime() + bounded.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return turn.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void giveBack() {
    turn.release();
  }
}
