package dev.zdb.sql.catalog;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.KeyPart.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the schema as a statement asks for it: names as they will be stored, types resolved,
 * nothing checked against the catalog yet.
 */
public sealed interface SchemaChange {

  /** What IF EXISTS and IF NOT EXISTS decide: whether being late is an error. */
  enum WhenMoot {
    FAIL,
    SKIP
  }

  /**
   * CREATE TABLE.
   *
   * @param schema as written; null for the current one
   */
  record CreateTable(
      @Nullable String schema,
      String name,
      WhenMoot ifExists,
      List<NewColumn> columns,
      List<NewConstraint> constraints)
      implements SchemaChange {}

  /** DROP TABLE. */
  record DropTable(@Nullable String schema, String name, WhenMoot ifMissing)
      implements SchemaChange {}

  /** CREATE [UNIQUE] INDEX; an index lives in its table's schema. */
  record CreateIndex(
      @Nullable String schema,
      String name,
      WhenMoot ifExists,
      @Nullable String tableSchema,
      String table,
      IndexDef.Origin origin,
      List<NewKeyPart> parts)
      implements SchemaChange {}

  /** DROP INDEX. */
  record DropIndex(@Nullable String schema, String name, WhenMoot ifMissing)
      implements SchemaChange {}

  /** A column to be; its own constraints stand among the table's. */
  record NewColumn(
      String name,
      SqlType type,
      Nullability nullability,
      @Nullable String defaultSql,
      Identity identity) {}

  /** A column of a key to be. */
  record NewKeyPart(String column, Order order) {}

  /** A constraint to be; without a name one is made up. */
  sealed interface NewConstraint {
    @Nullable String name();

    /** PRIMARY KEY. */
    record PrimaryKey(@Nullable String name, List<NewKeyPart> parts) implements NewConstraint {}

    /** UNIQUE. */
    record Unique(@Nullable String name, List<NewKeyPart> parts) implements NewConstraint {}

    /** CHECK. */
    record Check(@Nullable String name, String conditionSql) implements NewConstraint {}
  }
}
