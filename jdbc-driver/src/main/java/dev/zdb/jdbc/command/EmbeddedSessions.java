package dev.zdb.jdbc.command;

import dev.zdb.jdbc.server.SessionFactory;
import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.DatabaseTarget;
import java.nio.file.Path;

/** What the server serves: databases of this process. */
final class EmbeddedSessions {
  private EmbeddedSessions() {}

  /** Sessions on one database, whatever the server names. */
  static SessionFactory of(Path only) {
    return (folder, name, database, session) ->
        SqlEngine.connect(new DatabaseTarget.Directory(only), name, database, session);
  }
}
