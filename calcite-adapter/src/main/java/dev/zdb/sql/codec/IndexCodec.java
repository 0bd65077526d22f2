package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the entries of one index lie in its tree. Each leads to one row by the bytes of that row's
 * key in the table's tree.
 *
 * <pre>
 *   index       entry                              key                            value
 *   not unique  any                                index columns, row's key       empty
 *   unique      none of its columns is NULL        index columns                  row's key
 *   unique      one of its columns is NULL         index columns, row's key       empty
 * </pre>
 *
 * Two rows of the same unique values thus want the same key: the second finds it taken, and if both
 * are written at once, the engine sees that they conflict.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class IndexCodec {
  private final KeyCodec key;
  private final boolean isUnique;
  private final int[] columns;
  private final int[] keyColumns;

  private IndexCodec(TableDef table, IndexDef index) {
    List<KeyField> fields = new ArrayList<>();
    for (KeyPart part : index.parts()) {
      ColumnDef column = table.columns().get(part.column());
      fields.add(new KeyField(column.type(), part.order(), column.nullability()));
    }
    this.columns = index.parts().stream().mapToInt(KeyPart::column).toArray();
    this.keyColumns = table.primaryKey().stream().mapToInt(KeyPart::column).toArray();
    this.isUnique = index.isUnique();
    fields.addAll(TableCodec.keyFields(table));
    this.key = new KeyCodec(fields);
  }

  /** Describes an index. */
  public static IndexCodec of(TableDef table, IndexDef index) {
    return new IndexCodec(table, index);
  }

  /** The index's columns, and behind them the fields of the table's key. */
  public KeyCodec key() {
    return key;
  }

  /** The table's columns that the index holds itself, in its order. */
  public int[] columns() {
    return columns.clone();
  }

  /**
   * Makes the entry of a row.
   *
   * @param rowKey the bytes of the row's key in the table's tree
   * @param from the register of each of {@link #columns}
   * @param entryKey takes the entry's key, cleared first
   * @param entryValue takes the entry's value, cleared first
   * @return whether the entry must be the only one of its key
   */
  public boolean encode(
      Registers registers, int[] from, Bytes rowKey, Bytes entryKey, Bytes entryValue) {
    entryKey.clear();
    entryValue.clear();
    key.encode(registers, from, entryKey);
    boolean alone = isUnique && !anyNull(registers, from);
    (alone ? entryValue : entryKey).append(rowKey.array(), 0, rowKey.length());
    return alone;
  }

  /** Copies the key of the row that an entry of a cursor's batch leads to. */
  public void rowKey(Cursor cursor, int index, Bytes rowKey) {
    int start = cursor.valueStart(index);
    int end = cursor.valueEnd(index);
    byte[] bytes = cursor.valueBytes();
    if (start == end) {
      Bytes entryKey = cursor.key(index);
      bytes = entryKey.array();
      start = key.endOf(columns.length, bytes, 0);
      end = entryKey.length();
    }
    rowKey.clear().append(bytes, start, end - start);
  }

  /** Whether the entries alone give these columns of the table. */
  public boolean covers(int[] tableColumns) {
    for (int column : tableColumns) {
      if (placeOf(column) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Chooses columns to read from the entries alone; all are covered.
   *
   * @param tableColumns which of the table, from 0
   * @param into the register of each
   */
  public IndexReader reader(int[] tableColumns, int[] into) {
    int[] ofIndex = new int[columns.length];
    int[] ofRow = new int[key.size() - columns.length];
    Arrays.fill(ofIndex, -1);
    Arrays.fill(ofRow, -1);
    for (int i = 0; i < tableColumns.length; i++) {
      int place = placeOf(tableColumns[i]);
      if (place < 0) {
        throw new IllegalArgumentException("column " + tableColumns[i] + " is not covered");
      }
      if (place < columns.length) {
        ofIndex[place] = into[i];
      } else {
        ofRow[place - columns.length] = into[i];
      }
    }
    return new IndexReader(key, ofIndex, ofRow);
  }

  private int placeOf(int column) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == column) {
        return i;
      }
    }
    for (int i = 0; i < keyColumns.length; i++) {
      if (keyColumns[i] == column) {
        return columns.length + i;
      }
    }
    return -1;
  }

  private static boolean anyNull(Registers registers, int[] from) {
    for (int register : from) {
      if (registers.nulls[register]) {
        return true;
      }
    }
    return false;
  }
}
