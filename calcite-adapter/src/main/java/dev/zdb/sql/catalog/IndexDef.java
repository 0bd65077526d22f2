package dev.zdb.sql.catalog;

import dev.zdb.kv.api.TreeId;
import java.util.ArrayList;
import java.util.List;

/**
 * A secondary index: a tree of its own. The key of an entry is the index's columns and behind them
 * the row's key; in a unique index the columns alone, with the row's key as the value, unless one
 * of them is NULL.
 *
 * @param id permanent in the database, never reused
 * @param name also the constraint's name, where it serves one
 * @param tree where its entries lie
 */
public record IndexDef(int id, String name, Origin origin, List<KeyPart> parts, TreeId tree) {
  public IndexDef {
    parts = List.copyOf(parts);
  }

  /** What the index is there for. */
  public enum Origin {
    /** CREATE INDEX. */
    INDEX,
    /** CREATE UNIQUE INDEX. */
    UNIQUE_INDEX,
    /** A UNIQUE constraint. */
    UNIQUE_CONSTRAINT
  }

  public boolean isUnique() {
    return origin != Origin.INDEX;
  }

  /**
   * What the entries are ordered by: the index's own columns and, where several rows may agree in
   * them, those of the row's key up to the first that stands there already.
   *
   * @param primaryKey the table's
   */
  public List<KeyPart> entryOrder(List<KeyPart> primaryKey) {
    if (isUnique()) {
      return parts;
    }
    List<KeyPart> order = new ArrayList<>(parts);
    for (KeyPart part : primaryKey) {
      if (order.stream().anyMatch(other -> other.column() == part.column())) {
        return order;
      }
      order.add(part);
    }
    return order;
  }
}
