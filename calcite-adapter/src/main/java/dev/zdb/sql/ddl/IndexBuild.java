package dev.zdb.sql.ddl;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.Transaction;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.codec.TableReader;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.stream.IntStream;

/** Fills a new index from the rows that its table has already. */
final class IndexBuild {
  private final Transaction transaction;
  private final TableDef table;
  private final IndexDef index;
  private final IndexCodec codec;
  private final TableReader reader;
  private final int[] registersOfParts;
  private final Registers registers;
  private final Bytes rowKey = new Bytes();
  private final Bytes entryKey = new Bytes();
  private final Bytes entryValue = new Bytes();
  private final Bytes found = new Bytes();

  private IndexBuild(Transaction transaction, TableDef table, IndexDef index) {
    this.transaction = transaction;
    this.table = table;
    this.index = index;
    this.codec = IndexCodec.of(table, index);
    int[] columns = codec.columns();
    this.registersOfParts = IntStream.range(0, columns.length).toArray();
    this.reader = TableCodec.of(table).reader(columns, registersOfParts);
    this.registers = new Registers(columns.length);
  }

  /** Adds an entry for each row; two rows of the same values are refused if it is unique. */
  static void fill(Transaction transaction, TableDef table, IndexDef index, Execution run) {
    IndexBuild build = new IndexBuild(transaction, table, index);
    try (Cursor rows = transaction.cursor(table.tree(), KeyRange.all(), Direction.FORWARD)) {
      while (rows.fetch()) {
        run.checkStopped();
        for (int i = 0; i < rows.count(); i++) {
          build.add(rows, i);
        }
      }
    }
  }

  private void add(Cursor rows, int i) {
    reader.read(rows, i, registers);
    Bytes key = rows.key(i);
    rowKey.clear().append(key.array(), 0, key.length());
    boolean alone = codec.encode(registers, registersOfParts, rowKey, entryKey, entryValue);
    if (alone && transaction.get(index.tree(), entryKey, found)) {
      throw SqlProblem.of(
          SqlErrorCode.UNIQUE_VIOLATION,
          "index %s cannot be unique: rows of table %s.%s have the same values",
          index.name(),
          table.schema(),
          table.name());
    }
    transaction.put(index.tree(), entryKey, entryValue);
  }
}
