package dev.zdb.kv.btree;

import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageEditor;

/**
 * Where a full page is parted: near the middle, or near the end when keys come in ascending order;
 * in a leaf where the shortest key parts both sides, for that key goes up.
 *
 * <p>A boundary with both sides fitting always exists, since three of the longest keys and one of
 * the longest values fit into a page: that is what the limits of {@link Page} are for.
 */
final class PageSplit {
  private PageSplit() {}

  /**
   * How many records go to the left of a new one's page, the new one belonging at {@code index}.
   */
  static int boundary(byte[] page, int index) {
    int count = Page.count(page);
    if (count < 2) {
      return index;
    }
    boolean ascending = index == count && !Page.hasHigh(page);
    int used = Page.usedBytes(page);
    int target = ascending ? used / 10 * 9 : used / 2;
    int room = Page.capacity(page) - Page.maxKeyBytes(page.length);
    int best = -1;
    int left = 0;
    int nearest = Integer.MAX_VALUE;
    int shortest = Integer.MAX_VALUE;
    for (int boundary = 1; boundary < count; boundary++) {
      left += PageEditor.footprint(page, boundary - 1);
      int distance = Math.abs(left - target);
      boolean fits = left <= room + highBytes(page) && used - left <= room + lowBytes(page);
      boolean near = Page.isLeaf(page) && distance <= used / 10;
      int separator = near ? Page.separatorLength(page, boundary) : Integer.MAX_VALUE;
      boolean better = separator < shortest || (separator == shortest && distance < nearest);
      if (fits && better) {
        best = boundary;
        nearest = distance;
        shortest = separator;
      }
    }
    assert best > 0 : "no boundary with both sides fitting";
    return best;
  }

  private static int lowBytes(byte[] page) {
    return Page.low(page).length;
  }

  private static int highBytes(byte[] page) {
    byte[] high = Page.high(page);
    return high == null ? 0 : high.length;
  }
}
