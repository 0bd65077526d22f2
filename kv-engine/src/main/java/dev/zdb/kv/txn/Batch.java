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

  /** Of each value its beginning and its end. */
  private int[] values = {};

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
    if (values.length < 2 * count) {
      values = new int[2 * count];
    }
    Page.findValues(page, first, step, count, values);
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
    if (values.length < 2 * count + 2) {
      values = Arrays.copyOf(values, Math.max(64, 4 * count));
    }
    if (keyEnds.length <= count) {
      keyEnds = Arrays.copyOf(keyEnds, values.length / 2);
    }
    values[2 * count] = count == 0 ? 0 : values[2 * count - 1];
    values[2 * count + 1] = copies.length();
    keyEnds[count] = keys.length();
    count++;
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
    return values[2 * index];
  }

  int valueEnd(int index) {
    return values[2 * index + 1];
  }
}
