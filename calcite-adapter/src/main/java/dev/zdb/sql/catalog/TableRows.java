package dev.zdb.sql.catalog;

import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.TreeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of INFORMATION_SCHEMA that speak of schemas, tables, constraints and indexes. */
final class TableRows {
  private TableRows() {}

  static List<Object[]> schemata(Catalog catalog) {
    return List.of(
        row(catalog.database(), Catalog.INFORMATION_SCHEMA, null),
        row(catalog.database(), Catalog.PUBLIC, null));
  }

  static List<Object[]> tables(Catalog catalog) {
    List<Object[]> rows = new ArrayList<>();
    for (SystemTable table : SystemTables.all()) {
      rows.add(
          row(catalog.database(), Catalog.INFORMATION_SCHEMA, table.name(), "SYSTEM TABLE", null));
    }
    for (TableDef table : catalog.tables()) {
      rows.add(row(catalog.database(), table.schema(), table.name(), "BASE TABLE", null));
    }
    return rows;
  }

  static List<Object[]> tableConstraints(Catalog catalog) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : catalog.tables()) {
      for (CheckDef check : table.checks()) {
        rows.add(constraint(catalog, table, check.name(), "CHECK"));
      }
      if (table.hasPrimaryKey()) {
        rows.add(constraint(catalog, table, table.primaryKeyName(), "PRIMARY KEY"));
      }
      for (IndexDef index : table.indexes()) {
        if (index.origin() == IndexDef.Origin.UNIQUE_CONSTRAINT) {
          rows.add(constraint(catalog, table, index.name(), "UNIQUE"));
        }
      }
    }
    return rows;
  }

  private static Object[] constraint(Catalog catalog, TableDef table, String name, String type) {
    return row(
        catalog.database(),
        table.schema(),
        name,
        catalog.database(),
        table.schema(),
        table.name(),
        type,
        "NO",
        "NO");
  }

  static List<Object[]> keyColumnUsage(Catalog catalog) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : catalog.tables()) {
      addKeyColumns(catalog, table, table.primaryKeyName(), table.primaryKey(), rows);
      for (IndexDef index : table.indexes()) {
        if (index.origin() == IndexDef.Origin.UNIQUE_CONSTRAINT) {
          addKeyColumns(catalog, table, index.name(), index.parts(), rows);
        }
      }
    }
    return rows;
  }

  private static void addKeyColumns(
      Catalog catalog, TableDef table, String name, List<KeyPart> parts, List<Object[]> rows) {
    for (int i = 0; i < parts.size(); i++) {
      rows.add(
          row(
              catalog.database(),
              table.schema(),
              name,
              catalog.database(),
              table.schema(),
              table.name(),
              table.columns().get(parts.get(i).column()).name(),
              i + 1));
    }
  }

  static List<Object[]> checkConstraints(Catalog catalog) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : catalog.tables()) {
      for (CheckDef check : table.checks()) {
        rows.add(row(catalog.database(), table.schema(), check.name(), check.conditionSql()));
      }
    }
    return rows;
  }

  /** How many entries an index has is exact but for what is being written. */
  static List<Object[]> indexes(Catalog catalog, ReadView view) {
    List<Object[]> rows = new ArrayList<>();
    for (TableDef table : catalog.tables()) {
      if (table.hasPrimaryKey()) {
        Shown key =
            new Shown(
                table.primaryKeyName(),
                "PRIMARY KEY",
                table.primaryKey(),
                size(view, table.tree()));
        addIndex(catalog, table, key, rows);
      }
      for (IndexDef index : table.indexes()) {
        String type =
            switch (index.origin()) {
              case INDEX -> "INDEX";
              case UNIQUE_INDEX -> "UNIQUE INDEX";
              case UNIQUE_CONSTRAINT -> "UNIQUE CONSTRAINT";
            };
        Shown shown = new Shown(index.name(), type, index.parts(), size(view, index.tree()));
        addIndex(catalog, table, shown, rows);
      }
    }
    return rows;
  }

  private static long size(ReadView view, TreeId tree) {
    return view.estimate(tree, KeyRange.all());
  }

  /** An index, or a primary key as one. */
  private record Shown(String name, String type, List<KeyPart> parts, long entries) {}

  private static void addIndex(Catalog catalog, TableDef table, Shown index, List<Object[]> rows) {
    for (int i = 0; i < index.parts().size(); i++) {
      KeyPart part = index.parts().get(i);
      rows.add(
          row(
              catalog.database(),
              table.schema(),
              table.name(),
              index.name(),
              index.type(),
              index.type().equals("INDEX"),
              i + 1,
              table.columns().get(part.column()).name(),
              part.order() == KeyPart.Order.ASCENDING ? "A" : "D",
              index.entries()));
    }
  }

  /** A row; null is NULL. */
  @SuppressWarnings("NullAway") // an array of maybe null is an Object[] all over api
  static Object[] row(@Nullable Object... values) {
    return values;
  }
}
