package dev.zdb.sql.catalog;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TreeId;
import java.util.ArrayList;
import java.util.List;

/**
 * The catalog's place in the store: entries of the root tree, written by the same transactions as
 * the data that they describe.
 *
 * <pre>
 *   key                      value
 *   00                       long version of the catalog, int number that the next object gets
 *   01, int table            the table's definition, as in {@link DefinitionFormat}
 *   02, int table            long: no identity number above it was handed out
 * </pre>
 *
 * <p><b>Invariant:</b> numbers of tables, indexes and checks are never given twice, since the next
 * one is written by the transaction that takes it.
 *
 * <p><b>Threads:</b> the transaction's.
 */
public final class CatalogStore {
  private static final int HEADER = 0;
  private static final int DEFINITION = 1;
  private static final int IDENTITY = 2;

  private CatalogStore() {}

  /** The version of the catalog that a view sees; 0 in a new store. */
  public static long version(ReadView view) {
    return header(view).version();
  }

  /** Reads all definitions that a view sees. */
  public static Catalog load(String database, ReadView view) {
    List<TableDef> tables = new ArrayList<>();
    KeyRange range = KeyRange.startingWith(new byte[] {DEFINITION});
    try (Cursor cursor = view.cursor(TreeId.ROOT, range, Direction.FORWARD)) {
      while (cursor.fetch()) {
        for (int i = 0; i < cursor.count(); i++) {
          tables.add(
              DefinitionFormat.decode(
                  cursor.valueBytes(), cursor.valueStart(i), cursor.valueEnd(i)));
        }
      }
    }
    return new Catalog(database, version(view), tables);
  }

  /** Takes {@code count} numbers for new objects and returns the first. */
  public static int takeIds(Transaction transaction, int count) {
    Header header = header(transaction);
    writeHeader(transaction, new Header(header.version(), header.nextId() + count));
    return header.nextId();
  }

  /** Adds or replaces a definition. */
  public static void save(Transaction transaction, TableDef table) {
    transaction.put(TreeId.ROOT, key(DEFINITION, table.id()), DefinitionFormat.encode(table));
    countChange(transaction);
  }

  /** Removes a definition. */
  public static void remove(Transaction transaction, TableDef table) {
    transaction.delete(TreeId.ROOT, key(DEFINITION, table.id()));
    transaction.delete(TreeId.ROOT, key(IDENTITY, table.id()));
    countChange(transaction);
  }

  /** No identity number of the table above this one was handed out; none at all if it is least. */
  public static long identityLimit(ReadView view, int tableId) {
    Bytes value = new Bytes();
    if (!view.get(TreeId.ROOT, key(IDENTITY, tableId), value)) {
      return Long.MIN_VALUE;
    }
    return new DefinitionReader(value.array(), 0, value.length()).readLong();
  }

  /** Sets what {@link #identityLimit} answers. */
  public static void saveIdentityLimit(Transaction transaction, int tableId, long limit) {
    DefinitionWriter out = new DefinitionWriter();
    out.putLong(limit);
    transaction.put(TreeId.ROOT, key(IDENTITY, tableId), out.bytes());
  }

  private static void countChange(Transaction transaction) {
    Header header = header(transaction);
    writeHeader(transaction, new Header(header.version() + 1, header.nextId()));
  }

  /** The entry that there is one of. */
  private record Header(long version, int nextId) {}

  private static Header header(ReadView view) {
    Bytes value = new Bytes();
    if (!view.get(TreeId.ROOT, headerKey(), value)) {
      return new Header(0, 1);
    }
    DefinitionReader in = new DefinitionReader(value.array(), 0, value.length());
    return new Header(in.readLong(), in.readInt());
  }

  private static void writeHeader(Transaction transaction, Header header) {
    DefinitionWriter out = new DefinitionWriter();
    out.putLong(header.version());
    out.putInt(header.nextId());
    transaction.put(TreeId.ROOT, headerKey(), out.bytes());
  }

  private static Bytes headerKey() {
    return new Bytes(1).append(HEADER);
  }

  private static Bytes key(int kind, int id) {
    DefinitionWriter out = new DefinitionWriter();
    out.putByte(kind);
    out.putInt(id);
    return out.bytes();
  }
}
