package dev.zdb.kv.btree;

import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a page in memory: the head of its chain of versions, newest first, and its place
 * on disk.
 *
 * <p><b>Invariant:</b> the chain is empty only while the disk has the newest version and no
 * snapshot needs an older one.
 *
 * <p><b>Threads:</b> any number read. Versions are added by one at a time, with the lock of
 * commits; loading, evicting and storing exclude each other by the frame's monitor.
 */
public final class Frame {
  private volatile @Nullable PageVersion newest;
  private volatile @Nullable ExtentRef ref;
  private volatile long changed;
  private boolean dirty;
  private boolean warm;

  /** A page that is on disk only. */
  Frame(ExtentRef ref) {
    this.ref = ref;
  }

  /** A page that is in memory only. */
  Frame(PageVersion version) {
    newest = version;
    changed = version.time();
    dirty = true;
  }

  public @Nullable PageVersion newest() {
    return newest;
  }

  void setNewest(@Nullable PageVersion version) {
    newest = version;
  }

  public @Nullable ExtentRef ref() {
    return ref;
  }

  /** The newest commit that changed this page or one below; at least that. */
  public long changed() {
    return changed;
  }

  void markChanged(long time) {
    changed = time;
  }

  /** Marks the page as not yet stored; returns whether it was. */
  synchronized boolean dirty() {
    boolean was = dirty;
    dirty = true;
    return !was;
  }

  synchronized boolean clean() {
    boolean was = dirty;
    dirty = false;
    return was;
  }

  /** Notes where a checkpoint wrote {@code version}; returns whether the page is clean now. */
  public synchronized boolean stored(PageVersion version, ExtentRef where) {
    version.markStored();
    ref = where;
    return newest == version && clean();
  }

  /** Adds a version; says whether the one before it was let go of meanwhile. */
  synchronized boolean add(PageVersion version) {
    boolean evicted = newest == null;
    newest = version;
    return evicted;
  }

  /** Lets go of a leaf's bytes where the disk has them and nobody needs older ones. */
  synchronized boolean evict() {
    PageVersion version = newest;
    if (version == null || !version.isStored() || version.older() != null) {
      return false;
    }
    assert Page.isLeaf(version.page()) : "an inner page's frames are the identity of its children";
    newest = null;
    return true;
  }

  /** Forgets what memory has; returns whether it had any. */
  synchronized boolean release() {
    boolean had = newest != null;
    newest = null;
    return had;
  }

  /** Says whether the page was used since last asked. */
  boolean coolDown() {
    boolean was = warm;
    warm = false;
    return was;
  }

  void warmUp() {
    if (!warm) {
      warm = true;
    }
  }
}
