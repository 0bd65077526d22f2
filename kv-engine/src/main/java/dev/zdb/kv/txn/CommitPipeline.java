package dev.zdb.kv.txn;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.btree.Change;
import dev.zdb.kv.btree.History;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.txn.CommitLog.Appended;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits on their way from the log to being seen. One enters when it has changed pages, for nobody
 * to see yet, and is in the log; it shows once the log has it as safe as its transaction asked and
 * all before it show. So those that wait for the same force wait together.
 *
 * <p><b>Invariant:</b> times are dense, and what is here was done to pages in their order. A
 * failure of the log fails all that is here.
 *
 * <p><b>Threads:</b> safe. {@link #enter} and {@link #takeFailed} need {@link
 * Committer#committing}.
 */
final class CommitPipeline {
  private static final long LEAST_HISTORY = 4 << 20;

  private final Pins pins;
  private final PageCache cache;
  private final Queue<Change> garbage = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  @GuardedBy("lock")
  private final History history;

  @GuardedBy("lock")
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** What a failure left to be taken back, newest first. */
  @GuardedBy("lock")
  private final List<Entry> failed = new ArrayList<>();

  /** A commit on its way. */
  static final class Entry {
    private final Applier applied;
    private @Nullable Appended logged;
    private boolean safe;
    private boolean shown;
    private @Nullable KvException failure;

    Entry(Applier applied) {
      this.applied = applied;
    }

    Applier applied() {
      return applied;
    }

    /** Notes that the log has its record. */
    void logged(Appended record) {
      logged = record;
    }

    void await(Durability durability) {
      requireNonNull(logged, "what is awaited was logged").await(durability);
    }

    /** Why it failed, of those that did. */
    KvException failure() {
      return requireNonNull(failure, "of those that failed");
    }
  }

  CommitPipeline(Pins pins, PageCache cache) {
    this.pins = pins;
    this.cache = cache;
    this.history = new History(cache);
  }

  /** Changes with pages and long values that their trees have no more, in commit order. */
  Queue<Change> garbage() {
    return garbage;
  }

  /** The time of the newest commit that has changed pages. */
  long newest() {
    lock.lock();
    try {
      Entry last = failed.isEmpty() ? entries.peekLast() : failed.get(0);
      return last == null ? pins.visible() : last.applied.change().time();
    } finally {
      lock.unlock();
    }
  }

  /** Lets a commit in; where those below it have failed meanwhile, it has failed with them. */
  void enter(Entry entry) {
    lock.lock();
    try {
      entries.addLast(entry);
      if (!failed.isEmpty()) {
        failEntries(failed.get(0).failure());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the log has a commit as safe as asked; returns once it shows. */
  void show(Entry entry) {
    lock.lock();
    try {
      entry.safe = true;
      showSafe();
      while (!entry.shown && entry.failure == null) {
        moved.awaitUninterruptibly();
      }
      if (entry.failure != null) {
        throw KvException.causedBy(
            entry.failure, entry.failure.code(), "the log failed a commit before this one");
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void showSafe() {
    boolean any = false;
    for (Entry first = entries.peekFirst(); first != null && first.safe; any = true) {
      publish(first.applied);
      first.shown = true;
      entries.removeFirst();
      first = entries.peekFirst();
    }
    if (any) {
      moved.signalAll();
    }
  }

  @GuardedBy("lock")
  private void publish(Applier applied) {
    Change change = applied.change();
    change.publish(history);
    if (!change.orphans().isEmpty() || !change.abandoned().isEmpty()) {
      garbage.add(change);
    }
    pins.publish(change.time());
  }

  /** Shows a commit that recovery does again. */
  void showReplayed(Applier applied) {
    lock.lock();
    try {
      publish(applied);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Fails all that does not show yet, and says so to those who wait; says whether there was any.
   * Whoever has {@link Committer#committing} next takes the pages back.
   */
  boolean fail(KvException reason) {
    lock.lock();
    try {
      boolean any = !entries.isEmpty();
      failEntries(reason);
      return any;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void failEntries(KvException reason) {
    for (int at = 0; !entries.isEmpty(); at++) {
      Entry last = entries.removeLast();
      last.failure = reason;
      failed.add(at, last);
    }
    moved.signalAll();
  }

  /** What failed since last asked, newest first. */
  List<Entry> takeFailed() {
    lock.lock();
    try {
      List<Entry> taken = List.copyOf(failed);
      failed.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that entered shows or has failed. */
  void awaitEmpty() {
    lock.lock();
    try {
      while (!entries.isEmpty()) {
        moved.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of versions that nobody can see, of the oldest seen if they are too much. */
  void tidy() {
    lock.lock();
    try {
      history.trim(pins.times());
      long most = Math.max(cache.capacity() / 2, LEAST_HISTORY);
      while (cache.historyBytes() > most && pins.expireOldest()) {
        history.trim(pins.times());
      }
    } finally {
      lock.unlock();
    }
    cache.makeRoom();
  }
}
