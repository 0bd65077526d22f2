package dev.zdb.jdbc.server;

import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlSession;
import java.nio.file.Path;

/** Opens sessions on the databases that a server serves. */
@FunctionalInterface
public interface SessionFactory {
  /**
   * Opens a session.
   *
   * @param name what the database is called, which its folder does not show
   */
  SqlSession connect(Path folder, String name, DatabaseOptions database, SessionOptions session);
}
