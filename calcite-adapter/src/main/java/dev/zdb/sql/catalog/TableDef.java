package dev.zdb.sql.catalog;

import dev.zdb.kv.api.TreeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table. Its rows lie in {@code tree} under the key of {@code primaryKey}'s columns, or where
 * that is empty under a hidden 64-bit row number.
 *
 * @param id permanent in the database, never reused
 * @param version counts the changes of this table's definition; rows carry it
 * @param primaryKeyName the constraint's name; empty where there is no primary key
 */
public record TableDef(
    int id,
    int version,
    String schema,
    String name,
    List<ColumnDef> columns,
    String primaryKeyName,
    List<KeyPart> primaryKey,
    List<IndexDef> indexes,
    List<CheckDef> checks,
    TreeId tree) {
  public TableDef {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    indexes = List.copyOf(indexes);
    checks = List.copyOf(checks);
  }

  /** The index of that name; null if there is none. */
  public @Nullable IndexDef indexNamed(String indexName) {
    for (IndexDef index : indexes) {
      if (index.name().equals(indexName)) {
        return index;
      }
    }
    return null;
  }

  /** The same table with other indexes, which is a new version of it. */
  public TableDef withIndexes(List<IndexDef> newIndexes) {
    return new TableDef(
        id,
        version + 1,
        schema,
        name,
        columns,
        primaryKeyName,
        primaryKey,
        newIndexes,
        checks,
        tree);
  }

  public boolean hasPrimaryKey() {
    return !primaryKey.isEmpty();
  }

  /** The place of the column of that name, exactly, from 0; -1 if there is none. */
  public int columnNamed(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }
}
