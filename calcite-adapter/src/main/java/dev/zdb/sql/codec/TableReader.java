package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.sql.value.Registers;

/**
 * Reads chosen columns of a table's entries into registers, from key and value.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class TableReader {
  private final KeyCodec key;
  private final int[] fields;
  private final RowReader row;
  private final boolean readsRow;

  TableReader(KeyCodec key, int[] fields, RowReader row, boolean readsRow) {
    this.key = key;
    this.fields = fields;
    this.row = row;
    this.readsRow = readsRow;
  }

  /** Reads the entry of a cursor's batch at {@code index}. */
  public void read(Cursor cursor, int index, Registers registers) {
    if (fields.length > 0) {
      key.decode(cursor.key(index).array(), 0, fields, registers);
    }
    if (readsRow) {
      row.read(cursor.valueBytes(), cursor.valueStart(index), registers);
    }
  }

  /** Reads an entry that was looked up. */
  public void read(Bytes entryKey, Bytes value, Registers registers) {
    if (fields.length > 0) {
      key.decode(entryKey.array(), 0, fields, registers);
    }
    if (readsRow) {
      row.read(value.array(), 0, registers);
    }
  }
}
