package dev.zdb.sql.write;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.IndexCodec;
import dev.zdb.sql.exec.RunContext;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.Texts;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one table, each with its index entries, into the run's transaction.
 *
 * <p><b>Invariant:</b> what it leaves in the table and in its indexes agrees, unless it throws;
 * then the session undoes the statement.
 *
 * <p><b>Threads:</b> the session's. <b>Failure:</b> a key that is taken is {@link
 * SqlErrorCode#UNIQUE_VIOLATION}, naming the constraint.
 */
final class TableWriter {
  private final WriteTarget target;
  private final TableDef table;
  private final Transaction transaction;
  private final Registers registers;
  private final Execution run;
  private int steps;
  private final Bytes key = new Bytes();
  private final Bytes value = new Bytes(256);
  private final Bytes found = new Bytes(0);
  private final Bytes entryKey = new Bytes();
  private final Bytes entryValue = new Bytes(0);
  private final Bytes otherKey = new Bytes(0);
  private final Bytes otherValue = new Bytes(0);
  private final Bytes otherRowKey = new Bytes(0);

  TableWriter(WriteTarget target, RunContext context) {
    this.target = target;
    this.table = target.table();
    this.transaction = transactionOf(context);
    this.run = context.run();
    this.registers = run.registers;
  }

  private static Transaction transactionOf(RunContext context) {
    @Nullable Transaction transaction = context.transaction();
    if (transaction == null) {
      throw SqlProblem.of(SqlErrorCode.READ_ONLY, "there is no transaction to write in");
    }
    return transaction;
  }

  /** Adds a row and its entries. */
  void insert(RowPlaces row) {
    step();
    target.codec().key().encode(registers, row.key, key.clear());
    requireFree(row);
    putRow(row);
    for (int i = 0; i < target.indexCount(); i++) {
      putEntry(i, row);
    }
  }

  /** Removes a row and its entries. */
  void delete(RowPlaces row) {
    step();
    target.codec().key().encode(registers, row.key, key.clear());
    transaction.delete(table.tree(), key);
    for (int i = 0; i < target.indexCount(); i++) {
      target.indexCodec(i).encode(registers, row.index(i), key, entryKey, entryValue);
      transaction.delete(target.index(i).tree(), entryKey);
    }
  }

  /**
   * The first half of an update: takes away what the new row will not have. A row that keeps its
   * key is written here already: as everywhere the row comes first, its entries then, so that two
   * who change the same row wait for one another there and not in a circle.
   */
  void retract(Change change) {
    step();
    target.codec().key().encode(registers, change.before().key, key.clear());
    if (change.movesRow()) {
      transaction.delete(table.tree(), key);
    } else {
      putRow(change.after());
    }
    for (int i : change.indexes()) {
      IndexCodec codec = target.indexCodec(i);
      codec.encode(registers, change.before().index(i), key, entryKey, entryValue);
      target.codec().key().encode(registers, change.after().key, otherRowKey.clear());
      codec.encode(registers, change.after().index(i), otherRowKey, otherKey, otherValue);
      if (!same(entryKey, otherKey) || !same(entryValue, otherValue)) {
        transaction.delete(target.index(i).tree(), entryKey);
      }
    }
  }

  /** The second half of an update, once all rows have gone through the first. */
  void enter(Change change) {
    step();
    target.codec().key().encode(registers, change.after().key, key.clear());
    if (change.movesRow()) {
      requireFree(change.after());
    }
    if (change.movesRow() || !change.retracts()) {
      putRow(change.after());
    }
    for (int i : change.indexes()) {
      putEntry(i, change.after());
    }
  }

  /** Writes a row whose key is encoded. */
  private void putRow(RowPlaces row) {
    target.codec().row().encode(registers, row.stored, value.clear());
    transaction.put(table.tree(), key, value);
  }

  private void putEntry(int number, RowPlaces row) {
    IndexDef index = target.index(number);
    boolean alone =
        target.indexCodec(number).encode(registers, row.index(number), key, entryKey, entryValue);
    if (alone && transaction.get(index.tree(), entryKey, found) && !same(found, entryValue)) {
      awaitOthers(index.tree(), entryKey);
      throw taken(index.name(), index.parts(), row);
    }
    transaction.put(index.tree(), entryKey, entryValue);
  }

  private void requireFree(RowPlaces row) {
    if (transaction.get(table.tree(), key, found)) {
      awaitOthers(table.tree(), key);
      throw taken(table.primaryKeyName(), table.primaryKey(), row);
    }
  }

  /**
   * Waits for whoever is about to give up the key that {@link #found} was found under: only who
   * holds it can tell that it is taken. The statement is undone in any case, and runs again if the
   * key changed.
   */
  private void awaitOthers(TreeId tree, Bytes taken) {
    transaction.put(tree, taken, found);
  }

  private SqlProblem taken(String constraint, List<KeyPart> parts, RowPlaces row) {
    String values =
        parts.stream()
            .map(part -> table.columns().get(part.column()))
            .map(column -> text(column, row.columns[table.columnNamed(column.name())]))
            .collect(Collectors.joining(", "));
    return SqlProblem.of(
        SqlErrorCode.UNIQUE_VIOLATION,
        "constraint %s of table %s.%s demands unique values, and there is a row already with %s",
        constraint,
        table.schema(),
        table.name(),
        values);
  }

  private String text(ColumnDef column, int register) {
    Object value = JavaValues.get(registers, register, column.type());
    String text =
        value instanceof byte[] bytes
            ? HexFormat.of().formatHex(bytes)
            : String.valueOf(value).stripTrailing();
    return column.name() + " = " + Texts.shown(text);
  }

  private void step() {
    if ((++steps & 1023) == 0) {
      run.checkStopped();
    }
  }

  private static boolean same(Bytes a, Bytes b) {
    return Arrays.equals(a.array(), 0, a.length(), b.array(), 0, b.length());
  }
}
