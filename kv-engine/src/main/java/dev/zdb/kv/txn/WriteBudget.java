package dev.zdb.kv.txn;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the writes of all open transactions take together.
 *
 * <p><b>Threads:</b> safe.
 */
final class WriteBudget {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  WriteBudget(long limit) {
    this.limit = limit;
  }

  /** The most that they may take, in bytes. */
  long limit() {
    return limit;
  }

  /** Takes so many bytes more, if they are there. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= limit) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
