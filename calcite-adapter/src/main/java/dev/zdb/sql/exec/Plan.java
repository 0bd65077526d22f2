package dev.zdb.sql.exec;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.catalog.SchemaChange;
import java.util.List;

/**
 * What a statement's text turned out to mean, compiled. It holds nothing of Calcite, is immutable
 * and is shared by all sessions until the schema changes.
 */
public sealed interface Plan {
  /** The types of the parameters, whose registers are the first ones. */
  List<Parameter> parameters();

  /**
   * A query.
   *
   * @param registers how many registers a run needs, parameters included
   * @param output the register of each column
   * @param explanation the plan for people, a line an operator, indented by depth
   */
  record Query(
      List<Parameter> parameters,
      int registers,
      Operator root,
      List<ColumnMetadata> columns,
      List<Integer> output,
      String explanation)
      implements Plan {}

  /**
   * An INSERT, UPDATE or DELETE: its root does the work and shows one row for each row changed,
   * whose generated keys then lie in the {@code table}'s {@code newRow} registers.
   *
   * @param rowColumns the columns of the changed table
   * @param newRow the register of each column of the row as inserted or updated; empty for DELETE
   * @param generated which of {@code rowColumns} the driver's "generated keys" are, from 0
   */
  record Modification(
      List<Parameter> parameters,
      int registers,
      Operator root,
      List<ColumnMetadata> rowColumns,
      List<Integer> newRow,
      List<Integer> generated,
      String explanation)
      implements Plan {}

  /** A statement that changes the schema. */
  record Definition(SchemaChange change) implements Plan {
    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }

  /** A statement that the session itself obeys. */
  record Control(Verb verb) implements Plan {
    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    /** What the session is to do. */
    public enum Verb {
      BEGIN,
      COMMIT,
      ROLLBACK,
      SHUTDOWN,
      /** Answers one row, one column: the current schema's name. */
      CURRENT_SCHEMA
    }
  }

  /**
   * A plan to show, not to run: one VARCHAR column, a row a line.
   *
   * @param parameters those of the statement explained, which need no values
   */
  record Explanation(List<Parameter> parameters, List<String> lines) implements Plan {}
}
