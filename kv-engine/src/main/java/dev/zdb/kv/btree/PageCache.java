package dev.zdb.kv.btree;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that pages take, and who has to leave when it is too much: clean leaves that nobody
 * used for a while.
 *
 * <p><b>Threads:</b> safe.
 */
public final class PageCache {
  private static final int STEPS = 64;

  private final long capacity;
  private final PageSource source;
  private final AtomicLong cached = new AtomicLong();
  private final AtomicLong dirty = new AtomicLong();
  private final AtomicLong history = new AtomicLong();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ArrayDeque<Resident> clock = new ArrayDeque<>();

  private record Resident(Frame frame, int bytes) {}

  public PageCache(long capacity, PageSource source) {
    this.capacity = capacity;
    this.source = source;
  }

  PageSource source() {
    return source;
  }

  public long capacity() {
    return capacity;
  }

  public long cachedBytes() {
    return cached.get();
  }

  public long dirtyBytes() {
    return dirty.get();
  }

  /** Bytes of versions that are not their page's newest. */
  public long historyBytes() {
    return history.get();
  }

  void addHistory(long bytes) {
    cached.addAndGet(bytes);
    history.addAndGet(bytes);
  }

  void becameHistory(long bytes) {
    history.addAndGet(bytes);
  }

  public void addDirty(long bytes) {
    dirty.addAndGet(bytes);
  }

  /** Counts bytes that are no page's, such as those of a long value. */
  void addCached(long bytes) {
    cached.addAndGet(bytes);
  }

  /** The newest version of a page, read from disk if need be. */
  PageVersion load(Tree tree, Frame frame) {
    PageVersion version;
    synchronized (frame) {
      version = frame.newest();
      if (version != null) {
        return version;
      }
      ExtentRef ref = frame.ref();
      if (ref == null) {
        throw Tree.tooOld(tree.changed());
      }
      version = PageVersion.loaded(source.readPage(ref, tree.id(), tree.pageBytes()));
      frame.setNewest(version);
    }
    enter(frame, version);
    return version;
  }

  /** Gives back the memory of a page that is in no tree that anybody sees. */
  void forget(Frame frame, int pageBytes) {
    if (frame.release()) {
      cached.addAndGet(-pageBytes);
    }
    if (frame.clean()) {
      dirty.addAndGet(-pageBytes);
    }
  }

  /** Takes a page into account that has just come into memory. */
  void enter(Frame frame, PageVersion version) {
    int bytes = version.page().length;
    cached.addAndGet(bytes);
    synchronized (lock) {
      if (Page.isLeaf(version.page())) {
        clock.addLast(new Resident(frame, bytes));
      }
    }
    makeRoom();
  }

  /** Lets clean leaves go until the rest fits, or none is left that may go. */
  public void makeRoom() {
    if (cached.get() <= capacity) {
      return;
    }
    synchronized (lock) {
      int tries = Math.min(2 * clock.size(), STEPS);
      while (cached.get() > capacity && tries-- > 0) {
        @Nullable Resident resident = clock.pollFirst();
        if (resident != null && !leaves(resident)) {
          clock.addLast(resident);
        }
      }
    }
  }

  /** Whether the page is not, or not any more, a leaf in memory. */
  private static boolean gone(Frame frame) {
    PageVersion version = frame.newest();
    return version == null || !Page.isLeaf(version.page());
  }

  private boolean leaves(Resident resident) {
    Frame frame = resident.frame();
    if (gone(frame)) {
      return true;
    }
    if (frame.coolDown() || !frame.evict()) {
      return false;
    }
    cached.addAndGet(-resident.bytes());
    return true;
  }
}
