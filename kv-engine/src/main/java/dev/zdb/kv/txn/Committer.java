package dev.zdb.kv.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Capabilities;
import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.CommitTime;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.btree.Change;
import dev.zdb.kv.btree.Directory;
import dev.zdb.kv.btree.History;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.Pins;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes private writes everybody's: changes pages that nobody sees yet, appends to the log, waits
 * for it, then lets the clock show them.
 *
 * <p><b>Invariant:</b> a commit that shows is in the log, and as safe there as its transaction
 * asked. One that failed before the log had it has left no trace; after a failure between there and
 * showing, no commit is accepted any more, since nobody knows what the disk holds.
 *
 * <p><b>Threads:</b> safe; commits come one by one.
 */
public final class Committer {
  private static final long LEAST_HISTORY = 4 << 20;

  private final Trees trees;
  private final CommitLog log;
  private final History history;
  private final Queue<Change> garbage = new ConcurrentLinkedQueue<>();
  private final WritingTurn turn = new WritingTurn();
  private final ReentrantLock committing = new ReentrantLock();

  /** Made ahead, as is what it is told by: there may be neither memory nor stack to make them. */
  private final KvException cutShort =
      KvException.of(ErrorCode.IO_FAILED, "a commit was cut short, nobody knows where");

  private final CommitResult unknown =
      new CommitResult(
          CommitResult.Outcome.UNKNOWN,
          CommitTime.CREATION,
          "it was cut short, nobody knows where; what became of it shows when the store is opened"
              + " again");

  /** Where commits are encoded, a piece after the other. */
  @GuardedBy("committing")
  private final Bytes piece = new Bytes();

  /** Whether a commit has begun to change pages that was neither shown, taken back nor refused. */
  @GuardedBy("committing")
  private boolean unsettled;

  private volatile @Nullable KvException refusal;

  /**
   * What commits work on.
   *
   * @param pageBytes the page size of new trees
   */
  public record Trees(
      Directory directory, PageCache cache, Pins pins, Capabilities limits, int pageBytes) {}

  public Committer(Trees trees, CommitLog log) {
    this.trees = trees;
    this.log = log;
    this.history = new History(trees.cache());
  }

  Trees trees() {
    return trees;
  }

  WritingTurn turn() {
    return turn;
  }

  /** Changes with pages and long values that their trees have no more, in commit order. */
  public Queue<Change> garbage() {
    return garbage;
  }

  /** Held while a commit is made; whoever else holds it keeps commits waiting. */
  public ReentrantLock committing() {
    return committing;
  }

  /** Refuses all further commits, for the reason given. */
  public void refuse(KvException reason) {
    if (refusal == null || isFull()) {
      refusal = reason;
    }
  }

  /** Refuses all further commits after a checkpoint that ended nobody knows how. */
  public void refuseForCheckpoint() {
    refuse(KvException.of(ErrorCode.IO_FAILED, "a checkpoint was cut short"));
  }

  public boolean isAccepting() {
    return refusal == null;
  }

  /** Whether commits are refused for want of space, which may come back. */
  public boolean isFull() {
    KvException reason = refusal;
    return reason != null && isForSpace(reason);
  }

  private static boolean isForSpace(KvException reason) {
    return reason.code() == ErrorCode.DISK_FULL || reason.code() == ErrorCode.MEMORY_FULL;
  }

  /** Accepts commits again: all that was committed is in checkpoints, and there is a new log. */
  public void acceptAgain() {
    refusal = null;
  }

  /** Fails if commits are refused, unless it was for want of space and there is some now. */
  void requireAcceptingOrSpace() {
    if (isFull()) {
      log.beforeCommit();
    }
    requireAccepting();
  }

  public Capabilities limits() {
    return trees.limits();
  }

  /** Fails if commits are refused. */
  public void requireAccepting() {
    KvException reason = refusal;
    if (reason != null) {
      throw KvException.causedBy(
          reason,
          reason.code(),
          isFull()
              ? "the store accepts no commits until there is space"
              : "the store accepts no commits until it is opened again");
    }
  }

  /**
   * Commits the writes of whoever has the turn. A failure means that there is no commit; where
   * nobody can say so, the result is {@link CommitResult.Outcome#UNKNOWN}, and this was the last.
   */
  CommitResult commit(WriteSet writes, Durability durability) {
    log.beforeCommit();
    committing.lock();
    try {
      return commitInOrder(writes, durability);
    } catch (RuntimeException | Error e) {
      if (unsettled) {
        refuseAfter(e);
        return unknown;
      }
      if (e instanceof OutOfMemoryError noMemory) {
        throw noMemory(noMemory);
      }
      throw e;
    } finally {
      committing.unlock();
    }
  }

