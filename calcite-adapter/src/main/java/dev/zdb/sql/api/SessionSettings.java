package dev.zdb.sql.api;

/**
 * What a session can be told at any time between statements. A change of {@link #autoCommit} to
 * true commits an open transaction; the others take effect with the next transaction, the schema
 * with the next statement.
 *
 * @param schema the current schema's name as stored, such as PUBLIC
 */
public record SessionSettings(
    boolean autoCommit, IsolationLevel isolation, boolean readOnly, String schema) {
  public static SessionSettings defaults() {
    return new SessionSettings(
        /* autoCommit= */ true, IsolationLevel.READ_COMMITTED, /* readOnly= */ false, "PUBLIC");
  }

  public SessionSettings withAutoCommit(boolean value) {
    return new SessionSettings(value, isolation, readOnly, schema);
  }

  public SessionSettings with(IsolationLevel value) {
    return new SessionSettings(autoCommit, value, readOnly, schema);
  }

  public SessionSettings withReadOnly(boolean value) {
    return new SessionSettings(autoCommit, isolation, value, schema);
  }

  public SessionSettings withSchema(String value) {
    return new SessionSettings(autoCommit, isolation, readOnly, value);
  }
}
