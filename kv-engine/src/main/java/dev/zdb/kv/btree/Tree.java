package dev.zdb.kv.btree;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageEditor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map of keys to values, as of any moment that is pinned.
 *
 * <p>The root's frame is the same for the life of the tree; when the root splits, its content moves
 * down.
 *
 * <p><b>Threads:</b> any number read, with no waiting but for the disk; one at a time writes, by a
 * {@link TreeEditor}.
 */
public final class Tree {
  public static final long NEVER = Long.MAX_VALUE;

  private final int id;
  private final int pageBytes;
  private final long created;
  private final PageCache cache;
  private final Frame root;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong overflows = new AtomicLong();
  private volatile long dropped = NEVER;

  private Tree(Shape shape, PageCache cache, long created, @Nullable ExtentRef ref) {
    this.id = shape.id();
    this.pageBytes = shape.pageBytes();
    this.created = created;
    this.cache = cache;
    byte[] empty = PageEditor.empty(pageBytes, 0, PageEditor.Fences.NONE);
    if (ref == null) {
      PageVersion first = new PageVersion(created, empty, null);
      root = new Frame(first);
      cache.enter(root, first);
      cache.addDirty(pageBytes);
    } else {
      root = new Frame(ref);
    }
  }

  /** What a tree is, whatever it holds. */
  public record Shape(int id, int pageBytes) {}

  /** A new and empty tree. */
  public static Tree create(Shape shape, PageCache cache, long created) {
    return new Tree(shape, cache, created, null);
  }

  /** A tree that a checkpoint wrote. */
  public static Tree open(Shape shape, PageCache cache, ExtentRef root) {
    return new Tree(shape, cache, 0, root);
  }

  public int id() {
    return id;
  }

  public int pageBytes() {
    return pageBytes;
  }

  public Frame root() {
    return root;
  }

  PageCache cache() {
    return cache;
  }

  /** Whether the tree was there at that moment. */
  public boolean existsAt(long time) {
    return created <= time && time < dropped;
  }

  /** The newest commit that changed the tree; at least that. */
  public long changed() {
    return root.changed();
  }

  public long created() {
    return created;
  }

  /** The commit that removed the tree, or {@link #NEVER}. */
  public long dropped() {
    return dropped;
  }

  public void setDropped(long time) {
    dropped = time;
  }

  /** How many entries the newest tree has. */
  public long entries() {
    return entries.get();
  }

  /** How many long values the newest tree has. */
  public long overflows() {
    return overflows.get();
  }

  public void addCounts(long newEntries, long newOverflows) {
    entries.addAndGet(newEntries);
    overflows.addAndGet(newOverflows);
  }

  /** The version of a page that shows at {@code time}. */
  public PageVersion at(Frame frame, long time) {
    PageVersion version = newest(frame);
    while (version.time() > time) {
      PageVersion older = version.older();
      if (older == null) {
        throw tooOld(time);
      }
      version = older;
    }
    return version;
  }

  /** The newest version of a page, be it published or not. */
  PageVersion newest(Frame frame) {
    PageVersion version = frame.newest();
    if (version == null) {
      version = cache.load(this, frame);
    }
    frame.warmUp();
    return version;
  }

  public static KvException tooOld(long time) {
    return KvException.of(
        ErrorCode.SNAPSHOT_TOO_OLD,
        "the versions of commit %d had to make room; begin again to see newer ones",
        time);
  }

  /** The leaf that holds {@code key}, or would. */
  public PageVersion leafFor(long time, Bytes key) {
    PageVersion version = at(root, time);
    while (!Page.isLeaf(version.page())) {
      version = at(version.child(Page.childFor(version.page(), key)), time);
    }
    return version;
  }

  /** Puts the value of {@code key} into {@code value}; returns whether the key is there. */
  public boolean get(long time, Bytes key, Bytes value) {
    PageVersion leaf = leafFor(time, key);
    int index = Page.find(leaf.page(), key);
    if (index < 0) {
      return false;
    }
    appendValue(leaf, index, value.clear());
    return true;
  }

  /** Whether {@code key} has, at a later moment, another value than at {@code time}, or none. */
  public boolean differs(Bytes key, long time, long later) {
    if (leafFor(later, key).time() <= time) {
      return false;
    }
    Bytes before = new Bytes();
    Bytes after = new Bytes();
    boolean was = get(time, key, before);
    boolean is = get(later, key, after);
    return was != is || (is && !Arrays.equals(before.toArray(), after.toArray()));
  }

  /** Whether the tree holds {@code key}. */
  public boolean contains(long time, Bytes key) {
    return Page.find(leafFor(time, key).page(), key) >= 0;
  }

  /** Adds the value of a record to {@code into}. */
  public void appendValue(PageVersion leaf, int index, Bytes into) {
    byte[] page = leaf.page();
    Overflow overflow = leaf.overflow(index);
    if (overflow == null) {
      into.append(page, Page.valueStart(page, index), Page.valueLengthAt(page, index));
    } else {
      byte[] bytes = overflow.read(cache.source(), id);
      into.append(bytes, 0, bytes.length);
    }
  }

  /** About how many entries lie in the range; exact where one page tells. */
  public long estimate(long time, KeyRange range) {
    Bytes low = Bytes.copyOf(range.low());
    byte[] end = range.high();
    Bytes high = end == null ? null : Bytes.copyOf(end);
    PageVersion version = at(root, time);
    double share = 1;
    while (!Page.isLeaf(version.page())) {
      byte[] page = version.page();
      int first = Page.childFor(page, low);
      int last = high == null ? Page.count(page) - 1 : Page.childBefore(page, high);
      if (first != last) {
        double within = rank(version, high, time) - rank(version, low, time);
        return Math.max(1, Math.round(entries() * share * within));
      }
      share /= Page.count(page);
      version = at(version.child(first), time);
    }
    byte[] page = version.page();
    int to = high == null ? Page.count(page) : Page.lowerBound(page, high);
    return Math.max(0, to - Page.lowerBound(page, low));
  }

  /** Which part of the entries below an inner page is less than {@code key}; null is the end. */
  private double rank(PageVersion start, @Nullable Bytes key, long time) {
    if (key == null) {
      return 1;
    }
    PageVersion version = start;
    double rank = 0;
    double width = 1;
    while (!Page.isLeaf(version.page())) {
      byte[] page = version.page();
      int child = Page.childFor(page, key);
      width /= Page.count(page);
      rank += child * width;
      Frame frame = version.child(child);
      if (frame.newest() == null) {
        return rank + width / 2;
      }
      version = at(frame, time);
    }
    byte[] page = version.page();
    return rank + width * Page.lowerBound(page, key) / Math.max(1, Page.count(page));
  }

  /** Gives back the memory of a tree that nobody sees any more. */
  public void forget() {
    forget(root);
  }

  private void forget(Frame frame) {
    PageVersion version = frame.newest();
    if (version == null) {
      return;
    }
    byte[] page = version.page();
    if (!Page.isLeaf(page)) {
      for (int index = 0; index < Page.count(page); index++) {
        forget(version.child(index));
      }
    }
    cache.forget(frame, pageBytes);
  }
}