  /** Does what follows a commit that stands, while its transaction still has the turn. */
  void follow() {
    tidy();
    log.afterCommit();
  }

  /** Refuses all further commits: the newest stands, but something of what follows it failed. */
  void refuseAfter(Throwable cause) {
    refuse(cutShort);
    if (cutShort.getCause() == null) {
      cutShort.initCause(cause);
    }
  }

  @GuardedBy("committing")
  private CommitResult commitInOrder(WriteSet writes, Durability durability) {
    requireAccepting();
    long time = trees.pins().visible() + 1;
    for (int tree : writes.writes().keySet()) {
      if (!writes.created().contains(tree) && !trees.directory().has(tree, time - 1)) {
        return new CommitResult(
            CommitResult.Outcome.CONFLICT,
            CommitTime.CREATION,
            "tree " + tree + " was dropped by another transaction");
      }
    }
    CommitResult committed = CommitResult.committed(new CommitTime(time));
    Iterator<Bytes> record = new CommitRecord.Writer(piece, time, writes, trees.pageBytes());
    Applier applied = apply(writes, time);
    requireRoom(applied, writes.bytes());
    logAndPublish(applied, record, durability);
    return committed;
  }

  @GuardedBy("committing")
  private Applier apply(WriteSet writes, long time) {
    Applier applier = new Applier(trees, time);
    boolean applied = false;
    unsettled = true;
    try {
      CommitRecord.tell(writes, trees.pageBytes(), applier);
      applied = true;
    } finally {
      if (!applied) {
        takeBack(applier);
      }
    }
    return applier;
  }

  /** Begins to do commits again that the log had when the store was last open. */
  public Replay replay() {
    return new Replay(this);
  }

  /** Shows a commit that is done again. */
  void publishReplayed(Applier applied) {
    committing.lock();
    try {
      publish(applied);
      tidy();
    } finally {
      committing.unlock();
    }
  }

  /** What is not wholly taken back would become part of the next commit: then there is none. */
  @GuardedBy("committing")
  private void takeBack(Applier applier) {
    applier.revert();
    unsettled = false;
  }

  /** Takes a commit back that adds pages where they have no room; others may make some. */
  @GuardedBy("committing")
  private void requireRoom(Applier applied, long logBytes) {
    if (applied.change().addedBytes() > 0 && !log.hasRoom(logBytes)) {
      takeBack(applied);
      KvException full =
          KvException.of(
              ErrorCode.MEMORY_FULL,
              "the store in memory is full: its files take three eighths of the heap of %d bytes",
              Runtime.getRuntime().maxMemory());
      refuse(full);
      throw full;
    }
  }

  static KvException noMemory(OutOfMemoryError e) {
    return KvException.causedBy(
        e,
        ErrorCode.TRANSACTION_TOO_LARGE,
        "there is not enough memory for the pages that a commit changes; the JVM's limit is "
            + Runtime.getRuntime().maxMemory()
            + " bytes");
  }

  @GuardedBy("committing")
  private void logAndPublish(Applier applied, Iterator<Bytes> record, Durability durability) {
    try {
      log.await(log.append(record), durability);
    } catch (KvException e) {
      settle(applied, e);
      throw e;
    }
    publish(applied);
  }

  /** Takes a commit back that the log has not, or accepts none after one that it may have. */
  @GuardedBy("committing")
  private void settle(Applier failed, KvException reason) {
    boolean isLogged = reason.code() != ErrorCode.TRANSACTION_TOO_LARGE;
    if (!isLogged || isForSpace(reason)) {
      takeBack(failed);
    }
    if (isLogged) {
      refuse(reason);
    }
    unsettled = false;
  }

  @GuardedBy("committing")
  private void publish(Applier applied) {
    Change change = applied.change();
    applied.publish(trees.directory());
    change.publish(history);
    if (!change.orphans().isEmpty() || !change.abandoned().isEmpty()) {
      garbage.add(change);
    }
    trees.pins().publish(change.time());
    unsettled = false;
  }

  /** Lets go of versions that nobody can see, of the oldest seen if they are too much. */
  private void tidy() {
    PageCache cache = trees.cache();
    history.trim(trees.pins().times());
    long most = Math.max(cache.capacity() / 2, LEAST_HISTORY);
    while (cache.historyBytes() > most && trees.pins().expireOldest()) {
      history.trim(trees.pins().times());
    }
    cache.makeRoom();
  }
}
