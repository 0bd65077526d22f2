package dev.zdb.sql.ddl;

import dev.zdb.kv.api.Transaction;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import dev.zdb.sql.catalog.CheckDef;
import dev.zdb.sql.catalog.ColumnDef;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.IndexDef;
import dev.zdb.sql.catalog.KeyPart;
import dev.zdb.sql.catalog.SchemaChange.CreateTable;
import dev.zdb.sql.catalog.SchemaChange.Name;
import dev.zdb.sql.catalog.SchemaChange.NewColumn;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint.Check;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint.PrimaryKey;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint.Unique;
import dev.zdb.sql.catalog.SchemaChange.NewKeyPart;
import dev.zdb.sql.catalog.TableDef;
import dev.zdb.sql.codec.KeyField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One CREATE TABLE: checks what was asked for, takes numbers, makes trees. */
final class TableCreation {
  private static final int MAX_COLUMNS = 1_600;

  private final Transaction transaction;
  private final String schema;
  private final CreateTable create;
  private final Set<String> takenNames = new HashSet<>();
  private final List<IndexDef> indexes = new ArrayList<>();
  private final List<CheckDef> checks = new ArrayList<>();

  private List<ColumnDef> columns = new ArrayList<>();
  private String primaryKeyName = "";
  private List<KeyPart> primaryKey = List.of();
  private int nextId;

  TableCreation(Transaction transaction, Catalog catalog, String schema, CreateTable create) {
    this.transaction = transaction;
    this.schema = schema;
    this.create = create;
    for (TableDef table : catalog.tables()) {
      if (table.schema().equals(schema)) {
        takenNames.add(table.name());
        takenNames.add(table.primaryKeyName());
        table.indexes().forEach(index -> takenNames.add(index.name()));
        table.checks().forEach(check -> takenNames.add(check.name()));
      }
    }
  }

  /** Checks all, then makes the trees. */
  TableDef definition() {
    Names.requireFits(create.name());
    if (!takenNames.add(create.name().text())) {
      throw create
          .name()
          .problem(
              SqlErrorCode.DUPLICATE_TABLE, "an index %s.%s exists already", schema, create.name());
    }
    addColumns();
    nextId = CatalogStore.takeIds(transaction, 1 + create.constraints().size());
    int id = nextId++;
    takeGivenNames();
    create.constraints().forEach(this::add);
    return new TableDef(
        id,
        /* version= */ 1,
        schema,
        create.name().text(),
        columns,
        primaryKeyName,
        primaryKey,
        indexes,
        checks,
        transaction.createTree());
  }

  private void addColumns() {
    if (create.columns().size() > MAX_COLUMNS) {
      NewColumn first = create.columns().get(MAX_COLUMNS);
      throw first
          .name()
          .problem(
              SqlErrorCode.LIMIT_EXCEEDED,
              "table %s has %d columns, more than %d",
              create.name(),
              create.columns().size(),
              MAX_COLUMNS);
    }
    Set<String> names = new HashSet<>();
    boolean hasIdentity = false;
    for (NewColumn column : create.columns()) {
      Names.requireFits(column.name());
      if (!names.add(column.name().text())) {
        throw column
            .name()
            .problem(
                SqlErrorCode.DUPLICATE_COLUMN,
                "table %s has two columns %s",
                create.name(),
                column.name());
      }
      columns.add(define(column, columns.size() + 1));
      boolean isIdentity = column.identity() != Identity.NONE;
      if (isIdentity && hasIdentity) {
        throw invalid(column.name(), "table %s has more than one identity column", create.name());
      }
      hasIdentity |= isIdentity;
    }
  }

  private ColumnDef define(NewColumn column, int id) {
    if (!KeyField.canBeKey(column.type())) {
      throw invalid(column.name(), "column %s cannot be of type %s", column.name(), column.type());
    }
    boolean isIdentity = column.identity() != Identity.NONE;
    if (isIdentity && !column.type().kind().isInteger()) {
      throw invalid(
          column.name(),
          "identity column %s is of type %s, not an integer type",
          column.name(),
          column.type());
    }
    if (isIdentity && column.defaultSql() != null) {
      throw invalid(column.name(), "identity column %s cannot have a default", column.name());
    }
    return new ColumnDef(
        id,
        column.name().text(),
        column.type(),
        isIdentity ? Nullability.NO_NULLS : column.nullability(),
        column.defaultSql(),
        column.identity(),
        column.numbering());
  }

  private void takeGivenNames() {
    for (NewConstraint constraint : create.constraints()) {
      Name name = constraint.name();
      if (name != null) {
        Names.requireFits(name);
        if (!takenNames.add(name.text())) {
          throw name.problem(
              SqlErrorCode.DUPLICATE_OBJECT,
              "a constraint, index or table %s.%s exists already",
              schema,
              name);
        }
      }
    }
  }

  private void add(NewConstraint constraint) {
    if (constraint instanceof PrimaryKey key) {
      addPrimaryKey(key);
    } else if (constraint instanceof Unique unique) {
      String name = named(unique.name(), columnNames(unique.parts()) + "_KEY");
      indexes.add(
          new IndexDef(
              nextId++,
              name,
              IndexDef.Origin.UNIQUE_CONSTRAINT,
              KeyResolution.resolve(name, unique.parts(), columns),
              transaction.createTree()));
    } else if (constraint instanceof Check check) {
      checks.add(new CheckDef(nextId++, named(check.name(), "CHECK"), check.condition().text()));
    }
  }

  private void addPrimaryKey(PrimaryKey key) {
    if (!primaryKey.isEmpty()) {
      throw invalid(
          key.name() == null ? key.parts().get(0).column() : key.name(),
          "table %s has more than one primary key",
          create.name());
    }
    primaryKeyName = named(key.name(), "PKEY");
    primaryKey = KeyResolution.resolve(primaryKeyName, key.parts(), columns);
    Set<Integer> keyColumns = primaryKey.stream().map(KeyPart::column).collect(Collectors.toSet());
    List<ColumnDef> changed = new ArrayList<>();
    for (ColumnDef column : columns) {
      changed.add(keyColumns.contains(changed.size()) ? notNull(column) : column);
    }
    columns = changed;
  }

  private static ColumnDef notNull(ColumnDef column) {
    return new ColumnDef(
        column.id(),
        column.name(),
        column.type(),
        Nullability.NO_NULLS,
        column.defaultSql(),
        column.identity(),
        column.numbering());
  }

  private static String columnNames(List<NewKeyPart> parts) {
    return parts.stream().map(part -> part.column().text()).collect(Collectors.joining("_"));
  }

  private String named(@Nullable Name given, String kind) {
    if (given != null) {
      return given.text();
    }
    String name = Names.cut(create.name() + "_" + kind, "");
    for (int i = 1; !takenNames.add(name); i++) {
      name = Names.cut(create.name() + "_" + kind, Integer.toString(i));
    }
    return name;
  }

  private static SqlProblem invalid(Name where, String format, Object... facts) {
    return where.problem(SqlErrorCode.INVALID_DEFINITION, format, facts);
  }
}
