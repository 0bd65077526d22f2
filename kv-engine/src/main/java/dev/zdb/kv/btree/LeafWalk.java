package dev.zdb.kv.btree;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.Page;
import org.jspecify.annotations.Nullable;

/**
 * A walk from leaf to leaf of a tree as of one moment, which is pinned.
 *
 * <p>No version of a page changes, so that the inner page over a leaf tells the leaves beside it
 * for as long as the walk goes on; only beyond its ends a search from the root is needed.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class LeafWalk {
  private final Tree tree;
  private final long time;

  /** The inner page over the leaf where the walk stands; null where the leaf is the root. */
  private @Nullable PageVersion above;

  private int child;

  /** Stands nowhere as yet. */
  public LeafWalk(Tree tree, long time) {
    this.tree = tree;
    this.time = time;
  }

  /** Goes to the leaf that holds {@code key}, or would. */
  public PageVersion seek(Bytes key) {
    PageVersion version = root();
    while (!Page.isLeaf(version.page())) {
      version = down(version, Page.childFor(version.page(), key));
    }
    return version;
  }

  /** Goes to the leaf that holds the greatest keys less than {@code bound}, null for the last. */
  public PageVersion seekBefore(@Nullable Bytes bound) {
    PageVersion version = root();
    while (!Page.isLeaf(version.page())) {
      byte[] page = version.page();
      version = down(version, bound == null ? Page.count(page) - 1 : Page.childBefore(page, bound));
    }
    return version;
  }

  /** Goes to the next leaf, or with -1 to the one before; null where a search must tell. */
  public @Nullable PageVersion step(int leaves) {
    PageVersion inner = above;
    int next = child + leaves;
    return inner == null || next < 0 || next >= Page.count(inner.page()) ? null : down(inner, next);
  }

  private PageVersion root() {
    above = null;
    return tree.at(tree.root(), time);
  }

  private PageVersion down(PageVersion inner, int to) {
    PageVersion version = tree.at(inner.child(to), time);
    above = inner;
    child = to;
    return version;
  }
}
