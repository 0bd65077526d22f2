package dev.zdb.kv.recovery;

import dev.zdb.kv.api.KvException;
import dev.zdb.kv.btree.Change;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.checkpoint.Checkpointer;
import dev.zdb.kv.checkpoint.Cut;
import dev.zdb.kv.checkpoint.Cut.Counts;
import dev.zdb.kv.checkpoint.StoredState;
import dev.zdb.kv.txn.Committer;
import dev.zdb.kv.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes checkpoints: cuts between two commits, has the cut written while commits go on, and lets go
 * of the log that not even the checkpoint before needs.
 *
 * <p><b>Threads:</b> one at a time, which the engine owns. <b>Failure:</b> commits are refused from
 * then on.
 */
public final class Checkpoints {
  private final StoredState state;
  private final Pins pins;
  private final Committer committer;
  private final AtomicLong taken = new AtomicLong();
  private volatile long lastLsn;

  Checkpoints(StoredState state, Pins pins, Committer committer) {
    this.state = state;
    this.pins = pins;
    this.committer = committer;
    this.lastLsn = state.checkpointer().lastLsn();
  }

  /** How many were taken. */
  public long taken() {
    return taken.get();
  }

  /** The log position up to which the newest one holds everything. */
  public long lastLsn() {
    return lastLsn;
  }

  /** Takes the first checkpoint of a new store, which has no log yet. */
  void takeFirst() {
    write(cut(0), 0);
  }

  /** Takes a checkpoint. */
  public void take(WriteAheadLog log) {
    committer.requireAccepting();
    boolean done = false;
    try {
      long before = lastLsn;
      Cut cut = cut(log);
      log.switchSegment();
      write(cut, log.durable());
      log.deleteBefore(before);
      done = true;
    } catch (KvException e) {
      committer.refuse(e);
      throw e;
    } finally {
      if (!done) {
        committer.refuseForCheckpoint();
      }
    }
  }

  private Cut cut(WriteAheadLog log) {
    committer.committing().lock();
    try {
      return cut(log.appended());
    } finally {
      committer.committing().unlock();
    }
  }

  private Cut cut(long lsn) {
    Checkpointer last = state.checkpointer();
    Map<Tree, Counts> changed = new LinkedHashMap<>();
    for (Tree tree : state.directory().all()) {
      boolean isNew = tree.root().ref() == null;
      if (isNew || tree.changed() > last.lastTime() || tree.dropped() != Tree.NEVER) {
        changed.put(tree, new Counts(tree.entries(), tree.overflows()));
      }
    }
    List<Change> garbage = new ArrayList<>();
    Queue<Change> left = committer.garbage();
    for (Change change = left.poll(); change != null; change = left.poll()) {
      garbage.add(change);
    }
    return new Cut(pins.pin(), lsn, changed, garbage, state.directory().nextId());
  }

  private void write(Cut cut, long durableLsn) {
    try {
      state.checkpointer().write(cut, state.directory(), durableLsn, pins.horizon());
    } finally {
      pins.release(cut.pin());
    }
    lastLsn = cut.lsn();
    taken.incrementAndGet();
  }
}
