package dev.zdb.sql.ddl;

import dev.zdb.kv.api.Transaction;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.SchemaChange;
import dev.zdb.sql.catalog.SchemaChange.CreateIndex;
import dev.zdb.sql.catalog.SchemaChange.CreateTable;
import dev.zdb.sql.catalog.SchemaChange.DropIndex;
import dev.zdb.sql.catalog.SchemaChange.DropTable;
import dev.zdb.sql.catalog.SchemaChange.Name;
import dev.zdb.sql.catalog.SchemaChange.WhenMoot;
import dev.zdb.sql.catalog.SystemTables;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.value.Execution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes schema changes: checks them against the catalog, writes definitions, makes and fills trees,
 * all in one transaction, so that they come and go with it.
 *
 * <p><b>Failure:</b> throws and leaves writes behind; the caller returns to its savepoint.
 *
 * <p><b>Threads:</b> the transaction's.
 */
public final class SchemaEditor {
  private final Transaction transaction;
  private final Catalog catalog;
  private final String currentSchema;
  private final Execution run;

  /**
   * Prepares changes.
   *
   * @param catalog as the transaction sees it now
   * @param currentSchema where names without a schema belong
   * @param run of the statement, which may be cancelled
   */
  public SchemaEditor(
      Transaction transaction, Catalog catalog, String currentSchema, Execution run) {
    this.transaction = transaction;
    this.catalog = catalog;
    this.currentSchema = currentSchema;
    this.run = run;
  }

  /** Makes a change; returns the catalog after it, the same one if the change was moot. */
  public Catalog apply(SchemaChange change) {
    boolean changed;
    if (change instanceof CreateTable create) {
      changed = createTable(create);
    } else if (change instanceof DropTable drop) {
      changed = dropTable(drop);
    } else if (change instanceof CreateIndex create) {
      changed = createIndex(create);
    } else if (change instanceof DropIndex drop) {
      changed = dropIndex(drop);
    } else {
      throw new AssertionError(change);
    }
    return changed ? CatalogStore.load(catalog.database(), transaction) : catalog;
  }

  private boolean createTable(CreateTable create) {
    String schema = writableSchema(create.schema(), create.name());
    if (catalog.table(schema, create.name().text()) != null) {
      return moot(
          create.ifExists(),
          create.name(),
          SqlErrorCode.DUPLICATE_TABLE,
          "table " + schema + "." + create.name() + " exists already");
    }
    CatalogStore.save(
        transaction, new TableCreation(transaction, catalog, schema, create).definition());
    return true;
  }

  private boolean dropTable(DropTable drop) {
    String schema = schema(drop.schema(), drop.name());
    TableDef table = catalog.table(schema, drop.name().text());
    if (table == null) {
      refuseSystemTable(schema, drop.name());
      return moot(
          drop.ifMissing(),
          drop.name(),
          SqlErrorCode.UNDEFINED_TABLE,
          "table " + schema + "." + drop.name() + " does not exist");
    }
    table.indexes().forEach(index -> transaction.dropTree(index.tree()));
    transaction.dropTree(table.tree());
    CatalogStore.remove(transaction, table);
    return true;
  }

  private boolean createIndex(CreateIndex create) {
    String schema = writableSchema(create.tableSchema(), create.table());
    TableDef table = catalog.table(schema, create.table().text());
    if (table == null) {
      throw create
          .table()
          .problem(
              SqlErrorCode.UNDEFINED_TABLE, "table %s.%s does not exist", schema, create.table());
    }
    if (create.schema() != null && !schema.equals(create.schema())) {
      throw create
          .name()
          .problem(
              SqlErrorCode.INVALID_DEFINITION,
              "index %s belongs to the schema of its table, %s, not to %s",
              create.name(),
              schema,
              create.schema());
    }
    String name = create.name().text();
    if (catalog.tableOfIndex(schema, name) != null || catalog.table(schema, name) != null) {
      return moot(
          create.ifExists(),
          create.name(),
          SqlErrorCode.DUPLICATE_TABLE,
          "a table or index " + schema + "." + create.name() + " exists already");
    }
    Names.requireFits(create.name());
    IndexDef index =
        new IndexDef(
            CatalogStore.takeIds(transaction, 1),
            name,
            create.origin(),
            KeyResolution.resolve(name, create.parts(), table.columns()),
            transaction.createTree());
    List<IndexDef> indexes = new ArrayList<>(table.indexes());
    indexes.add(index);
    CatalogStore.save(transaction, table.withIndexes(indexes));
    IndexBuild.fill(transaction, table, index, run);
    return true;
  }

  private boolean dropIndex(DropIndex drop) {
    String schema = schema(drop.schema(), drop.name());
    TableDef table = catalog.tableOfIndex(schema, drop.name().text());
    if (table == null) {
      refusePrimaryKey(schema, drop.name());
      return moot(
          drop.ifMissing(),
          drop.name(),
          SqlErrorCode.UNDEFINED_OBJECT,
          "index " + schema + "." + drop.name() + " does not exist");
    }
    List<IndexDef> rest = new ArrayList<>();
    for (IndexDef index : table.indexes()) {
      if (!index.name().equals(drop.name().text())) {
        rest.add(index);
      } else if (index.origin() == IndexDef.Origin.UNIQUE_CONSTRAINT) {
        throw servesConstraint(drop.name(), table);
      } else {
        transaction.dropTree(index.tree());
      }
    }
    CatalogStore.save(transaction, table.withIndexes(rest));
    return true;
  }

  private void refusePrimaryKey(String schema, Name name) {
    for (TableDef table : catalog.tables()) {
      if (table.schema().equals(schema) && table.primaryKeyName().equals(name.text())) {
        throw servesConstraint(name, table);
      }
    }
  }

  private static SqlProblem servesConstraint(Name index, TableDef table) {
    return index.problem(
        SqlErrorCode.DEPENDENT_OBJECTS,
        "index %s cannot be dropped, a constraint of table %s.%s needs it",
        index,
        table.schema(),
        table.name());
  }

  private String writableSchema(@Nullable String written, Name where) {
    String schema = schema(written, where);
    if (schema.equals(Catalog.INFORMATION_SCHEMA)) {
      throw where.problem(SqlErrorCode.INSUFFICIENT_PRIVILEGE, "schema %s is the system's", schema);
    }
    return schema;
  }

  private static void refuseSystemTable(String schema, Name name) {
    if (schema.equals(Catalog.INFORMATION_SCHEMA) && SystemTables.named(name.text()) != null) {
      throw name.problem(
          SqlErrorCode.INSUFFICIENT_PRIVILEGE, "table %s.%s is the system's", schema, name);
    }
  }

  private String schema(@Nullable String written, Name where) {
    String schema = written == null ? currentSchema : written;
    if (!schema.equals(Catalog.PUBLIC) && !schema.equals(Catalog.INFORMATION_SCHEMA)) {
      throw where.problem(SqlErrorCode.UNDEFINED_SCHEMA, "schema %s does not exist", schema);
    }
    return schema;
  }

  private static boolean moot(WhenMoot whenMoot, Name name, SqlErrorCode code, String message) {
    if (whenMoot == WhenMoot.FAIL) {
      throw name.problem(code, "%s", message);
    }
    return false;
  }
}
