package dev.zdb.jdbc;

import dev.zdb.jdbc.url.ConnectionUrl;
import dev.zdb.sql.api.SqlSession;
import java.sql.SQLException;

/** Where embedded and remote part: below, everything is a {@link SqlSession}. */
@FunctionalInterface
interface SessionOpener {
  /** Opens a session with what the URL names. */
  SqlSession open(ConnectionUrl url) throws SQLException;
}
