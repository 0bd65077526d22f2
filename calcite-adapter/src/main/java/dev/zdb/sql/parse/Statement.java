package dev.zdb.sql.parse;

import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.catalog.ColumnDef.Identity;
import dev.zdb.sql.catalog.IndexDef.Origin;
import dev.zdb.sql.catalog.Numbering;
import dev.zdb.sql.catalog.SchemaChange.Name;
import dev.zdb.sql.catalog.SchemaChange.NewConstraint;
import dev.zdb.sql.catalog.SchemaChange.NewKeyPart;
import dev.zdb.sql.catalog.SchemaChange.SqlText;
import dev.zdb.sql.catalog.SchemaChange.WhenMoot;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that Calcite does not know, as written: types and names not looked up yet. */
public sealed interface Statement {

  /** The last part of a name, which is that of the thing itself. */
  static Name nameOf(SqlIdentifier name) {
    SqlParserPos at = name.getParserPosition();
    String last = name.names.get(name.names.size() - 1);
    return new Name(last, at.getLineNum(), at.getColumnNum());
  }

  /** CREATE TABLE. */
  record CreateTable(
      SqlIdentifier name, WhenMoot ifExists, List<Column> columns, List<NewConstraint> constraints)
      implements Statement {}

  /** DROP TABLE. */
  record DropTable(SqlIdentifier name, WhenMoot ifMissing) implements Statement {}

  /** CREATE [UNIQUE] INDEX. */
  record CreateIndex(
      SqlIdentifier name,
      WhenMoot ifExists,
      SqlIdentifier table,
      Origin origin,
      List<NewKeyPart> parts)
      implements Statement {}

  /** DROP INDEX. */
  record DropIndex(SqlIdentifier name, WhenMoot ifMissing) implements Statement {}

  /** EXPLAIN. */
  record Explain(SqlNode statement) implements Statement {}

  /** What the session itself obeys. */
  record Control(Verb verb) implements Statement {}

  /** What the session is told. */
  enum Verb {
    BEGIN,
    COMMIT,
    ROLLBACK,
    SHUTDOWN,
    CURRENT_SCHEMA
  }

  /** A column of CREATE TABLE. */
  record Column(
      SqlIdentifier name,
      SqlDataTypeSpec type,
      Nullability nullability,
      @Nullable SqlText defaultSql,
      Identity identity,
      Numbering numbering) {

    Column withDefault(SqlText text) {
      return new Column(name, type, nullability, text, identity, numbering);
    }

    Column withNullability(Nullability other) {
      return new Column(name, type, other, defaultSql, identity, numbering);
    }

    Column withIdentity(Identity kind, Numbering counted) {
      return new Column(name, type, Nullability.NO_NULLS, defaultSql, kind, counted);
    }
  }

  /** What stands between the parentheses of CREATE TABLE, while it is being read. */
  final class TableElements {
    private final List<Column> columns = new ArrayList<>();
    private final List<NewConstraint> constraints = new ArrayList<>();

    void addColumn(SqlIdentifier name, SqlDataTypeSpec type) {
      columns.add(
          new Column(name, type, Nullability.NULLABLE, null, Identity.NONE, Numbering.ONE_BY_ONE));
    }

    void setNullability(Nullability nullability) {
      setLast(last().withNullability(nullability));
    }

    void setDefault(SqlText text) {
      setLast(last().withDefault(text));
    }

    void setIdentity(Identity identity, Numbering numbering) {
      setLast(last().withIdentity(identity, numbering));
    }

    void addPrimaryKey(@Nullable Name name, List<NewKeyPart> parts) {
      constraints.add(new NewConstraint.PrimaryKey(name, List.copyOf(parts)));
    }

    void addUnique(@Nullable Name name, List<NewKeyPart> parts) {
      constraints.add(new NewConstraint.Unique(name, List.copyOf(parts)));
    }

    void addCheck(@Nullable Name name, SqlText condition) {
      constraints.add(new NewConstraint.Check(name, condition));
    }

    List<Column> columns() {
      return List.copyOf(columns);
    }

    List<NewConstraint> constraints() {
      return List.copyOf(constraints);
    }

    private Column last() {
      return columns.get(columns.size() - 1);
    }

    private void setLast(Column column) {
      columns.set(columns.size() - 1, column);
    }
  }
}
