package dev.zdb.sql.api;

/**
 * A column of a result.
 *
 * @param label what the query calls it
 * @param schema the schema of the table that it comes from, empty for an expression
 * @param table the table that it comes from, empty for an expression
 * @param column its name in that table, empty for an expression
 */
public record ColumnMetadata(
    String label,
    SqlType type,
    Nullability nullability,
    String schema,
    String table,
    String column,
    boolean autoIncrement) {

  /** Whether a value can be NULL. */
  public enum Nullability {
    NO_NULLS,
    NULLABLE
  }
}
