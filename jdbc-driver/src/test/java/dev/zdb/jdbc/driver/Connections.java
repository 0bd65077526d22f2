package dev.zdb.jdbc.driver;

import dev.zdb.jdbc.url.ConnectionUrl;
import dev.zdb.sql.api.SqlSession;
import java.sql.SQLException;
import java.util.Properties;

/** Connections over a session of the test's. */
final class Connections {
  private Connections() {}

  static ZdbConnection over(SqlSession session) throws SQLException {
    return over(session, "jdbc:zdb:mem:fake?timeZone=UTC&user=ann");
  }

  static ZdbConnection over(SqlSession session, String url) throws SQLException {
    return new ZdbConnection(session, ConnectionUrl.parse(url, new Properties()));
  }
}
