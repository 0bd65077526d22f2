package dev.zdb.kv.btree;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.Keys;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageEditor;
import dev.zdb.kv.page.PageEditor.Fences;
import dev.zdb.kv.page.PageValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of one commit into one tree.
 *
 * <p>Works on the newest versions from the root down. A page without room is parted and the walk
 * begins again; a page fallen under two fifths is joined with a neighbour where both fit, an empty
 * one also where the other is nearly full.
 *
 * <p><b>Threads:</b> one at a time, with the lock of commits.
 */
public final class TreeEditor {
  private static final int DEEPEST = 64;

  private final Tree tree;
  private final Change change;
  private final Frame[] path = new Frame[DEEPEST];
  private final int[] slots = new int[DEEPEST];

  public TreeEditor(Tree tree, Change change) {
    this.tree = tree;
    this.change = change;
  }

  /** Adds or replaces an entry. */
  public void put(Bytes key, Bytes value) {
    Overflow overflow = null;
    PageValue place = PageValue.inline(value);
    if (value.length() > Page.maxInlineValueBytes(tree.pageBytes())) {
      overflow = new Overflow(value.toArray());
      place = PageValue.overflow(value.length());
      change.made(overflow);
      change.count(tree, 0, 1);
    }
    descend(0, key);
    PageVersion leaf = change.writable(tree, path[0]);
    int index = Page.find(leaf.page(), key);
    if (index >= 0) {
      abandonOverflow(leaf, index);
      if (leaf.replace(index, place, overflow)) {
        return;
      }
      leaf.remove(index);
    } else {
      change.count(tree, 1, 0);
      index = -1 - index;
    }
    if (!leaf.insert(index, key, place, overflow)) {
      insert(0, key, place, overflow);
    }
  }

  /** Removes an entry, if it is there. */
  public void delete(Bytes key) {
    descend(0, key);
    if (Page.find(tree.newest(path[0]).page(), key) < 0) {
      return;
    }
    PageVersion leaf = change.writable(tree, path[0]);
    int index = Page.find(leaf.page(), key);
    abandonOverflow(leaf, index);
    leaf.remove(index);
    change.count(tree, -1, 0);
    joinUp(0);
  }

  private void abandonOverflow(PageVersion leaf, int index) {
    Overflow overflow = leaf.overflow(index);
    if (overflow != null) {
      change.abandon(overflow);
      change.count(tree, 0, -1);
    }
  }

  /** Finds the way to the page of {@code level} that holds {@code key}. */
  private void descend(int level, Bytes key) {
    Frame frame = tree.root();
    PageVersion version = tree.newest(frame);
    int at = Page.level(version.page());
    path[at] = frame;
    frame.markChanged(change.time());
    while (at > level) {
      int slot = Page.childFor(version.page(), key);
      slots[at] = slot;
      frame = version.child(slot);
      version = tree.newest(frame);
      frame.markChanged(change.time());
      at--;
      path[at] = frame;
    }
  }

  private void insert(int level, Bytes key, PageValue value, @Nullable Object kid) {
    while (true) {
      descend(level, key);
      PageVersion version = change.writable(tree, path[level]);
      int index = -1 - Page.find(version.page(), key);
      if (version.insert(index, key, value, kid)) {
        return;
      }
      part(level, index, key);
    }
  }

  /** Makes two pages of one that has no room for {@code key} at {@code index}. */
  private void part(int level, int index, Bytes key) {
    if (path[level] == tree.root()) {
      grow();
      return;
    }
    PageVersion left = change.writable(tree, path[level]);
    byte[] page = left.page();
    int count = Page.count(page);
    int boundary = PageSplit.boundary(page, index);
    byte[] separator = separator(page, boundary, key);
    byte[] newLeft = PageEditor.empty(page.length, level, new Fences(Page.low(page), separator));
    byte[] newRight = PageEditor.empty(page.length, level, new Fences(separator, Page.high(page)));
    boolean fits =
        PageEditor.appendRange(newLeft, page, 0, boundary)
            && PageEditor.appendRange(newRight, page, boundary, count);
    assert fits : "each half of a page fits into a page";
    Frame right = change.add(tree, newRight, left.kids(boundary, count));
    left.become(newLeft, left.kids(0, boundary));
    insert(level + 1, Bytes.copyOf(separator), PageValue.child(), right);
  }

