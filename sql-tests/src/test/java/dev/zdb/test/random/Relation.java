package dev.zdb.test.random;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query or a table: what SQL says, what its columns are, and the rows it gives. */
record Relation(String sql, List<Column> columns, Body body) {

  /** A column and how it is named where it is used. */
  record Column(String sql, Kind kind) {}

  /** Computes rows, given the row around. */
  interface Body {
    List<@Nullable Object[]> rows(@Nullable Row outer);
  }

  List<@Nullable Object[]> rows(@Nullable Row outer) {
    return body.rows(outer);
  }

  List<Kind> kinds() {
    return columns.stream().map(Column::kind).toList();
  }
}
