package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.TableDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the rows of one table lie in its tree: the columns of the primary key, or the hidden row
 * number, in the key, which gives them back; all others in the value.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class TableCodec {
  private final KeyCodec key;
  private final RowCodec row;
  private final int[] keyColumns;
  private final int[] storedColumns;
  private final int[] places;

  private TableCodec(TableDef table) {
    int columns = table.columns().size();
    this.key = new KeyCodec(keyFields(table));
    this.keyColumns = table.primaryKey().stream().mapToInt(KeyPart::column).toArray();
    this.places = new int[columns];
    for (int i = 0; i < keyColumns.length; i++) {
      places[keyColumns[i]] = -1 - i;
    }
    List<SqlType> types = new ArrayList<>();
    int[] stored = new int[columns];
    for (int i = 0; i < columns; i++) {
      if (places[i] >= 0) {
        places[i] = types.size();
        stored[types.size()] = i;
        types.add(table.columns().get(i).type());
      }
    }
    this.storedColumns = Arrays.copyOf(stored, types.size());
    this.row = new RowCodec(table.version(), types);
  }

  /** Describes a table. */
  public static TableCodec of(TableDef table) {
    return new TableCodec(table);
  }

  /** The fields of a table's key. */
  static List<KeyField> keyFields(TableDef table) {
    List<KeyField> fields = new ArrayList<>();
    for (KeyPart part : table.primaryKey()) {
      ColumnDef column = table.columns().get(part.column());
      fields.add(new KeyField(column.type(), part.order(), Nullability.NO_NULLS));
    }
    return fields.isEmpty() ? List.of(KeyField.ROW_ID) : fields;
  }

  /** The key: the primary key's columns, or one field of the hidden row number. */
  public KeyCodec key() {
    return key;
  }

  /** The value: the columns of {@link #storedColumns}. */
  public RowCodec row() {
    return row;
  }

  /** Makes the key of a row of a table without a primary key; {@code key} is cleared first. */
  public static void encodeRowId(long number, Bytes key) {
    BigEndian.appendLong(key.clear(), number ^ Long.MIN_VALUE);
  }

  /** The hidden row number that a key holds. */
  public static long decodeRowId(byte[] bytes, int start) {
    return BigEndian.getLong(bytes, start) ^ Long.MIN_VALUE;
  }

  /** The table's columns that the key holds, in its order; empty where it holds a row number. */
  public int[] keyColumns() {
    return keyColumns.clone();
  }

  /** The table's columns that the value holds, in its order. */
  public int[] storedColumns() {
    return storedColumns.clone();
  }

  /** Whether a column of the table can be one of {@link #ranges}. */
  public boolean holdsWord(int column) {
    int place = places[column];
    return place >= 0 && Widths.isWord(row.type(place));
  }

  /**
   * Chooses columns to test before a row is read.
   *
   * @param columns which of the table, from 0; {@link #holdsWord} is true of each
   */
  public RowRanges ranges(int[] columns) {
    return new RowRanges(row, Arrays.stream(columns).map(column -> places[column]).toArray());
  }

  /**
   * Chooses columns to read.
   *
   * @param columns which of the table, from 0
   * @param into the register of each
   */
  public TableReader reader(int[] columns, int[] into) {
    int[] fields = new int[key.size()];
    Arrays.fill(fields, -1);
    int[] stored = new int[columns.length];
    int[] storedInto = new int[columns.length];
    int storedCount = 0;
    int fieldCount = 0;
    for (int i = 0; i < columns.length; i++) {
      int place = places[columns[i]];
      if (place < 0) {
        fields[-1 - place] = into[i];
        fieldCount = Math.max(fieldCount, -place);
      } else {
        stored[storedCount] = place;
        storedInto[storedCount++] = into[i];
      }
    }
    return new TableReader(
        key,
        Arrays.copyOf(fields, fieldCount),
        row.reader(Arrays.copyOf(stored, storedCount), Arrays.copyOf(storedInto, storedCount)),
        storedCount > 0);
  }
}