  private static byte[] separator(byte[] page, int boundary, Bytes key) {
    if (!Page.isLeaf(page)) {
      return Page.key(page, boundary);
    }
    byte[] below = boundary == 0 ? key.toArray() : Page.key(page, boundary - 1);
    byte[] above = boundary == Page.count(page) ? key.toArray() : Page.key(page, boundary);
    return Keys.separator(below, above);
  }

  /** Moves the root's content down, so that it can be parted. */
  private void grow() {
    PageVersion root = change.writable(tree, tree.root());
    byte[] page = root.page();
    int level = Page.level(page);
    Frame child = change.add(tree, page, root.kids(0, Page.count(page)));
    byte[] above = PageEditor.empty(page.length, level + 1, Fences.NONE);
    root.become(above, null);
    boolean fits = root.insert(0, new Bytes(), PageValue.child(), child);
    assert fits : "one child fits into a page";
  }

  private void joinUp(int level) {
    Frame frame = path[level];
    if (frame == tree.root()) {
      shrink();
      return;
    }
    byte[] page = tree.newest(frame).page();
    if (Page.usedBytes(page) * 5 >= Page.capacity(page) * 2) {
      return;
    }
    int slot = slots[level + 1];
    int last = Page.count(tree.newest(path[level + 1]).page()) - 1;
    boolean joined = slot > 0 && join(level + 1, slot - 1);
    if (!joined && slot < last) {
      joined = join(level + 1, slot);
    }
    if (joined) {
      joinUp(level + 1);
    }
  }

  /** Makes one page of two neighbours, where it has room for both; says whether it did. */
  private boolean join(int level, int leftSlot) {
    PageVersion parent = tree.newest(path[level]);
    Frame leftFrame = parent.child(leftSlot);
    Frame rightFrame = parent.child(leftSlot + 1);
    byte[] left = tree.newest(leftFrame).page();
    byte[] right = tree.newest(rightFrame).page();
    int used = Page.usedBytes(left) + Page.usedBytes(right);
    int least = Math.min(Page.count(left), Page.count(right));
    if (least > 0 && used * 5 >= Page.capacity(left) * 4) {
      return false; // it would soon be parted again; an empty page goes in any case
    }
    byte[] joined =
        PageEditor.empty(left.length, level - 1, new Fences(Page.low(left), Page.high(right)));
    int leftCount = Page.count(left);
    int rightCount = Page.count(right);
    if (!PageEditor.appendRange(joined, left, 0, leftCount)
        || !PageEditor.appendRange(joined, right, 0, rightCount)) {
      return false;
    }
    PageVersion newLeft = change.writable(tree, leftFrame);
    PageVersion rightVersion = tree.newest(rightFrame);
    newLeft.become(
        joined,
        concat(
            newLeft.kids(0, leftCount), rightVersion.kids(0, rightCount), leftCount, rightCount));
    leftFrame.markChanged(change.time());
    change.writable(tree, path[level]).remove(leftSlot + 1);
    change.orphan(tree, rightFrame);
    return true;
  }

  private static @Nullable Object @Nullable [] concat(
      @Nullable Object @Nullable [] left,
      @Nullable Object @Nullable [] right,
      int leftCount,
      int rightCount) {
    if (left == null && right == null) {
      return null;
    }
    @Nullable Object[] both = new Object[leftCount + rightCount];
    if (left != null) {
      System.arraycopy(left, 0, both, 0, leftCount);
    }
    if (right != null) {
      System.arraycopy(right, 0, both, leftCount, rightCount);
    }
    return both;
  }

  /** Moves an only child's content up into the root. */
  private void shrink() {
    PageVersion root = tree.newest(tree.root());
    while (!Page.isLeaf(root.page()) && Page.count(root.page()) == 1) {
      Frame child = root.child(0);
      PageVersion content = tree.newest(child);
      root = change.writable(tree, tree.root());
      root.become(content.page().clone(), content.kids(0, Page.count(content.page())));
      change.orphan(tree, child);
    }
  }
}
