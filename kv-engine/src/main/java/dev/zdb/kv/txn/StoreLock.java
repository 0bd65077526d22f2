package dev.zdb.kv.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.txn.LockTable.Outcome;
import dev.zdb.kv.txn.LockTable.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The lock of all that is stored: shared by those who write, or had by one alone.
 *
 * <p>First come, first served: who asks to share waits behind one who waits to be alone. Only a
 * sharer that asks to be alone goes ahead of all who wait, since they wait for it already, and
 * waits for the other sharers.
 *
 * <p><b>Invariant:</b> the first in the queue could not be granted what it asks for.
 *
 * <p><b>Threads:</b> safe. All of it is guarded by {@link WaitGraph#lock}, which a writer takes
 * twice for this.
 */
final class StoreLock implements WaitGraph.Waited {
  private final WaitGraph graph;

  @GuardedBy("graph.lock")
  private final LockRequest.Queue granted = new LockRequest.Queue();

  @GuardedBy("graph.lock")
  private final LockRequest.Queue queue = new LockRequest.Queue();

  StoreLock(WaitGraph graph) {
    this.graph = graph;
  }

  Outcome lock(Owner owner, boolean alone, Duration timeout) {
    if (has(owner, alone)) {
      return Outcome.GRANTED;
    }
    LockRequest request = new LockRequest(owner, this, alone);
    Long deadline;
    graph.lock.lock();
    try {
      boolean upgrade = owner.share != null;
      if ((upgrade || queue.isEmpty()) && canGrant(request)) {
        grant(request);
        return Outcome.GRANTED;
      }
      deadline = WaitGraph.deadline(timeout);
      if (deadline == null) {
        return Outcome.TOO_LATE;
      }
      if (!graph.begin(request)) {
        return Outcome.DEADLOCK;
      }
      if (upgrade) {
        queue.addFirst(request);
      } else {
        queue.addLast(request);
      }
    } finally {
      graph.lock.unlock();
    }
    return graph.await(request, deadline);
  }

  /**
   * Whether the owner need not ask. Read without a lock: an owner's share changes only through what
   * itself does or waits for.
   */
  private static boolean has(Owner owner, boolean alone) {
    LockRequest share = owner.share;
    return share != null && (share.alone || !alone);
  }

  /** Whether those who have the lock allow this, whoever waits: they are sharers, or one alone. */
  @GuardedBy("graph.lock")
  private boolean canGrant(LockRequest request) {
    LockRequest first = granted.first();
    if (first == null) {
      return true;
    }
    return request.alone ? granted.isOnly(request.owner.share) : !first.alone;
  }

  @GuardedBy("graph.lock")
  private void grant(LockRequest request) {
    LockRequest share = request.owner.share;
    if (share != null) {
      granted.remove(share);
    }
    granted.addLast(request);
    request.owner.share = request;
  }

  void release(Owner owner) {
    if (owner.share == null) {
      return;
    }
    graph.lock.lock();
    try {
      LockRequest share = owner.share;
      if (share != null) {
        granted.remove(share);
        owner.share = null;
        grantWaiting();
      }
    } finally {
      graph.lock.unlock();
    }
  }

  @GuardedBy("graph.lock")
  private void grantWaiting() {
    LockRequest first = queue.first();
    while (first != null && canGrant(first)) {
      queue.remove(first);
      grant(first);
      graph.answer(first, Outcome.GRANTED);
      first = queue.first();
    }
  }

  @Override
  @GuardedBy("graph.lock")
  public List<Owner> holders() {
    List<Owner> holders = new ArrayList<>();
    for (LockRequest request : granted) {
      holders.add(request.owner);
    }
    return holders;
  }

  @Override
  @GuardedBy("graph.lock")
  public void withdraw(LockRequest request) {
    queue.remove(request);
    grantWaiting();
  }
}
