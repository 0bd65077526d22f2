package dev.zdb.sql.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
  private final Map<Integer, TableDef> byId;

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
    this.byId = definitions.stream().collect(Collectors.toMap(TableDef::id, table -> table));
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

  /** The table of that number; null if there is none. */
  public @Nullable TableDef table(int id) {
    return byId.get(id);
  }

  /** The table in that schema with an index of that name; null if there is none. */
  public @Nullable TableDef tableOfIndex(String schema, String index) {
    for (TableDef table : tables.values()) {
      if (table.schema().equals(schema) && table.indexNamed(index) != null) {
        return table;
      }
    }
    return null;
  }

  /** In order of schema, then name. */
  public Collection<TableDef> tables() {
    return tables.values();
  }

  private static String path(String schema, String name) {
    return schema + '\0' + name;
  }
}
