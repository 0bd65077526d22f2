package dev.zdb.sql.api;

import java.util.List;

/** What an execution gave: rows, or a count of rows changed. */
public sealed interface SqlResult {

  /** Rows; whoever receives them closes the cursor. */
  record Rows(RowCursor cursor) implements SqlResult {}

  /**
   * A count, with generated keys where they were asked for.
   *
   * @param count rows changed; 0 for statements that change none
   * @param keyColumns the columns of {@code keys}, empty if none were asked for
   * @param keys one array of values a row, in the order of insertion
   */
  record Count(long count, List<ColumnMetadata> keyColumns, List<Object[]> keys)
      implements SqlResult {
    public static Count of(long count) {
      return new Count(count, List.of(), List.of());
    }
  }
}
