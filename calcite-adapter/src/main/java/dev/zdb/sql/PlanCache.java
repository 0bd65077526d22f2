package dev.zdb.sql;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.plan.QueryPlanner;
import dev.zdb.sql.plan.StopCheck;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the texts last executed, shared by all sessions of a database. A plan holds for the
 * very catalog that it was made for.
 *
 * <p><b>Bounds:</b> a number of plans, and what they are thought to take of the heap, since a plan
 * of a thousand constants or columns is two hundred times as large as that of a key lookup. Those
 * used longest ago go first.
 *
 * <p><b>Threads:</b> safe.
 */
final class PlanCache {
  private static final int MAX_PLANS = 1_024;
  private static final int LONGEST_TEXT = 16_384;

  /** As measured with lists of constants and with wide tables. */
  private static final int BYTES_OF_PLAN = 2_000;

  private static final int BYTES_OF_CHARACTER = 30;
  private static final int BYTES_OF_COLUMN = 200;

  private final QueryPlanner planner;
  private final long maxBytes;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, /* accessOrder= */ true);

  @GuardedBy("entries")
  private long bytes;

  /** What a plan depends on beside the catalog. */
  private record Key(String sql, String schema) {}

  /** A plan and what it was made for. */
  private record Entry(Catalog catalog, Plan plan, long bytes) {}

  PlanCache(QueryPlanner planner) {
    this(planner, Runtime.getRuntime().maxMemory() / 32);
  }

  PlanCache(QueryPlanner planner, long maxBytes) {
    this.planner = planner;
    this.maxBytes = maxBytes;
  }

  /** The plan of a text, made now if it is not there; that looks whether to stop. */
  Plan plan(String sql, Catalog catalog, String schema, StopCheck stop) {
    Key key = new Key(sql, schema);
    Plan known = find(key, catalog);
    if (known != null) {
      return known;
    }
    Plan plan = planner.plan(sql, catalog, schema, stop);
    if (sql.length() <= LONGEST_TEXT) {
      if (plan instanceof Plan.Query query) {
        keep(key, new Entry(catalog, plan, bytes(sql, query.columns().size())));
      } else if (plan instanceof Plan.Modification modification) {
        keep(key, new Entry(catalog, plan, bytes(sql, modification.rowColumns().size())));
      }
    }
    return plan;
  }

  private static long bytes(String sql, int columns) {
    return BYTES_OF_PLAN
        + (long) BYTES_OF_CHARACTER * sql.length()
        + (long) BYTES_OF_COLUMN * columns;
  }

  private void keep(Key key, Entry entry) {
    synchronized (entries) {
      Entry replaced = entries.put(key, entry);
      bytes += entry.bytes() - (replaced == null ? 0 : replaced.bytes());
      Iterator<Entry> oldest = entries.values().iterator();
      while (entries.size() > MAX_PLANS || bytes > maxBytes) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
  }

  private @Nullable Plan find(Key key, Catalog catalog) {
    synchronized (entries) {
      Entry entry = entries.get(key);
      return entry == null || entry.catalog() != catalog ? null : entry.plan();
    }
  }
}
