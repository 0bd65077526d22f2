package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import java.util.Arrays;

/** The entries that a cursor has fetched, one behind the other. */
final class Batch {
  private static final int ENOUGH_BYTES = 256 << 10;
  private static final int ENOUGH_ENTRIES = 4_096;

  private final Bytes bytes = new Bytes(1_024);
  private int[] marks = new int[64];
  private int count;

  void clear() {
    bytes.clear();
    count = 0;
  }

  boolean isFull() {
    return count >= ENOUGH_ENTRIES || bytes.length() >= ENOUGH_BYTES;
  }

  /** Where the next key or value is to be added. */
  Bytes bytes() {
    return bytes;
  }

  /** Ends the key that was just added. */
  void endKey() {
    if (marks.length < 2 * count + 2) {
      marks = Arrays.copyOf(marks, 2 * marks.length);
    }
    marks[2 * count] = bytes.length();
  }

  /** Ends the value that was just added, and its entry. */
  void endValue() {
    marks[2 * count + 1] = bytes.length();
    count++;
  }

  int count() {
    return count;
  }

  int keyStart(int index) {
    return index == 0 ? 0 : marks[2 * index - 1];
  }

  int keyEnd(int index) {
    return marks[2 * index];
  }

  int valueEnd(int index) {
    return marks[2 * index + 1];
  }
}
