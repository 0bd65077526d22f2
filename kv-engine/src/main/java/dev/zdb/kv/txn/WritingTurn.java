package dev.zdb.kv.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to write, which one transaction has at a time; first come, first served.
 *
 * <p><b>Invariant:</b> nobody waits for a turn that nobody has.
 *
 * <p><b>Threads:</b> safe; taken by one thread, it may be given back by another.
 */
final class WritingTurn {
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Place> queue = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean taken;

  /** How waiting ended. */
  enum Outcome {
    TAKEN,
    TOO_LATE,
    STOPPED
  }

  /** A place in the queue. */
  private static final class Place {
    final Object owner;
    final Condition called;
    boolean given;
    boolean stopped;

    Place(Object owner, Condition called) {
      this.owner = owner;
      this.called = called;
    }
  }

  /** Waits for the turn. Interrupts are kept for later. */
  Outcome take(Object owner, Duration timeout) {
    lock.lock();
    try {
      if (!taken) {
        taken = true;
        return Outcome.TAKEN;
      }
      Place place = new Place(owner, lock.newCondition());
      queue.add(place);
      try {
        await(place, timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout);
      } finally {
        queue.remove(place); // given or not; left behind by an error, it would be given the turn
      }
      if (place.given) {
        return Outcome.TAKEN;
      }
      return place.stopped ? Outcome.STOPPED : Outcome.TOO_LATE;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void await(Place place, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    boolean interrupted = false;
    while (!place.given && !place.stopped && left > 0) {
      try {
        left = place.called.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
        left = deadline - System.nanoTime();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the waiting of an owner, if it waits. */
  void stop(Object owner) {
    lock.lock();
    try {
      for (Place place : queue) {
        if (place.owner == owner) {
          place.stopped = true;
          place.called.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void giveBack() {
    lock.lock();
    try {
      Place next = queue.poll();
      if (next == null) {
        taken = false;
      } else {
        next.given = true;
        next.called.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
