package dev.zdb.sql.catalog;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param id permanent within its table and never reused; rows name columns by it
 * @param defaultSql the text of its DEFAULT expression, null if it has none
 * @param numbering how an identity column counts
 */
public record ColumnDef(
    int id,
    String name,
    SqlType type,
    Nullability nullability,
    @Nullable String defaultSql,
    Identity identity,
    Numbering numbering) {

  /** Whether the column numbers its rows by itself. */
  public enum Identity {
    NONE,
    /** A value given by INSERT is refused. */
    ALWAYS,
    /** A value given by INSERT is taken. */
    BY_DEFAULT
  }

  /** A column without a default that numbers nothing. */
  public static ColumnDef plain(int id, String name, SqlType type, Nullability nullability) {
    return new ColumnDef(id, name, type, nullability, null, Identity.NONE, Numbering.ONE_BY_ONE);
  }

  public boolean isNullable() {
    return nullability == Nullability.NULLABLE;
  }
}
