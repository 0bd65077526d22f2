package dev.zdb.kv.txn;

import dev.zdb.kv.api.Capabilities;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.btree.Directory;
import dev.zdb.kv.btree.Pins;

/**
 * What all transactions and snapshots of one store share.
 *
 * <p><b>Threads:</b> safe.
 */
public final class Engine {
  private final Committer committer;
  private final RecentWrites recent = new RecentWrites();
  private final LockTable locks = new LockTable();
  private final WriteBudget budget;
  private volatile boolean closed;

  public Engine(Committer committer) {
    this.committer = committer;
    this.budget = new WriteBudget(committer.limits().maxTransactionBytes());
  }

  Committer committer() {
    return committer;
  }

  RecentWrites recent() {
    return recent;
  }

  LockTable locks() {
    return locks;
  }

  WriteBudget budget() {
    return budget;
  }

  Directory directory() {
    return committer.trees().directory();
  }

  public Pins pins() {
    return committer.trees().pins();
  }

  Capabilities limits() {
    return committer.trees().limits();
  }

  /** Fails every transaction and snapshot from now on; returns whether it had not been so. */
  public boolean close() {
    return committer.betweenCommits(
        () -> {
          boolean was = closed;
          closed = true;
          return !was;
        });
  }

  /** Fails once the store is closed. */
  public void requireOpen() {
    if (closed) {
      throw KvException.of(ErrorCode.CLOSED, "the store is closed");
    }
  }
}
