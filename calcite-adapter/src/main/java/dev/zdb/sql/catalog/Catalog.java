package dev.zdb.sql.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All definitions as of one commit, immutable. Names match exactly, as stored.
 *
 * <p><b>Threads:</b> any.
 */
public final class Catalog {
  /** The schema that every database has. */
  public static final String PUBLIC = "PUBLIC";

  /** The schema of views on the catalog itself. */
  public static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";

  private final String database;
  private final long version;
  private final Map<String, TableDef> tables;

  /**
   * Takes the definitions over.
   *
   * @param version grows with every change; plans made for another are made anew
   */
  public Catalog(String database, long version, Collection<TableDef> definitions) {
    this.database = database;
    this.version = version;
    Map<String, TableDef> byName = new TreeMap<>();
    for (TableDef table : definitions) {
      byName.put(path(table.schema(), table.name()), table);
    }
    this.tables = Collections.unmodifiableMap(byName);
  }

  /** The database's name, the only catalog in the sense of SQL. */
  public String database() {
    return database;
  }

  public long version() {
    return version;
  }

  public @Nullable TableDef table(String schema, String name) {
    return tables.get(path(schema, name));
  }

  /** In order of schema, then name. */
  public Collection<TableDef> tables() {
    return tables.values();
  }

  private static String path(String schema, String name) {
    return schema + '\0' + name;
  }
}
