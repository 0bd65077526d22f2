package dev.zdb.sql;

import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.plan.QueryPlanner;
import dev.zdb.sql.rule.TableSizes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all sessions of one open database share.
 *
 * <p><b>Threads:</b> safe. <b>Owner:</b> {@link Databases}, which alone closes it.
 */
final class Database {
  private final String name;
  private final Store store;
  private final CatalogCache catalogs;
  private final PlanCache plans;
  private final TableCounters counters = new TableCounters();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean shutDown;

  Database(String name, Store store) {
    this.name = name;
    this.store = store;
    this.catalogs = new CatalogCache(name, store);
    this.plans = new PlanCache(new QueryPlanner(this::rows));
  }

  String name() {
    return name;
  }

  Store store() {
    return store;
  }

  CatalogCache catalogs() {
    return catalogs;
  }

  PlanCache plans() {
    return plans;
  }

  TableCounters counters() {
    return counters;
  }

  /** Whether SHUTDOWN closed it. */
  boolean isShutDown() {
    return shutDown;
  }

  /** Makes every session find it shut down. */
  void markShutDown() {
    shutDown = true;
  }

  /**
   * How large planning is to think a table. A plan outlives the size that it was made for: one for
   * an empty table must serve the full one, so no table counts as small.
   */
  private double rows(TableDef table) {
    try (Snapshot snapshot = store.snapshot()) {
      return Math.max(TableSizes.UNKNOWN, (double) snapshot.estimate(table.tree(), KeyRange.all()));
    } catch (KvException e) {
      if (e.code() != ErrorCode.NO_SUCH_TREE) {
        throw Problems.of(e); // since to the planner what is not SQL's is a fault of its own
      }
      return TableSizes.UNKNOWN; // not committed yet
    }
  }

  /** Writes what is known of counters, so that none skips numbers, and closes the store. */
  void close() {
    if (!closed.getAndSet(true)) {
      try (Store closing = store) {
        settleCounters(closing);
      }
    }
  }

  /**
   * Whoever writes may be using numbers up to the limit that is there: it is lowered while nobody
   * does, for the counters first.
   */
  private void settleCounters(Store closing) {
    TransactionOptions options = TransactionOptions.defaults().withLockTimeout(Duration.ZERO);
    try (Transaction transaction = closing.begin(options)) {
      boolean any = false;
      if (!counters.identities().isEmpty()) {
        transaction.prepareToWriteAlone();
        transaction.refresh();
      }
      for (TableCounters.Counter counter : counters.identities()) {
        int table = counter.table().id();
        long settled = counter.settle();
        if (counter.isIn(catalogs.seenBy(transaction))
            && CatalogStore.identityLimit(transaction, table) > settled) {
          CatalogStore.saveIdentityLimit(transaction, table, settled);
          any = true;
        }
      }
      if (any) {
        CommitResult result = transaction.commit();
        if (result.outcome() != CommitResult.Outcome.COMMITTED) {
          throw Problems.of(result);
        }
      }
    } catch (KvException e) {
      if (e.code() != ErrorCode.LOCK_TIMEOUT) {
        throw Problems.of(e);
      }
      // a session that is being shut down still writes: some numbers will be skipped
    }
  }
}
