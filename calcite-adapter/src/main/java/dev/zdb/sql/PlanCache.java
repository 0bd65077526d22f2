package dev.zdb.sql;

import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.plan.QueryPlanner;
import dev.zdb.sql.plan.StopCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans of the texts last executed, shared by all sessions of a database. A plan holds for the
 * very catalog that it was made for.
 *
 * <p><b>Threads:</b> safe.
 */
final class PlanCache {
  private static final int MAX_PLANS = 1_024;
  private static final int LONGEST_TEXT = 16_384;

  private final QueryPlanner planner;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, /* accessOrder= */ true);

  /** What a plan depends on beside the catalog. */
  private record Key(String sql, String schema) {}

  /** A plan and what it was made for. */
  private record Entry(Catalog catalog, Plan plan) {}

  PlanCache(QueryPlanner planner) {
    this.planner = planner;
  }

  /** The plan of a text, made now if it is not there; that looks whether to stop. */
  Plan plan(String sql, Catalog catalog, String schema, StopCheck stop) {
    Key key = new Key(sql, schema);
    Plan known = find(key, catalog);
    if (known != null) {
      return known;
    }
    Plan plan = planner.plan(sql, catalog, schema, stop);
    if (sql.length() <= LONGEST_TEXT && (plan instanceof Plan.Query || isModification(plan))) {
      synchronized (entries) {
        entries.put(key, new Entry(catalog, plan));
        if (entries.size() > MAX_PLANS) {
          entries.remove(entries.keySet().iterator().next());
        }
      }
    }
    return plan;
  }

  private static boolean isModification(Plan plan) {
    return plan instanceof Plan.Modification;
  }

  private @Nullable Plan find(Key key, Catalog catalog) {
    synchronized (entries) {
      Entry entry = entries.get(key);
      return entry == null || entry.catalog() != catalog ? null : entry.plan();
    }
  }
}
