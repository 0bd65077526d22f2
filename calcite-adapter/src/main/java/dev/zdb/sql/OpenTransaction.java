package dev.zdb.sql;

import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.CommitTime;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.TableCodec;
import dev.zdb.sql.exec.Identities;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a session: the engine's, the catalog as this transaction changed it, and the
 * numbers that it took from counters.
 *
 * <p><b>Threads:</b> the session's.
 */
final class OpenTransaction implements Identities, AutoCloseable {
  private final Database database;
  private final TransactionOptions options;
  private final boolean seesOthersCommits;
  private final IdentityNumbers numbers;

  private @Nullable Transaction kv;
  private @Nullable Seen seen;
  private @Nullable Catalog changedCatalog;
  private boolean hasWritten;

  /** The catalog as of a moment. */
  private record Seen(CommitTime time, Catalog catalog) {}

  OpenTransaction(Database database, TransactionOptions options, IsolationLevel isolation) {
    this.database = database;
    this.options = options;
    this.numbers = new IdentityNumbers(database.store());
    this.seesOthersCommits = isolation == IsolationLevel.READ_COMMITTED;
    if (!seesOthersCommits) {
      kv(); // what it sees is settled now
    }
  }

  /** The engine's transaction; under READ COMMITTED begun, and a moment pinned, when needed. */
  Transaction kv() {
    Transaction begun = kv;
    if (begun == null) {
      begun = database.store().begin(options);
      kv = begun;
    }
    return begun;
  }

  /** Whether each statement sees what was committed before it, as under READ COMMITTED. */
  boolean seesOthersCommits() {
    return seesOthersCommits;
  }

  /** How long it may wait for others, each time. */
  Duration lockTimeout() {
    return options.lockTimeout();
  }

  boolean hasWritten() {
    return hasWritten;
  }

  /** The catalog that the next statement sees. */
  Catalog catalog() {
    Catalog changed = changedCatalog;
    if (changed != null) {
      return changed;
    }
    Transaction begun = kv;
    return begun == null ? database.catalogs().newest() : catalogAsOf(begun);
  }

  /**
   * The catalog of the transaction's moment: the same object as long as the moment is the same,
   * since plans are made for an object. Where others changed the schema meanwhile, it would else be
   * read anew each time.
   */
  private Catalog catalogAsOf(Transaction begun) {
    Seen known = seen;
    if (known == null || !known.time().equals(begun.time())) {
      known = new Seen(begun.time(), database.catalogs().seenBy(begun));
      seen = known;
    }
    return known.catalog();
  }

  /** Who may write at the same time. */
  enum Exclusion {
    /** Any number of transactions, each its own rows. */
    SHARED,
    /** Nobody else: the statement changes the schema. */
    ALONE
  }

  /**
   * Makes ready for a statement that writes: it sees what is committed by the time it may. Only
   * after this is its plan looked up, for the {@link #catalog} of that moment, which nobody else
   * changes before this transaction ends: whoever changes the schema writes alone.
   */
  void prepareToWrite(Exclusion exclusion) {
    if (exclusion == Exclusion.ALONE) {
      kv().prepareToWriteAlone();
    } else {
      kv().prepareToWrite();
    }
    kv().refresh();
    if (!seesOthersCommits && !hasWritten) {
      requireNewestSchema();
    }
    hasWritten = true;
  }

  /**
   * Fails where others changed the schema after this transaction's moment: its rows would not be in
   * an index made meanwhile. Nobody else changes it once this transaction may write.
   */
  private void requireNewestSchema() {
    if (catalog().version() != database.catalogs().newest().version()) {
      throw SqlProblem.of(
          SqlErrorCode.SERIALIZATION_FAILURE,
          "another transaction changed the schema after this one began");
    }
  }

  /**
   * Fails where others committed anything after the moment that an index is made of: it would not
   * have their rows. Nobody else writes meanwhile.
   */
  void requireNewestRows() {
    if (isBehind()) {
      throw SqlProblem.of(
          SqlErrorCode.SERIALIZATION_FAILURE,
          "another transaction committed after this one began, and an index made now would not "
              + "have its rows");
    }
  }

  /** Whether others committed anything after the moment that the transaction sees. */
  boolean isBehind() {
    try (Snapshot newest = database.store().snapshot()) {
      return newest.time().isAfter(kv().time());
    }
  }

  /** Under READ COMMITTED, has the next statement see what others committed. */
  void refresh() {
    kv().refresh();
  }

  /** What {@link #rollbackTo} needs. */
  record Savepoint(
      long kv, @Nullable Catalog changedCatalog, Map<TableCounters.Counter, Long> passed) {}

  Savepoint savepoint() {
    return new Savepoint(kv().savepoint(), changedCatalog, numbers.passed());
  }

  void rollbackTo(Savepoint savepoint) {
    kv().rollbackTo(savepoint.kv());
    changedCatalog = savepoint.changedCatalog();
    numbers.returnTo(savepoint.passed());
  }

  void changeCatalog(Catalog changed) {
    changedCatalog = changed;
  }

  /** Makes all durable and visible, or throws; ends the transaction in any case. */
  void commit() {
    try (Transaction ending = kv) {
      if (ending == null) {
        return;
      }
      Map<TableCounters.Counter, Long> limits = numbers.beforeCommit(ending, this::catalog);
      Catalog changed = changedCatalog;
      if (changed == null) {
        requireCommitted(ending.commit());
      } else {
        commit(ending, changed);
      }
      numbers.committed(limits);
    }
  }

  private void commit(Transaction ending, Catalog changed) {
    CatalogCache catalogs = database.catalogs();
    catalogs.announce();
    try {
      CommitResult result = ending.commit();
      requireCommitted(result);
      catalogs.publish(changed, result.time());
    } finally {
      catalogs.settled();
    }
  }

  private static void requireCommitted(CommitResult result) {
    if (result.outcome() != CommitResult.Outcome.COMMITTED) {
      throw Problems.of(result);
    }
  }

  @Override
  public long nextIdentity(int tableId) {
    return numbers.next(identity(tableId));
  }

  @Override
  public void passIdentity(int tableId, long number) {
    numbers.pass(identity(tableId), number);
  }

  @Override
  public long nextRowId(int tableId) {
    TableDef table = table(tableId);
    return database.counters().rowId(table, () -> committed(view -> lastRowId(view, table))).next();
  }

  private TableCounters.Counter identity(int tableId) {
    return database
        .counters()
        .identity(
            table(tableId), () -> committed(view -> CatalogStore.identityLimit(view, tableId)));
  }

  /**
   * Asks the newest commit where a counter begins. Where nothing has counted yet, nobody has
   * written since the store was opened, and this transaction is not to count as a reader of what it
   * asks.
   */
  private long committed(ToLongFunction<ReadView> question) {
    try (Snapshot newest = database.store().snapshot()) {
      return question.applyAsLong(newest);
    }
  }

  private TableDef table(int id) {
    TableDef table = catalog().table(id);
    if (table == null) {
      throw new AssertionError("no table " + id + " in the catalog of the transaction");
    }
    return table;
  }

  private long lastRowId(ReadView view, TableDef table) {
    if (database.catalogs().newest().table(table.id()) == null) {
      return 0; // made by this transaction
    }
    try (Cursor rows = view.cursor(table.tree(), KeyRange.all(), Direction.BACKWARD)) {
      return rows.fetch() ? TableCodec.decodeRowId(rows.key(0).array(), 0) : 0;
    }
  }

  /** Undoes what is not committed. */
  @Override
  public void close() {
    Transaction begun = kv;
    if (begun != null) {
      begun.close();
    }
  }
}
