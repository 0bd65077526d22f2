package dev.zdb.sql.codec;

import dev.zdb.kv.api.Cursor;
import dev.zdb.sql.value.Registers;

/**
 * Reads chosen columns from an index's entries without their rows.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class IndexReader {
  private final KeyCodec key;
  private final int[] ofIndex;
  private final int[] ofRow;
  private final boolean readsRowKey;

  /**
   * Made by {@link IndexCodec#reader}.
   *
   * @param ofIndex the register of each of the index's columns, or -1
   * @param ofRow the register of each field of the row's key, or -1
   */
  IndexReader(KeyCodec key, int[] ofIndex, int[] ofRow) {
    this.key = key;
    this.ofIndex = ofIndex;
    this.ofRow = ofRow;
    boolean any = false;
    for (int register : ofRow) {
      any |= register >= 0;
    }
    this.readsRowKey = any;
  }

  /** Reads the entry of a cursor's batch at {@code index}. */
  public void read(Cursor cursor, int index, Registers registers) {
    byte[] bytes = cursor.key(index).array();
    int end = key.decode(bytes, 0, 0, ofIndex, registers);
    if (readsRowKey) {
      int value = cursor.valueStart(index);
      boolean inKey = value == cursor.valueEnd(index);
      byte[] holder = inKey ? bytes : cursor.valueBytes();
      key.decode(holder, inKey ? end : value, ofIndex.length, ofRow, registers);
    }
  }
}
