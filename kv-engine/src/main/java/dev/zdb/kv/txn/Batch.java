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
  private boolean lacksKeys;

  void clear() {
    keys.clear();
    copies.clear();
    count = 0;
    page = NOTHING;
    lacksKeys = false;
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
    lacksKeys = true;
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
    values[2 * count] = count == 0 ? 0 : values[2 * count - 1];
    values[2 * count + 1] = copies.length();
    endKey(count);
    count++;
  }

  private void endKey(int index) {
    if (keyEnds.length <= index) {
      keyEnds = Arrays.copyOf(keyEnds, Math.max(values.length / 2, index + 1));
    }
    keyEnds[index] = keys.length();
  }

  int count() {
    return count;
  }

  byte[] keyBytes() {
    putKeysTogether();
    return keys.array();
  }

  byte[] valueBytes() {
    return page == NOTHING ? copies.array() : page;
  }

  int keyStart(int index) {
    putKeysTogether();
    return index == 0 ? 0 : keyEnds[index - 1];
  }

  int keyEnd(int index) {
    putKeysTogether();
    return keyEnds[index];
  }

  int valueStart(int index) {
    return values[2 * index];
  }

  int valueEnd(int index) {
    return values[2 * index + 1];
  }

  private void putKeysTogether() {
    if (lacksKeys) {
      lacksKeys = false;
      for (int i = 0; i < count; i++) {
        Page.appendKey(page, first + step * i, keys);
        endKey(i);
      }
    }
  }
}
