package dev.zdb.jdbc.remote;

import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.SessionOptions;

/**
 * How to connect.
 *
 * @param application what the server's log calls the client
 * @param create what the server does where there is no such database
 * @param connectTimeoutMillis how long connecting may take, greeting included; 0 for ever
 * @param networkTimeoutMillis how long an answer may take before the connection counts as lost; 0
 *     for ever
 */
public record RemoteOptions(
    String application,
    Create create,
    SessionOptions session,
    int connectTimeoutMillis,
    int networkTimeoutMillis) {

  public static RemoteOptions defaults() {
    return new RemoteOptions("", Create.IF_MISSING, SessionOptions.defaults(), 10_000, 0);
  }

  public RemoteOptions with(Create newCreate) {
    return new RemoteOptions(
        application, newCreate, session, connectTimeoutMillis, networkTimeoutMillis);
  }

  public RemoteOptions with(SessionOptions newSession) {
    return new RemoteOptions(
        application, create, newSession, connectTimeoutMillis, networkTimeoutMillis);
  }
}
