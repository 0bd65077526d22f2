package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where the session stands after a request. It opens every reply but the greeting.
 *
 * <pre>
 *   u8        1: a transaction is open; 2: settings follow
 *   settings  if they are not those that the client believes in
 * </pre>
 *
 * @param settings the session's settings if the client does not know them; null if it does
 */
public record SessionState(boolean inTransaction, @Nullable SessionSettings settings) {
  private static final int IN_TRANSACTION = 1;
  private static final int SETTINGS = 2;

  void writeTo(PayloadWriter out) {
    out.u8((inTransaction ? IN_TRANSACTION : 0) | (settings != null ? SETTINGS : 0));
    if (settings != null) {
      WireWords.writeSettings(out, settings);
    }
  }

  static SessionState read(PayloadReader in) {
    int flags = WireWords.readFlags(in, IN_TRANSACTION | SETTINGS);
    return new SessionState(
        (flags & IN_TRANSACTION) != 0, (flags & SETTINGS) != 0 ? WireWords.readSettings(in) : null);
  }
}
