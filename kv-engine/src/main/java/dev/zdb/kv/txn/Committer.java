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
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.txn.CommitPipeline.Entry;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes private writes everybody's: changes pages that nobody sees yet and appends to the log, one
 * commit at a time; then waits for the log, together with others, and lets the clock show them in
 * order ({@link CommitPipeline}).
 *
 * <p><b>Invariant:</b> a commit that shows is in the log, and as safe there as its transaction
 * asked. One that failed before the log had it has left no trace; after a failure between there and
 * showing, no commit is accepted any more, since nobody knows what the disk holds.
 *
 * <p><b>Threads:</b> safe.
 */
public final class Committer {
  private final Trees trees;
  private final CommitLog log;
  private final CommitPipeline pipeline;
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
    this.pipeline = new CommitPipeline(trees.pins(), trees.cache());
  }

  Trees trees() {
    return trees;
  }

  /** Changes with pages and long values that their trees have no more, in commit order. */
  public Queue<Change> garbage() {
    return pipeline.garbage();
  }

  /** The time of the newest commit, be it shown or on its way there. */
  long newest() {
    return pipeline.newest();
  }

  /** Does something when all that was committed shows, and nothing else is being committed. */
  public <T> T betweenCommits(Supplier<T> work) {
    committing.lock();
    try {
      pipeline.awaitEmpty();
      takeBackFailed();
      return work.get();
    } finally {
      committing.unlock();
    }
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
   * Commits what a transaction wrote, which has the locks of it. A failure means that there is no
   * commit; where nobody can say so, the result is {@link CommitResult.Outcome#UNKNOWN}, and this
   * was the last.
   *
   * @param conflict why there is to be no commit, or empty; asked when no other can come between
   */
  CommitResult commit(WriteSet writes, Durability durability, Supplier<String> conflict) {
    log.beforeCommit();
    Logged logged;
    committing.lock();
    try {
      logged = applyAndLog(writes, conflict);
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
    return logged.entry == null ? logged.result : show(logged.result, logged.entry, durability);
  }

  /** What is there to be told of a commit, and what is on its way if anything is. */
  private record Logged(CommitResult result, @Nullable Entry entry) {}

  private CommitResult show(CommitResult committed, Entry entry, Durability durability) {
    try {
      entry.await(durability);
      pipeline.show(entry);
      return committed;
    } catch (KvException e) {
      failAll(e);
      throw e;
    } catch (RuntimeException | Error e) {
      refuseAfter(e);
      pipeline.fail(cutShort);
      return unknown;
    }
  }

  private void failAll(KvException reason) {
    if (pipeline.fail(reason)) {
      refuse(reason);
    }
    committing.lock();
    try {
      takeBackFailed();
    } finally {
      committing.unlock();
    }
  }

  /** What failed for want of space is taken back, for there may be some later. */
  @GuardedBy("committing")
  private void takeBackFailed() {
    for (Entry entry : pipeline.takeFailed()) {
      if (isForSpace(entry.failure())) {
        entry.applied().revert();
      }
    }
  }

  /** Does what follows a commit that stands, while its transaction still has its locks. */
  void follow() {
    pipeline.tidy();
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
  private Logged applyAndLog(WriteSet writes, Supplier<String> conflict) {
    takeBackFailed();
    requireAccepting();
    long time = pipeline.newest() + 1;
    String reason = conflictOf(writes, time, conflict);
    if (!reason.isEmpty()) {
      CommitResult refused =
          new CommitResult(CommitResult.Outcome.CONFLICT, CommitTime.CREATION, reason);
      return new Logged(refused, null);
    }
    Iterator<Bytes> record = new CommitRecord.Writer(piece, time, writes, trees.pageBytes());
    Entry entry = new Entry(new Applier(trees, time));
    Logged logged = new Logged(CommitResult.committed(new CommitTime(time)), entry);
    apply(writes, entry.applied());
    requireRoom(entry.applied(), writes.bytes());
    append(record, entry);
    return logged;
  }

  private String conflictOf(WriteSet writes, long time, Supplier<String> conflict) {
    for (int tree : writes.writes().keySet()) {
      if (!writes.created().contains(tree) && !trees.directory().has(tree, time - 1)) {
        return "tree " + tree + " was dropped by another transaction";
      }
    }
    return conflict.get();
  }

  @GuardedBy("committing")
  private void apply(WriteSet writes, Applier applier) {
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
  }

  /** Begins to do commits again that the log had when the store was last open. */
  public Replay replay() {
    return new Replay(this);
  }

  /** Shows a commit that is done again. */
  void showReplayed(Applier applied) {
    pipeline.showReplayed(applied);
    pipeline.tidy();
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
  private void append(Iterator<Bytes> record, Entry entry) {
    try {
      entry.logged(log.append(record));
    } catch (KvException e) {
      settle(entry.applied(), e);
      throw e;
    }
    pipeline.enter(entry);
    unsettled = false;
  }

  /** Takes a commit back that the log has not, or accepts none after one that it may have. */
  @GuardedBy("committing")
  private void settle(Applier failed, KvException reason) {
    boolean isLogged = reason.code() != ErrorCode.TRANSACTION_TOO_LARGE;
    if (!isLogged || isForSpace(reason)) {
      takeBack(failed);
    }
    if (isLogged) {
      pipeline.fail(reason);
      takeBackFailed();
      refuse(reason);
    }
    unsettled = false;
  }
}
