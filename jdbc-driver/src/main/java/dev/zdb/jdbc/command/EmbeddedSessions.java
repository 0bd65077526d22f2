package dev.zdb.jdbc.command;

import dev.zdb.jdbc.server.SessionFactory;
import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.DatabaseTarget;
import java.nio.file.Path;

/** What the server serves: databases of this process. */
final class EmbeddedSessions {
  private EmbeddedSessions() {}

  /** Sessions on the database in the folder that the server names. */
  static SessionFactory ofFolders() {
    return (folder, name, database, session) ->
        SqlEngine.connect(new DatabaseTarget.Directory(folder), name, database, session);
  }

  /** Sessions on one database, whatever the server names. */
  static SessionFactory of(Path only) {
    return (folder, name, database, session) ->
        SqlEngine.connect(new DatabaseTarget.Directory(only), name, database, session);
  }
}
