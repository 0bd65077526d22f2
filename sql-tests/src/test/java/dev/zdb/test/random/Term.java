package dev.zdb.test.random;

import org.jspecify.annotations.Nullable;

/** An expression: what SQL says, and what it means, computed here the plainest way. */
record Term(String sql, Kind kind, Meaning meaning) {

  /** Gives a Long, a String, a Boolean or null. */
  interface Meaning {
    @Nullable Object of(Row row);
  }

  @Nullable Object value(Row row) {
    return meaning.of(row);
  }

  /** The same, one query further inside. */
  Term inside() {
    return new Term(
        sql,
        kind,
        row -> {
          Row outer = row.outer();
          if (outer == null) {
            throw new IllegalStateException("no row around: " + sql);
          }
          return meaning.of(outer);
        });
  }
}
