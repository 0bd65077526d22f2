package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.Page;
import java.util.Arrays;

/**
 * The entries that a cursor has fetched: either records of one page, whose values are seen where
 * they lie, or copies of entries from several places.
 *
 * <p>A page may be seen so because nobody changes it once it is published.
 */
final class Batch {
  private static final int ENOUGH_BYTES = 256 << 10;
  private static final int ENOUGH_ENTRIES = 4_096;
  private static final byte[] NOTHING = {};

  private final Bytes key = new Bytes();
  private final Bytes keys = new Bytes(0);
  private final Bytes copies = new Bytes(0);
  private int[] keyEnds = {};

  /** Where each value begins; of those copied each ends where the next begins. */
  private int[] starts = new int[1];

  private int count;

  /** The page whose records are seen; empty where all is copied. */
  private byte[] page = NOTHING;

  private int first;
  private int step;

  void clear() {
    keys.clear();
    copies.clear();
    count = 0;
    page = NOTHING;
    starts[0] = 0;
  }

  /** Makes this empty batch see some records of a page, if any: from one on, up or down. */
  void see(byte[] newPage, int newFirst, int newStep, int newCount) {
    if (newCount <= 0) {
      return;
    }
    page = newPage;
    first = newFirst;
    step = newStep;
    count = newCount;
    if (starts.length < count) {
      starts = new int[count];
    }
    Page.findValues(page, first, step, count, starts);
  }

  boolean isFull() {
    return count >= ENOUGH_ENTRIES || keys.length() + copies.length() >= ENOUGH_BYTES;
  }

  /** Where the key of the next copied entry is to be added. */
  Bytes newKey() {
    return keys;
  }

  /** Where the value of the next copied entry is to be added. */
  Bytes newValue() {
    return copies;
  }

  /** Ends the entry whose key and value were just added. */
  void endEntry() {
    if (starts.length < count + 2) {
      starts = Arrays.copyOf(starts, Math.max(64, 2 * count + 2));
    }
    if (keyEnds.length <= count) {
      keyEnds = Arrays.copyOf(keyEnds, starts.length);
    }
    keyEnds[count] = keys.length();
    count++;
    starts[count] = copies.length();
  }

  int count() {
    return count;
  }

  /** The key of an entry, until the next is asked for. */
  Bytes key(int index) {
    if (page != NOTHING) {
      Page.appendKey(page, first + step * index, key.clear());
    } else {
      int start = index == 0 ? 0 : keyEnds[index - 1];
      key.clear().append(keys.array(), start, keyEnds[index] - start);
    }
    return key;
  }

  byte[] valueBytes() {
    return page == NOTHING ? copies.array() : page;
  }

  int valueStart(int index) {
    return starts[index];
  }

  int valueEnd(int index) {
    return page == NOTHING ? starts[index + 1] : Page.valueEnd(page, first + step * index);
  }
}
