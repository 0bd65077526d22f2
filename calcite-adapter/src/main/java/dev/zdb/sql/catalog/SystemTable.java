package dev.zdb.sql.catalog;

import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.TreeId;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A table of INFORMATION_SCHEMA: its rows are made from the catalog, and what the trees are asked
 * about their size, whenever it is read.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class SystemTable {
  private final TableDef definition;
  private final BiFunction<Catalog, ReadView, List<Object[]>> maker;

  SystemTable(
      String name, List<ColumnDef> columns, BiFunction<Catalog, ReadView, List<Object[]>> maker) {
    this.definition =
        new TableDef(
            0,
            0,
            Catalog.INFORMATION_SCHEMA,
            name,
            columns,
            /* primaryKeyName= */ "",
            List.of(),
            List.of(),
            List.of(),
            TreeId.ROOT);
    this.maker = maker;
  }

  public String name() {
    return definition.name();
  }

  public List<ColumnDef> columns() {
    return definition.columns();
  }

  /** Its columns as those of a table; there is no tree behind it. */
  public TableDef definition() {
    return definition;
  }

  /** One value a column, null for NULL, of the class that the column's kind names. */
  public List<Object[]> rows(Catalog catalog, ReadView view) {
    return maker.apply(catalog, view);
  }
}
