package dev.zdb.sql;

import dev.zdb.kv.api.CommitTime;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The newest committed catalog, so that a statement need not read it.
 *
 * <p><b>Invariant:</b> whoever takes a view and then finds no commit of a schema change under way,
 * and the newest catalog no younger than the view, has the catalog that the view sees: a change
 * that the view sees was announced before it became visible, and published before it was no longer
 * under way.
 *
 * <p><b>Threads:</b> safe.
 */
final class CatalogCache {
  private final String database;
  private final Store store;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile @Nullable Published newest;

  /** A catalog and the commit that made it, or a later one that saw it. */
  private record Published(Catalog catalog, CommitTime since) {}

  CatalogCache(String database, Store store) {
    this.database = database;
    this.store = store;
  }

  /** The catalog that a view sees, which holds no uncommitted schema change of its own. */
  Catalog seenBy(ReadView view) {
    CommitTime time = view.time();
    if (underWay.get() == 0) {
      Published published = newest;
      if (published != null && !published.since().isAfter(time)) {
        return published.catalog();
      }
    }
    return read(view, time);
  }

  /** The newest catalog, which may be out of date by the time of the answer. */
  Catalog newest() {
    Published published = newest;
    if (published != null && underWay.get() == 0) {
      return published.catalog();
    }
    try (Snapshot snapshot = store.snapshot()) {
      return seenBy(snapshot);
    }
  }

  /** A catalog for messages, which may be out of date; null where none was read yet. */
  @Nullable Catalog lastKnown() {
    Published published = newest;
    return published == null ? null : published.catalog();
  }

  /** Announces the commit of a schema change; {@link #settled} must follow. */
  void announce() {
    underWay.incrementAndGet();
  }

  /** Tells that a change announced took effect. */
  void publish(Catalog catalog, CommitTime time) {
    synchronized (underWay) {
      Published published = newest;
      if (published == null || catalog.version() > published.catalog().version()) {
        newest = null; // where there is no memory for the new one, nobody goes on with the old
        newest = new Published(catalog, time);
      }
    }
  }

  /** Tells that a change announced took effect and was published, or did not take effect. */
  void settled() {
    underWay.decrementAndGet();
  }

  private Catalog read(ReadView view, CommitTime time) {
    Published published = newest;
    if (published != null && published.catalog().version() == CatalogStore.version(view)) {
      return published.catalog();
    }
    Catalog catalog = CatalogStore.load(database, view);
    publish(catalog, time);
    return catalog;
  }
}
