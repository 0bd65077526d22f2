package dev.zdb.kv.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.txn.LockTable.Outcome;
import dev.zdb.kv.txn.LockTable.Owner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stripe of the exclusive locks of keys, by their hashes. A lock that nobody waits for is a slot
 * with its owner in it; one that somebody waits for is an object with a queue.
 *
 * <p>First come, first served: what is given back goes to who waited longest, before anybody else
 * can ask for it.
 *
 * <p><b>Threads:</b> safe, under a lock of each stripe, under which {@link WaitGraph#lock} is taken
 * where somebody waits. A {@link Contended} lock's holder changes under both, so that either
 * suffices to read it; its queue is the graph's.
 *
 * <p><b>Failure:</b> a lock for which there is no memory is not granted, and nothing has changed.
 */
final class KeyLocks {
  private final WaitGraph graph;
  private final ReentrantLock lock = new WaitGraph.SureLock();

  /** An {@link Owner}, or a {@link Contended} lock. */
  @GuardedBy("lock")
  private final LockSlots slots = new LockSlots();

  KeyLocks(WaitGraph graph) {
    this.graph = graph;
  }

  /** A lock that somebody waits for, or did until a moment ago. */
  private static final class Contended implements WaitGraph.Waited {
    Owner holder;
    final LockRequest.Queue queue = new LockRequest.Queue();

    Contended(Owner holder) {
      this.holder = holder;
    }

    @Override
    public List<Owner> holders() {
      return List.of(holder);
    }

    @Override
    public void withdraw(LockRequest request) {
      queue.remove(request);
    }
  }

  Outcome lock(Owner owner, long hash, Duration timeout) {
    LockRequest request;
    Long deadline;
    lock.lock();
    try {
      owner.reserve();
      Object found = slots.putIfAbsent(hash, owner);
      if (found == null) {
        owner.add(hash);
        return Outcome.GRANTED;
      }
      if (holder(found) == owner) {
        return Outcome.GRANTED;
      }
      deadline = WaitGraph.deadline(timeout);
      if (deadline == null) {
        return Outcome.TOO_LATE;
      }
      request = enqueue(owner, hash, found);
      if (request == null) {
        return Outcome.DEADLOCK;
      }
    } finally {
      lock.unlock();
    }
    return await(request, hash, deadline);
  }

  private static Owner holder(Object value) {
    return value instanceof Contended contended ? contended.holder : (Owner) value;
  }

  /** Puts the owner into the queue of a lock, unless it would wait for itself. */
  @GuardedBy("lock")
  private @Nullable LockRequest enqueue(Owner owner, long hash, Object found) {
    Contended contended =
        found instanceof Contended already ? already : new Contended((Owner) found);
    LockRequest request = new LockRequest(owner, contended, /* alone= */ true);
    graph.lock.lock();
    try {
      if (!graph.begin(request)) {
        return null;
      }
      contended.queue.addLast(request);
      slots.replace(hash, contended);
    } finally {
      graph.lock.unlock();
    }
    return request;
  }

  private Outcome await(LockRequest request, long hash, long deadline) {
    try {
      return graph.await(request, deadline);
    } finally {
      if (request.outcome() == Outcome.GRANTED) {
        request.owner.add(hash); // for which there has been room since before the waiting
      } else {
        tidy(hash);
      }
    }
  }

  /** Makes a slot small again for whose lock nobody waits any more. */
  private void tidy(long hash) {
    lock.lock();
    try {
      if (slots.get(hash) instanceof Contended contended) {
        graph.lock.lock();
        try {
          tidy(hash, contended);
        } finally {
          graph.lock.unlock();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void tidy(long hash, Contended contended) {
    if (contended.queue.isEmpty()) {
      slots.replace(hash, contended.holder);
    }
  }

  void release(Owner owner, long hash) {
    lock.lock();
    try {
      if (slots.remove(hash, owner)) {
        return;
      }
      if (slots.get(hash) instanceof Contended contended) {
        assert contended.holder == owner : "a lock of another owner";
        handOn(hash, contended);
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void handOn(long hash, Contended contended) {
    graph.lock.lock();
    try {
      LockRequest next = contended.queue.first();
      if (next == null) {
        slots.remove(hash, contended);
        return;
      }
      contended.queue.remove(next);
      contended.holder = next.owner;
      tidy(hash, contended);
      graph.answer(next, Outcome.GRANTED);
    } finally {
      graph.lock.unlock();
    }
  }

  /** How many keys are locked. */
  int size() {
    lock.lock();
    try {
      return slots.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many there is room for. */
  int capacity() {
    lock.lock();
    try {
      return slots.capacity();
    } finally {
      lock.unlock();
    }
  }
}
