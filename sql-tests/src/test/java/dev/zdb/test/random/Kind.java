package dev.zdb.test.random;

/** The types of the values that are compared. */
enum Kind {
  NUMBER("INTEGER"),
  TEXT("VARCHAR(10)"),
  TRUTH("BOOLEAN");

  private final String sql;

  Kind(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }
}
