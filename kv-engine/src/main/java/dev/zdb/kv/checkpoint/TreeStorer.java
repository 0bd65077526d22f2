package dev.zdb.kv.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.btree.Frame;
import dev.zdb.kv.btree.Overflow;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.PageVersion;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.checkpoint.Extent.Kind;
import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what has changed of trees, as of one commit, from the leaves up.
 *
 * <p><b>Threads:</b> one at a time, beside readers and a writer, whose newer versions it does not
 * see.
 */
final class TreeStorer {
  private final ExtentWriter writer;
  private final UnitMap units;
  private final PageCache cache;
  private final List<Runnable> news;

  /**
   * Begins with nothing stored.
   *
   * @param news takes what memory is to be told once the checkpoint is on disk, and not before
   */
  TreeStorer(ExtentWriter writer, UnitMap units, PageCache cache, List<Runnable> news) {
    this.writer = writer;
    this.units = units;
    this.cache = cache;
    this.news = news;
  }

  /**
   * Which moment of a tree to write.
   *
   * @param since what was there at this commit is on disk already
   * @param time the commit to write
   */
  record Span(long since, long time) {}

  /** Writes what has changed; returns where the root lies then. */
  ExtentRef store(Tree tree, Span span) {
    return store(tree, tree.root(), span);
  }

  private ExtentRef store(Tree tree, Frame frame, Span span) {
    ExtentRef before = frame.ref();
    if (before != null && (frame.changed() <= span.since() || frame.newest() == null)) {
      return before;
    }
    PageVersion version = tree.at(frame, span.time());
    byte[] page = version.page();
    if (Page.isLeaf(page)) {
      return version.isStored() ? requireNonNull(before) : storeLeaf(tree, frame, version);
    }
    @Nullable ExtentRef[] moved = new ExtentRef[Page.count(page)];
    boolean changed = !version.isStored();
    for (int index = 0; index < moved.length; index++) {
      Frame child = version.child(index);
      ExtentRef childBefore = child.ref();
      moved[index] = store(tree, child, span);
      changed |= !moved[index].equals(childBefore);
    }
    if (!changed) {
      return requireNonNull(before);
    }
    byte[] copy = page.clone();
    for (int index = 0; index < moved.length; index++) {
      requireNonNull(moved[index]).write(copy, PageValue.refStart(copy, index));
    }
    return write(tree, frame, version, copy);
  }

  private ExtentRef storeLeaf(Tree tree, Frame frame, PageVersion version) {
    byte[] copy = version.page().clone();
    for (int index = 0; index < Page.count(copy); index++) {
      Overflow overflow = version.overflow(index);
      if (overflow != null) {
        store(tree, overflow).write(copy, PageValue.refStart(copy, index));
      }
    }
    return write(tree, frame, version, copy);
  }

  private ExtentRef write(Tree tree, Frame frame, PageVersion version, byte[] copy) {
    ExtentRef ref = writer.write(copy, new Label(Kind.PAGE, tree.id(), copy.length));
    ExtentRef before = frame.ref();
    if (before != null) {
      units.free(before);
    }
    int bytes = copy.length; // else the news hold every copy up to the checkpoint's end
    news.add(
        () -> {
          if (frame.stored(version, ref)) {
            cache.addDirty(-bytes);
          }
        });
    return ref;
  }

  private ExtentRef store(Tree tree, Overflow overflow) {
    ExtentRef before = overflow.ref();
    byte[] bytes = overflow.bytes();
    if (before != null || bytes == null) {
      return requireNonNull(before);
    }
    byte[] extent = new byte[Extent.HEADER + bytes.length];
    System.arraycopy(bytes, 0, extent, Extent.HEADER, bytes.length);
    ExtentRef ref = writer.write(extent, new Label(Kind.OVERFLOW, tree.id(), extent.length));
    news.add(() -> overflow.stored(ref, cache));
    return ref;
  }

  /** Gives up all extents of a tree that nobody sees any more. */
  void retire(Tree tree) {
    retire(tree, tree.root());
    news.add(tree::forget);
  }

  private void retire(Tree tree, Frame frame) {
    ExtentRef ref = frame.ref();
    PageVersion version = tree.at(frame, Tree.NEVER);
    byte[] page = version.page();
    for (int index = 0; index < Page.count(page); index++) {
      Overflow overflow = version.overflow(index);
      ExtentRef valueRef = overflow == null ? null : overflow.ref();
      if (valueRef != null) {
        units.free(valueRef);
      }
      if (Page.level(page) > 1 || (Page.level(page) == 1 && tree.overflows() > 0)) {
        retire(tree, version.child(index));
      } else if (Page.level(page) == 1) {
        ExtentRef leaf = version.child(index).ref();
        if (leaf != null) {
          units.free(leaf);
        }
      }
    }
    if (ref != null) {
      units.free(ref);
    }
  }
}
