package dev.zdb.kv.btree;

import dev.zdb.kv.btree.Change.Touched;
import java.util.ArrayDeque;

/**
 * The commits whose pages may have versions that nobody needs, oldest first.
 *
 * <p><b>Threads:</b> one at a time, beside one who changes pages.
 */
public final class History {
  private final PageCache cache;
  private final ArrayDeque<Change> changes = new ArrayDeque<>();

  public History(PageCache cache) {
    this.cache = cache;
  }

  void add(Change change) {
    changes.addLast(change);
    for (Touched page : change.orphans()) {
      cache.becameHistory(page.tree().pageBytes());
    }
  }

  /** Cuts what none of {@code moments} shows: ascending, the newest that shows the last. */
  public void trim(long[] moments) {
    Change newest = changes.peekLast();
    if (newest != null) {
      newest.touched().forEach(page -> prune(page, moments));
    }
    while (!changes.isEmpty() && changes.peekFirst().time() <= moments[0]) {
      Change past = changes.removeFirst();
      past.touched().forEach(page -> prune(page, moments));
      for (Touched page : past.orphans()) {
        cache.becameHistory(-page.tree().pageBytes());
        cache.forget(page.frame(), page.tree().pageBytes());
      }
    }
  }

  private void prune(Touched page, long[] moments) {
    PageVersion newer = page.frame().newest();
    if (newer == null) {
      return;
    }
    PageVersion version = newer.older();
    while (version != null) {
      PageVersion next = version.older();
      if (isNeeded(version.time(), newer.time(), moments)) {
        newer = version;
      } else {
        newer.setOlder(next);
        cache.addHistory(-page.tree().pageBytes());
      }
      version = next;
    }
  }

  /** What a commit replaced that does not show yet, others may look at until it does. */
  private static boolean isNeeded(long from, long before, long[] moments) {
    if (before > moments[moments.length - 1]) {
      return true;
    }
    for (long moment : moments) {
      if (from <= moment && moment < before) {
        return true;
      }
    }
    return false;
  }
}
