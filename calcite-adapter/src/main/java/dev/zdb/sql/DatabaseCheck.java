package dev.zdb.sql;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CheckReport;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.sql.api.DatabaseReport;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.codec.TableReader;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a whole database as of one commit and holds every index against its table. */
final class DatabaseCheck {
  private static final int MAX_PROBLEMS = 100;

  private final Database database;
  private final List<String> problems = new ArrayList<>();
  private long tables;
  private long indexes;
  private long rows;

  DatabaseCheck(Database database) {
    this.database = database;
  }

  DatabaseReport report() {
    CheckReport store = database.store().check();
    problems.addAll(store.problems());
    try (Snapshot snapshot = database.store().snapshot()) {
      Catalog catalog = CatalogStore.load(database.name(), snapshot);
      catalog.tables().forEach(table -> check(snapshot, table));
    } catch (KvException e) {
      addProblem("the catalog cannot be read: " + e.getMessage());
    }
    return new DatabaseReport(tables, indexes, rows, store.pages(), problems);
  }

  /** A table that cannot be read does not keep the others from being looked at. */
  private void check(Snapshot snapshot, TableDef table) {
    tables++;
    try {
      rows += count(snapshot, table);
      table.indexes().forEach(index -> check(snapshot, table, index));
    } catch (KvException e) {
      addProblem("table " + table.name() + " cannot be read: " + e.getMessage());
    }
  }

  private static long count(Snapshot snapshot, TableDef table) {
    long count = 0;
    try (Cursor cursor = snapshot.cursor(table.tree(), KeyRange.all(), Direction.FORWARD)) {
      while (cursor.fetch()) {
        count += cursor.count();
      }
    }
    return count;
  }

  private void check(Snapshot snapshot, TableDef table, IndexDef index) {
    indexes++;
    long wanted = requireEntryOfEachRow(snapshot, table, index);
    long found = 0;
    IndexCodec codec = IndexCodec.of(table, index);
    Bytes rowKey = new Bytes();
    Bytes row = new Bytes();
    try (Cursor entries = snapshot.cursor(index.tree(), KeyRange.all(), Direction.FORWARD)) {
      while (entries.fetch()) {
        for (int i = 0; i < entries.count(); i++) {
          found++;
          codec.rowKey(entries, i, rowKey);
          if (!snapshot.get(table.tree(), rowKey, row)) {
            report("an entry of index %s leads to no row of %s: %s", index, table, rowKey);
          }
        }
      }
    }
    if (found != wanted) {
      addProblem(
          String.format(
              java.util.Locale.ROOT,
              "index %s has %d entries, table %s has %d rows",
              index.name(),
              found,
              table.name(),
              wanted));
    }
  }

  private long requireEntryOfEachRow(Snapshot snapshot, TableDef table, IndexDef index) {
    IndexCodec codec = IndexCodec.of(table, index);
    int[] columns = codec.columns();
    int[] registersOfParts = IntStream.range(0, columns.length).toArray();
    TableReader reader = TableCodec.of(table).reader(columns, registersOfParts);
    Registers registers = new Registers(columns.length);
    Bytes rowKey = new Bytes();
    Bytes entryKey = new Bytes();
    Bytes entryValue = new Bytes();
    Bytes found = new Bytes();
    long count = 0;
    try (Cursor cursor = snapshot.cursor(table.tree(), KeyRange.all(), Direction.FORWARD)) {
      while (cursor.fetch()) {
        for (int i = 0; i < cursor.count(); i++) {
          count++;
          reader.read(cursor, i, registers);
          Bytes key = cursor.key(i);
          rowKey.clear().append(key.array(), 0, key.length());
          codec.encode(registers, registersOfParts, rowKey, entryKey, entryValue);
          if (!snapshot.get(index.tree(), entryKey, found) || !same(found, entryValue)) {
            report("index %s has no entry for a row of %s with key %s", index, table, rowKey);
          }
        }
      }
    }
    return count;
  }

  private static boolean same(Bytes left, Bytes right) {
    return Arrays.equals(left.array(), 0, left.length(), right.array(), 0, right.length());
  }

  private void report(String format, IndexDef index, TableDef table, Bytes key) {
    String hex = HexFormat.of().formatHex(key.toArray());
    addProblem(String.format(java.util.Locale.ROOT, format, index.name(), table.name(), hex));
  }

  private void addProblem(String problem) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    }
  }
}
