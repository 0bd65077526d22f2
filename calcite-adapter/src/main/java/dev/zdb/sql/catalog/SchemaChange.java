package dev.zdb.sql.catalog;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
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

  /**
   * A name with its place in the statement, which a problem with it tells.
   *
   * @param line counted from 1, as the column is
   */
  record Name(String text, int line, int column) {
    /** A problem with what the name stands for. */
    public SqlProblem problem(SqlErrorCode code, String format, Object... facts) {
      return SqlProblem.of(code, format, facts).at(line, column);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * An expression as its author wrote it, with the place in the statement where it begins.
   *
   * @param line counted from 1, as the column is
   */
  record SqlText(String text, int line, int column) {
    /** A problem whose place is counted from the beginning of the expression. */
    public SqlProblem placed(SqlProblem problem) {
      if (problem.line() < 1) {
        return problem.at(line, column);
      }
      boolean isOnFirstLine = problem.line() == 1;
      return problem.at(
          line + problem.line() - 1,
          isOnFirstLine ? column + problem.column() - 1 : problem.column());
    }

    @Override
    public String toString() {
      return text;
    }
  }

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
      Name name,
      WhenMoot ifExists,
      List<NewColumn> columns,
      List<NewConstraint> constraints)
      implements SchemaChange {}

  /** DROP TABLE. */
  record DropTable(@Nullable String schema, Name name, WhenMoot ifMissing)
      implements SchemaChange {}

  /** CREATE [UNIQUE] INDEX; an index lives in its table's schema. */
  record CreateIndex(
      @Nullable String schema,
      Name name,
      WhenMoot ifExists,
      @Nullable String tableSchema,
      Name table,
      IndexDef.Origin origin,
      List<NewKeyPart> parts)
      implements SchemaChange {}

  /** DROP INDEX. */
  record DropIndex(@Nullable String schema, Name name, WhenMoot ifMissing)
      implements SchemaChange {}

  /** A column to be; its own constraints stand among the table's. */
  record NewColumn(
      Name name,
      SqlType type,
      Nullability nullability,
      @Nullable String defaultSql,
      Identity identity,
      Numbering numbering) {}

  /** A column of a key to be. */
  record NewKeyPart(Name column, Order order) {}

  /** A constraint to be; without a name one is made up. */
  sealed interface NewConstraint {
    @Nullable Name name();

    /** PRIMARY KEY. */
    record PrimaryKey(@Nullable Name name, List<NewKeyPart> parts) implements NewConstraint {}

    /** UNIQUE. */
    record Unique(@Nullable Name name, List<NewKeyPart> parts) implements NewConstraint {}

    /** CHECK. */
    record Check(@Nullable Name name, SqlText condition) implements NewConstraint {}
  }
}
