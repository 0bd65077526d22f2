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
 * <p>It is kept by looking for a ring when somebody begins to wait, and at no other time:
 *
 * <ul>
 *   <li>All owners of a ring wait. One that begins to wait is the only one that did not before: a
 *       new ring would pass through it, and is looked for from there.
 *   <li>A lock that is granted or handed on has others wait for its new holder. But that one waits
 *       for nothing any more, and so is in no ring. When it begins to wait again, it looks.
 *   <li>Who stops waiting for another reason, or gives a lock back, only ends what others wait for.
 *   <li>Who stands in a queue waits also for those ahead. That need not be followed: these wait for
 *       the same lock and nothing else, so that from them one comes to the same holders. Nor does
 *       an upgrade that goes ahead of a queue add to what that waits for: it has a share, and they
 *       waited for that already.
 *   <li>Of two who begin to wait at the same time the second sees the first, since to look and to
 *       be seen is one step under {@link #lock}.
 * </ul>
 *
 * <p><b>Threads:</b> safe where it does not say "under the lock". The lock is taken by those who
 * wait, by those who end a wait, and for the store's lock by each writer twice; never for a key
 * that nobody waits for. Nothing is waited for under it.
 *
 * <p><b>Failure:</b> to begin to wait asks for memory before it changes anything; to end it needs
 * none.
 */
final class WaitGraph {
  /** The longest that nanoseconds can be counted without thinking of their overflow. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  /** Guards this, the queues, the requests' links and what of an {@link Owner} says so. */
  final ReentrantLock lock = new SureLock();

  @GuardedBy("lock")
  private int waiting;

  @GuardedBy("lock")
  private long searches;

  /**
   * A lock that is taken even where there is no memory for a place in its queue, since whoever
   * could not give back what it has would have others wait for ever.
   */
  static final class SureLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    @Override
    public void lock() {
      try {
        super.lock();
      } catch (OutOfMemoryError e) {
        while (!tryLock()) {
          Thread.onSpinWait();
        }
      }
    }
  }

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
        withdraw(request); // after an error too, or it would be granted to nobody
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
