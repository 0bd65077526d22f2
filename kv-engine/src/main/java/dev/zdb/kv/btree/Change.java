package dev.zdb.kv.btree;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one commit does to trees, before anybody sees it: {@link #publish} lets it stand, {@link
 * #revert} leaves no trace.
 *
 * <p><b>Threads:</b> one at a time, with the lock of commits.
 */
public final class Change {
  private final long time;
  private final PageCache cache;
  private final List<Touched> touched = new ArrayList<>();
  private final List<Touched> added = new ArrayList<>();
  private final List<Touched> orphans = new ArrayList<>();
  private final List<Overflow> abandoned = new ArrayList<>();
  private final Map<Tree, long[]> counts = new HashMap<>();
  private long madeBytes;
  private long addedBytes;

  /** A page of a tree. */
  public record Touched(Tree tree, Frame frame) {}

  /** Begins the commit of {@code time}. */
  public Change(long time, PageCache cache) {
    this.time = time;
    this.cache = cache;
  }

  public long time() {
    return time;
  }

  /** How many bytes of pages and long values it adds to its trees. */
  public long addedBytes() {
    return addedBytes + madeBytes;
  }

  /** Pages that have a version of this commit and one before it. */
  public List<Touched> touched() {
    return touched;
  }

  /** Pages that this commit took out of their trees. */
  public List<Touched> orphans() {
    return orphans;
  }

  /** Long values that this commit took out of their trees. */
  public List<Overflow> abandoned() {
    return abandoned;
  }

  /** This commit's version of a page, made if there is none yet. */
  PageVersion writable(Tree tree, Frame frame) {
    PageVersion newest = tree.newest(frame);
    if (newest.time() == time) {
      return newest;
    }
    PageVersion mine = newest.copy(time);
    mine.setOlder(newest);
    if (frame.add(mine)) {
      cache.enter(frame, mine);
    }
    int bytes = mine.page().length;
    if (frame.dirty()) {
      cache.addDirty(bytes);
    }
    cache.addHistory(bytes);
    touched.add(new Touched(tree, frame));
    return mine;
  }

  /** A page that this commit adds. */
  Frame add(Tree tree, byte[] page, @Nullable Object @Nullable [] kids) {
    PageVersion version = new PageVersion(time, page, kids);
    Frame frame = new Frame(version);
    added.add(new Touched(tree, frame));
    addedBytes += page.length;
    cache.addDirty(page.length);
    cache.enter(frame, version);
    return frame;
  }

  void orphan(Tree tree, Frame frame) {
    orphans.add(new Touched(tree, frame));
  }

  void abandon(Overflow overflow) {
    abandoned.add(overflow);
  }

  void made(Overflow overflow) {
    madeBytes += overflow.length();
    cache.addCached(overflow.length());
    cache.addDirty(overflow.length());
  }

  void count(Tree tree, int entries, int overflows) {
    long[] both = counts.computeIfAbsent(tree, t -> new long[2]);
    both[0] += entries;
    both[1] += overflows;
  }

  /** Lets the change stand; called right before the clock shows it. */
  public void publish(History history) {
    counts.forEach((tree, both) -> tree.addCounts(both[0], both[1]));
    for (Touched page : orphans) {
      if (page.frame().clean()) {
        cache.addDirty(-page.tree().pageBytes());
      }
    }
    history.add(this);
  }

  /** Takes every version of this commit back. */
  public void revert() {
    for (Touched page : touched) {
      PageVersion mine =
          requireNonNull(page.frame().newest(), "what came after it was taken back before");
      PageVersion before = mine.older();
      page.frame().setNewest(before);
      cache.addHistory(-page.tree().pageBytes());
      if (before != null && before.isStored() && page.frame().clean()) {
        cache.addDirty(-page.tree().pageBytes());
      }
    }
    for (Touched page : added) {
      cache.forget(page.frame(), page.tree().pageBytes());
    }
    cache.addCached(-madeBytes);
    cache.addDirty(-madeBytes);
  }
}
