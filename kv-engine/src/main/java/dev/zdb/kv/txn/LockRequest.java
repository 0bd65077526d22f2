package dev.zdb.kv.txn;

import dev.zdb.kv.txn.LockTable.Outcome;
import dev.zdb.kv.txn.LockTable.Owner;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One owner's asking for one lock: a node of the queue of those who wait for it, and then, for the
 * store's lock, of those who have it.
 *
 * <p><b>Threads:</b> the links belong to {@link WaitGraph#lock}; the outcome is read by the thread
 * that waits, without a lock, and written once.
 */
final class LockRequest {
  final Owner owner;
  final WaitGraph.Waited lock;

  /** Whether nobody else may have the lock at the same time. */
  final boolean alone;

  private final Thread thread = Thread.currentThread();
  private volatile @Nullable Outcome outcome;
  private @Nullable LockRequest before;
  private @Nullable LockRequest after;

  LockRequest(Owner owner, WaitGraph.Waited lock, boolean alone) {
    this.owner = owner;
    this.lock = lock;
    this.alone = alone;
  }

  /** How waiting ended, or null while it has not. */
  @Nullable Outcome outcome() {
    return outcome;
  }

  /** Ends the waiting, after all else is in order: who waited may go on at once. */
  void answer(Outcome how) {
    outcome = how;
    LockSupport.unpark(thread);
  }

  /**
   * Requests in order. Linked through themselves, so that neither adding nor removing one asks for
   * memory or time.
   *
   * <p><b>Threads:</b> under {@link WaitGraph#lock}.
   */
  static final class Queue implements Iterable<LockRequest> {
    private @Nullable LockRequest first;
    private @Nullable LockRequest last;

    @Nullable LockRequest first() {
      return first;
    }

    boolean isEmpty() {
      return first == null;
    }

    /** Whether the request is in this queue, and no other. */
    boolean isOnly(@Nullable LockRequest request) {
      return request != null && first == request && last == request;
    }

    void addFirst(LockRequest request) {
      LockRequest next = first;
      request.before = null;
      request.after = next;
      first = request;
      if (next == null) {
        last = request;
      } else {
        next.before = request;
      }
    }

    void addLast(LockRequest request) {
      LockRequest previous = last;
      request.before = previous;
      request.after = null;
      last = request;
      if (previous == null) {
        first = request;
      } else {
        previous.after = request;
      }
    }

    /** Takes out a request that is in this queue. */
    void remove(LockRequest request) {
      LockRequest previous = request.before;
      LockRequest next = request.after;
      if (previous == null) {
        first = next;
      } else {
        previous.after = next;
      }
      if (next == null) {
        last = previous;
      } else {
        next.before = previous;
      }
      request.before = null;
      request.after = null;
    }

    /** From the first to the last; the queue must not change meanwhile. */
    @Override
    public Iterator<LockRequest> iterator() {
      return new Iterator<>() {
        private @Nullable LockRequest next = first;

        @Override
        public boolean hasNext() {
          return next != null;
        }

        @Override
        public LockRequest next() {
          LockRequest current = next;
          if (current == null) {
            throw new NoSuchElementException();
          }
          next = current.after;
          return current;
        }
      };
    }
  }
}
