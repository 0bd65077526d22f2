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
 * then on; where it was for want of space, until {@link #tryAgain} finds some.
 */
public final class Checkpoints {
  private final StoredState state;
  private final Pins pins;
  private final Committer committer;
  private final LoggedCommits commits;
  private final AtomicLong taken = new AtomicLong();

  /** What commits left over that no checkpoint has given up yet. */
  private final List<Change> garbage = new ArrayList<>();

  /** The log position up to which the newest one holds everything. */
  private long lastLsn;

  /** How much of files the log had taken when the newest was cut. */
  private volatile long lastFileBytes;

  Checkpoints(StoredState state, Pins pins, Committer committer, LoggedCommits commits) {
    this.state = state;
    this.pins = pins;
    this.committer = committer;
    this.commits = commits;
    this.lastLsn = state.checkpointer().lastLsn();
  }

  /** How many were taken. */
  public long taken() {
    return taken.get();
  }

  /** How many bytes of log there are behind the newest one. */
  public long logBytes() {
    return commits.log().fileBytes() - lastFileBytes;
  }

  /** Takes the first checkpoint of a new store, which has no log yet. */
  void takeFirst() {
    Cut first = cut(0);
    write(first, 0);
    pins.release(first.pin());
  }

  /** Takes a checkpoint. */
  public void take() {
    committer.requireAccepting();
    attempt(this::takeOne);
  }

  /**
   * Accepts commits again where they are refused for want of space: goes on in a new log if the old
   * one has ended, and takes two checkpoints, so that nobody reads an old one again, where a commit
   * may stand that was said to have failed. Whoever wants to write asks this, each time: of a quota
   * that was raised the system tells nothing, and to try is at most as much work as a checkpoint.
   */
  public void tryAgain() {
    if (!committer.isFull()) {
      return;
    }
    if (!commits.log().isUsable()) {
      commits.startAnew(lastLsn, state.store());
      lastFileBytes = 0;
    }
    attempt(
        () -> {
          takeOne();
          takeOne();
        });
    committer.acceptAgain();
  }

  private void attempt(Runnable steps) {
    boolean known = false;
    try {
      steps.run();
      known = true;
    } catch (KvException e) {
      known = true;
      committer.refuse(e);
      throw e;
    } finally {
      if (!known) {
        committer.refuseForCheckpoint();
      }
    }
  }

  private void takeOne() {
    WriteAheadLog log = commits.log();
    long before = lastLsn;
    long fileBytes = log.fileBytes();
    Cut cut = cut(log);
    try {
      log.switchSegment();
      write(cut, log.durable());
    } finally {
      pins.release(cut.pin());
    }
    lastFileBytes = fileBytes;
    log.deleteBefore(before);
  }

  private Cut cut(WriteAheadLog log) {
    return committer.betweenCommits(() -> cut(log.appended()));
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
    Queue<Change> left = committer.garbage();
    for (Change change = left.poll(); change != null; change = left.poll()) {
      garbage.add(change);
    }
    return new Cut(pins.keep(), lsn, changed, List.copyOf(garbage), state.directory().nextId());
  }

  private void write(Cut cut, long durableLsn) {
    state.checkpointer().write(cut, state.directory(), durableLsn, pins.horizon());
    garbage.clear();
    lastLsn = cut.lsn();
    taken.incrementAndGet();
  }
}
