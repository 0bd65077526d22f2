package dev.zdb.test.slt;

import java.util.List;

/** One record of a sqllogictest script, as its manual describes them. */
sealed interface SltRecord {
  /** Where it begins, from 1. */
  int line();

  String sql();

  /**
   * A statement that must succeed, or must fail.
   *
   * @param detail the SQLSTATE of the failure, or the count of rows changed; empty for any
   */
  record Statement(int line, Expect expect, String detail, String sql) implements SltRecord {
    enum Expect {
      OK,
      ERROR,
      COUNT
    }
  }

  /**
   * A query and what it must give.
   *
   * @param types a letter a column: I integer, R three decimals, T text
   * @param expected the values, one a line, or one line "N values hashing to MD5"
   */
  record Query(int line, String types, SortMode sort, String sql, List<String> expected)
      implements SltRecord {
    enum SortMode {
      NOSORT,
      ROWSORT,
      VALUESORT
    }
  }
}
