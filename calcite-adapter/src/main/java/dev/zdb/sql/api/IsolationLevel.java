package dev.zdb.sql.api;

/** The isolation that a session offers; READ UNCOMMITTED is raised to READ COMMITTED above. */
public enum IsolationLevel {
  READ_COMMITTED,
  REPEATABLE_READ,
  SERIALIZABLE
}
