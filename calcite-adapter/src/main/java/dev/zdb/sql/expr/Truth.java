package dev.zdb.sql.expr;

/** The three truth values of SQL. */
public enum Truth {
  FALSE,
  TRUE,
  UNKNOWN
}
