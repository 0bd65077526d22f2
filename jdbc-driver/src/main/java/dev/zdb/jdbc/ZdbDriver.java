package dev.zdb.jdbc;

import dev.zdb.jdbc.driver.DriverVersion;
import dev.zdb.jdbc.driver.SqlExceptions;
import dev.zdb.jdbc.driver.ZdbConnection;
import dev.zdb.jdbc.url.ConnectionProperty;
import dev.zdb.jdbc.url.ConnectionUrl;
import dev.zdb.jdbc.url.PropertyValues;
import dev.zdb.sql.api.SqlSession;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:zdb:} URLs. {@link java.sql.DriverManager} finds it by itself.
 *
 * <p><b>Threads:</b> safe; it has no state.
 */
public final class ZdbDriver implements Driver {
  static {
    register();
  }

  private final SessionOpener opener;

  public ZdbDriver() {
    this(new DatabaseOpener());
  }

  ZdbDriver(SessionOpener opener) {
    this.opener = opener;
  }

  private static void register() {
    try {
      DriverManager.registerDriver(new ZdbDriver());
    } catch (SQLException refused) {
      throw new ExceptionInInitializerError(refused);
    }
  }

  /** Connects; returns null if the URL is not one of ours, as {@code DriverManager} expects. */
  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null || !ConnectionUrl.isOurs(url)) {
      return null;
    }
    ConnectionUrl parsed = ConnectionUrl.parse(url, info == null ? new Properties() : info);
    try {
      return connected(opener.open(parsed), parsed);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
      throw SqlExceptions.of(failure);
    }
  }

  private static Connection connected(SqlSession session, ConnectionUrl url) throws SQLException {
    try {
      return new ZdbConnection(session, url);
    } catch (SQLException failure) {
      session.abort();
      throw failure;
    }
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null && ConnectionUrl.isOurs(url);
  }

  /** Every property there is, with what is said of it so far. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    Properties given = info == null ? new Properties() : info;
    String known = url != null && acceptsURL(url) ? url : ConnectionUrl.PREFIX + "mem:";
    PropertyValues values = ConnectionUrl.parse(known, given).properties();
    return Arrays.stream(ConnectionProperty.values())
        .map(property -> described(property, values))
        .toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo described(ConnectionProperty property, PropertyValues values) {
    DriverPropertyInfo described = new DriverPropertyInfo(property.key(), values.text(property));
    described.description = property.description();
    described.choices =
        property.choices().isEmpty() ? null : property.choices().toArray(String[]::new);
    described.required = false;
    return described;
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.OURS.major();
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.OURS.minor();
  }

  /** Not yet: entry-level SQL of 1992 wants references between tables. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("The driver logs by System.Logger.", "0A000");
  }
}
