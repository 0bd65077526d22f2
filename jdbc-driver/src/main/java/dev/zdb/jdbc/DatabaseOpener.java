package dev.zdb.jdbc;

import dev.zdb.jdbc.remote.RemoteOptions;
import dev.zdb.jdbc.remote.RemoteSession;
import dev.zdb.jdbc.remote.RemoteTarget;
import dev.zdb.jdbc.url.ConnectionProperty;
import dev.zdb.jdbc.url.ConnectionProperty.Scope;
import dev.zdb.jdbc.url.ConnectionUrl;
import dev.zdb.jdbc.url.ConnectionUrl.Embedded;
import dev.zdb.jdbc.url.ConnectionUrl.Remote;
import dev.zdb.jdbc.url.PropertyValues;
import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlSession;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/** Opens embedded databases and those of servers. */
final class DatabaseOpener implements SessionOpener {
  @Override
  public SqlSession open(ConnectionUrl url) throws SQLException {
    PropertyValues properties = url.properties();
    if (url.target() instanceof Embedded embedded) {
      return SqlEngine.connect(
          embedded.database(), properties.databaseOptions(), properties.sessionOptions());
    }
    requireNoneOfAStore(properties);
    Remote remote = (Remote) url.target();
    return RemoteSession.connect(
        new RemoteTarget(remote.host(), remote.port(), remote.database()), options(properties));
  }

  /** A server opens its databases as it was told to; a client that asks for more is refused. */
  private static void requireNoneOfAStore(PropertyValues properties) throws SQLException {
    for (ConnectionProperty property : ConnectionProperty.values()) {
      if (property.scope() == Scope.STORE && !properties.text(property).isEmpty()) {
        throw new SQLNonTransientConnectionException(
            "The connection property "
                + property.key()
                + " is one of embedded databases; a server's cannot be opened with it.",
            SqlErrorCode.CONNECTION_FAILED.sqlState());
      }
    }
  }

  private static RemoteOptions options(PropertyValues properties) throws SQLException {
    return new RemoteOptions(
        properties.text(ConnectionProperty.APPLICATION_NAME),
        properties.databaseOptions().create(),
        properties.sessionOptions(),
        (int) properties.duration(ConnectionProperty.CONNECT_TIMEOUT).toMillis(),
        (int) properties.duration(ConnectionProperty.SOCKET_TIMEOUT).toMillis());
  }
}
