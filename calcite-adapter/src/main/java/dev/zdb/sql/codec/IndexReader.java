package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;
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
  private final boolean readsAny;

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
    this.readsRowKey = any(ofRow);
    this.readsAny = readsRowKey || any(ofIndex);
  }

  private static boolean any(int[] registers) {
    for (int register : registers) {
      if (register >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Reads the entry of a cursor's batch at {@code index}. */
  public void read(Cursor cursor, int index, Registers registers) {
    if (!readsAny) {
      return;
    }
    byte[] bytes = cursor.key(index).array();
    int end = key.decode(bytes, 0, 0, ofIndex, registers);
    if (readsRowKey) {
      int value = cursor.valueStart(index);
      boolean inKey = value == cursor.valueEnd(index);
      byte[] holder = inKey ? bytes : cursor.valueBytes();
      key.decode(holder, inKey ? end : value, ofIndex.length, ofRow, registers);
    }
  }

  /** Reads an entry that was looked up; its value is the key of its row. */
  public void read(Bytes entryKey, Bytes rowKey, Registers registers) {
    if (!readsAny) {
      return;
    }
    key.decode(entryKey.array(), 0, 0, ofIndex, registers);
    if (readsRowKey) {
      key.decode(rowKey.array(), 0, ofIndex.length, ofRow, registers);
    }
  }
}
