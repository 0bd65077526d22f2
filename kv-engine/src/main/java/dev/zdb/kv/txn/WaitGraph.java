package dev.zdb.kv.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.txn.LockTable.Outcome;
import dev.zdb.kv.txn.LockTable.Owner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom: an owner that waits, for those who have what it asked for.
 *
 * <p><b>Invariant:</b> there is no ring of owners each of which waits for the next.
 *
 * <p>To look for a ring when somebody begins to wait, and at no other time, keeps that:
 *
 * <ul>
 *   <li>A ring needs all its owners waiting. Who begins to wait is the only one that was not
 *       waiting before, so that a new ring passes through it; none is found, and there is none.
 *   <li>A lock that is handed on, or granted at once, makes others wait for its new holder. But
 *       that one waits for nothing any more: nobody who stands in no waiter's place is part of a
 *       ring. When it begins to wait again, it is its turn to look.
 *   <li>Who ends its waiting otherwise, or gives a lock back, only takes edges away.
 *   <li>One who waits behind another in a queue waits for that one too. These edges need not be
 *       followed: the other waits for this same lock and nothing else, so that from it one comes to
 *       the same holders. Nor does an upgrade that goes ahead of the queue add to what others wait
 *       for, since they waited for it before, as for one of the holders.
 *   <li>Two who begin to wait at the same time do so one after the other, under {@link #lock}: the
 *       second sees the first.
 * </ul>
 *
 * <p><b>Threads:</b> safe where it does not say "under the lock". The lock is taken by those who
 * wait, those who end a wait, and for the store's lock by each writer twice; never for a key that
 * nobody waits for. Nothing is waited for under it.
 *
 * <p><b>Failure:</b> memory is asked for before anything is changed.
 */
final class WaitGraph {
  /** The longest that nanoseconds can be counted without thinking of their overflow. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  /** Guards this, the queues, the requests' links and what of an {@link Owner} says so. */
  final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private int waiting;

  @GuardedBy("lock")
  private long searches;

  /** A lock that somebody waits for. */
  interface Waited {
    /** Who has the lock; under the graph's lock. */
    List<Owner> holders();

    /** Takes out one who waits no more and grants what only that one barred; under the lock too. */
    void withdraw(LockRequest request);
  }

  /**
   * Notes that an owner begins to wait, unless it would wait for itself; under the lock. If so, the
   * caller puts the request into its lock's queue, which may not fail.
   */
  @GuardedBy("lock")
  boolean begin(LockRequest request) {
    assert request.owner.waiting == null : "an owner waits for one lock at a time";
    if (closesRing(request)) {
      return false;
    }
    request.owner.waiting = request;
    waiting++;
    return true;
  }

  @GuardedBy("lock")
  private boolean closesRing(LockRequest asked) {
    searches++; // marks who has been looked at, so that each is once
    Queue<LockRequest> open = new ArrayDeque<>();
    for (LockRequest request = asked; request != null; request = open.poll()) {
      for (Owner holder : request.lock.holders()) {
        if (holder == asked.owner && request != asked) {
          return true;
        }
        LockRequest next = holder.waiting;
        if (next != null && holder.searched != searches) {
          holder.searched = searches;
          open.add(next);
        }
      }
    }
    return false;
  }

  /** Waits for the end of a request that has begun to wait; under no lock. */
  Outcome await(LockRequest request, long deadline) {
    try {
      park(request, deadline);
    } finally {
      if (request.outcome() == null) {
        withdraw(request); // for good measure also after an error: it would be granted to nobody
      }
    }
    return Objects.requireNonNull(request.outcome());
  }

  private static void park(LockRequest request, long deadline) {
    boolean interrupted = false;
    long left = deadline - System.nanoTime();
    while (request.outcome() == null && left > 0) {
      LockSupport.parkNanos(request.lock, left);
      interrupted |= Thread.interrupted(); // kept for later, or parking would end at once
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void withdraw(LockRequest request) {
    lock.lock();
    try {
      if (request.outcome() == null) {
        end(request, Outcome.TOO_LATE);
      } // else it was granted or stopped at the last moment, which counts
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting of an owner, if it waits. */
  void stop(Owner owner) {
    lock.lock();
    try {
      LockRequest request = owner.waiting;
      if (request != null) {
        end(request, Outcome.STOPPED);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void end(LockRequest request, Outcome how) {
    request.lock.withdraw(request);
    answer(request, how);
  }

  /** Lets one go on that is in no queue any more; under the lock. */
  @GuardedBy("lock")
  void answer(LockRequest request, Outcome how) {
    request.owner.waiting = null;
    waiting--;
    request.answer(how);
  }

  /** How many wait. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** When somebody gives up who may wait so long, or null if that is not at all. */
  static @Nullable Long deadline(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      return null;
    }
    return System.nanoTime() + (timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout).toNanos();
  }
}
