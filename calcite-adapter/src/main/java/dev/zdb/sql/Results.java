package dev.zdb.sql;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.ColumnMetadata.Nullability;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.exec.Plan;
import java.util.List;

/** The results of statements that read no table. */
final class Results {
  private static final List<ColumnMetadata> EXPLANATION = List.of(text("PLAN"));
  private static final List<ColumnMetadata> CURRENT_SCHEMA = List.of(text("CURRENT_SCHEMA"));

  private Results() {}

  /** The columns that a plan's result has; empty if it gives a count. */
  static List<ColumnMetadata> columns(Plan plan) {
    if (plan instanceof Plan.Query query) {
      return query.columns();
    }
    if (plan instanceof Plan.Explanation) {
      return EXPLANATION;
    }
    return plan instanceof Plan.Control control
            && control.verb() == Plan.Control.Verb.CURRENT_SCHEMA
        ? CURRENT_SCHEMA
        : List.of();
  }

  static SqlResult explanation(Plan.Explanation plan) {
    List<Object[]> rows = plan.lines().stream().map(line -> new Object[] {line}).toList();
    return new SqlResult.Rows(new RowsInMemory(EXPLANATION, rows));
  }

  static SqlResult currentSchema(String schema) {
    Object[] row = {schema};
    return new SqlResult.Rows(new RowsInMemory(CURRENT_SCHEMA, List.<Object[]>of(row)));
  }

  private static ColumnMetadata text(String label) {
    return new ColumnMetadata(
        label, SqlType.VARCHAR, Nullability.NO_NULLS, "", "", "", /* autoIncrement= */ false);
  }
}
