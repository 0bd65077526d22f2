package dev.zdb.sql.schema;

import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.SystemTable;
import dev.zdb.sql.catalog.SystemTables;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.schema.ZdbTable.RowIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * One {@link Catalog} as Calcite's schemas: tables are found by name, by schema and name, and by
 * database, schema and name.
 *
 * <p><b>Threads:</b> any; immutable.
 */
public final class CalciteCatalog {
  /**
   * Behind the name of a table without a primary key: the same table with its row numbers, for the
   * statements that change it.
   */
  public static final String WITH_ROW_ID = "\u0000";

  private final Catalog catalog;
  private final CalciteSchema root;

  public CalciteCatalog(Catalog catalog) {
    this.catalog = catalog;
    this.root =
        CalciteSchema.createRootSchema(
            /* addMetadataSchema= */ false, /* cache= */ false, "", new AbstractSchema());
    Map<String, Map<String, Table>> schemas = new HashMap<>();
    schemas.put(Catalog.PUBLIC, new HashMap<>());
    for (TableDef table : catalog.tables()) {
      Map<String, Table> tables = schemas.computeIfAbsent(table.schema(), name -> new HashMap<>());
      tables.put(table.name(), ZdbTable.of(table, RowIdentity.HIDDEN));
      if (!table.hasPrimaryKey()) {
        tables.put(table.name() + WITH_ROW_ID, ZdbTable.of(table, RowIdentity.SHOWN));
      }
    }
    Map<String, Table> system = new HashMap<>();
    for (SystemTable table : SystemTables.all()) {
      system.put(table.name(), ZdbTable.of(table));
    }
    schemas.put(Catalog.INFORMATION_SCHEMA, system);
    CalciteSchema database = root.add(catalog.database(), new AbstractSchema());
    schemas.forEach(
        (name, tables) -> {
          database.add(name, new FixedSchema(tables));
          if (!name.equals(catalog.database())) {
            root.add(name, new FixedSchema(tables));
          }
        });
  }

  public Catalog catalog() {
    return catalog;
  }

  /** A reader that looks for unqualified names in a schema. */
  public CalciteCatalogReader reader(String defaultSchema, RelDataTypeFactory types) {
    return new CalciteCatalogReader(
        root, List.of(defaultSchema), types, CalciteConnectionConfig.DEFAULT);
  }

  private static final class FixedSchema extends AbstractSchema {
    private final Map<String, Table> tables;

    FixedSchema(Map<String, Table> tables) {
      this.tables = tables;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      return tables;
    }
  }
}
