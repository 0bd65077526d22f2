package dev.zdb.sql.scan;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.sql.codec.KeyCodec;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.codec.TableReader;
import dev.zdb.sql.value.Registers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads chosen columns, and the hidden row number if it is among them, from a table's entries.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class EntryReader {
  private final KeyCodec key;
  private final TableReader columns;
  private final int @Nullable [] rowId;
  private final boolean readsNothing;

  EntryReader(TableCodec codec, List<ColumnRead> reads) {
    key = codec.key();
    List<ColumnRead> ofTable =
        reads.stream().filter(read -> read.column() != ColumnRead.ROW_ID).toList();
    columns =
        codec.reader(
            ofTable.stream().mapToInt(ColumnRead::column).toArray(),
            ofTable.stream().mapToInt(ColumnRead::register).toArray());
    rowId =
        ofTable.size() == reads.size()
            ? null
            : reads.stream()
                .filter(read -> read.column() == ColumnRead.ROW_ID)
                .mapToInt(ColumnRead::register)
                .toArray();
    readsNothing = reads.isEmpty();
  }

  void read(Cursor cursor, int index, Registers registers) {
    if (readsNothing) {
      return;
    }
    columns.read(cursor, index, registers);
    if (rowId != null) {
      key.decode(cursor.key(index).array(), 0, rowId, registers);
    }
  }

  void read(Bytes entryKey, Bytes value, Registers registers) {
    if (readsNothing) {
      return;
    }
    columns.read(entryKey, value, registers);
    if (rowId != null) {
      key.decode(entryKey.array(), 0, rowId, registers);
    }
  }
}
