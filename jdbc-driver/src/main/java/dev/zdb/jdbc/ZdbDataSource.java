package dev.zdb.jdbc;

import dev.zdb.jdbc.driver.SqlExceptions;
import dev.zdb.jdbc.driver.Unwrapping;
import dev.zdb.jdbc.url.ConnectionProperty;
import dev.zdb.jdbc.url.ConnectionUrl;
import java.io.PrintWriter;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.ShardingKeyBuilder;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of connections to one database, set up like a bean: a URL, and a setter for each
 * property of the URL. Each connection is a new one; for a pool put one in front.
 *
 * <p><b>Threads:</b> set it up on one, then use it on any.
 */
public final class ZdbDataSource implements DataSource, Serializable, Unwrapping {
  private static final long serialVersionUID = 1L;

  private @Nullable String url;
  private final Properties properties = new Properties();
  private transient @Nullable PrintWriter logWriter;

  /** Connects as the properties say. */
  @Override
  public Connection getConnection() throws SQLException {
    return connect(properties);
  }

  /** Connects as that user, otherwise as the properties say. */
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Properties given = new Properties();
    given.putAll(properties);
    put(given, ConnectionProperty.USER, user);
    put(given, ConnectionProperty.PASSWORD, password);
    return connect(given);
  }

  private Connection connect(Properties given) throws SQLException {
    if (url == null) {
      throw new SQLNonTransientConnectionException(
          "The data source's property url is not set; expected a URL that begins with "
              + ConnectionUrl.PREFIX
              + ".",
          "08001");
    }
    Connection connection = new ZdbDriver().connect(url, given);
    if (connection == null) {
      throw new SQLNonTransientConnectionException(
          "The data source's URL does not begin with " + ConnectionUrl.PREFIX + ".", "08001");
    }
    return connection;
  }

  private static void put(
      Properties properties, ConnectionProperty property, @Nullable String value) {
    if (value == null) {
      properties.remove(property.key());
    } else {
      properties.setProperty(property.key(), value);
    }
  }

  public @Nullable String getUrl() {
    return url;
  }

  /** Sets the database's URL, which may hold options; they come before the setters'. */
  public void setUrl(@Nullable String url) {
    this.url = url;
  }

  private String said(ConnectionProperty property) {
    return properties.getProperty(property.key(), property.defaultValue());
  }

  public String getCreate() {
    return said(ConnectionProperty.CREATE);
  }

  public void setCreate(@Nullable String value) {
    put(properties, ConnectionProperty.CREATE, value);
  }

  public String getCacheSize() {
    return said(ConnectionProperty.CACHE_SIZE);
  }

  public void setCacheSize(@Nullable String value) {
    put(properties, ConnectionProperty.CACHE_SIZE, value);
  }

  public String getPageSize() {
    return said(ConnectionProperty.PAGE_SIZE);
  }

  public void setPageSize(@Nullable String value) {
    put(properties, ConnectionProperty.PAGE_SIZE, value);
  }

  public String getDurability() {
    return said(ConnectionProperty.DURABILITY);
  }

  public void setDurability(@Nullable String value) {
    put(properties, ConnectionProperty.DURABILITY, value);
  }

  public String getLockTimeout() {
    return said(ConnectionProperty.LOCK_TIMEOUT);
  }

  public void setLockTimeout(@Nullable String value) {
    put(properties, ConnectionProperty.LOCK_TIMEOUT, value);
  }

  public String getTimeZone() {
    return said(ConnectionProperty.TIME_ZONE);
  }

  public void setTimeZone(@Nullable String value) {
    put(properties, ConnectionProperty.TIME_ZONE, value);
  }

  public String getSchema() {
    return said(ConnectionProperty.SCHEMA);
  }

  public void setSchema(@Nullable String value) {
    put(properties, ConnectionProperty.SCHEMA, value);
  }

  public String getAutoCommit() {
    return said(ConnectionProperty.AUTO_COMMIT);
  }

  public void setAutoCommit(@Nullable String value) {
    put(properties, ConnectionProperty.AUTO_COMMIT, value);
  }

  public String getReadOnly() {
    return said(ConnectionProperty.READ_ONLY);
  }

  public void setReadOnly(@Nullable String value) {
    put(properties, ConnectionProperty.READ_ONLY, value);
  }

  public String getIsolation() {
    return said(ConnectionProperty.ISOLATION);
  }

  public void setIsolation(@Nullable String value) {
    put(properties, ConnectionProperty.ISOLATION, value);
  }

  public String getFetchSize() {
    return said(ConnectionProperty.FETCH_SIZE);
  }

  public void setFetchSize(@Nullable String value) {
    put(properties, ConnectionProperty.FETCH_SIZE, value);
  }

  public String getApplicationName() {
    return said(ConnectionProperty.APPLICATION_NAME);
  }

  public void setApplicationName(@Nullable String value) {
    put(properties, ConnectionProperty.APPLICATION_NAME, value);
  }

  public String getConnectTimeout() {
    return said(ConnectionProperty.CONNECT_TIMEOUT);
  }

  public void setConnectTimeout(@Nullable String value) {
    put(properties, ConnectionProperty.CONNECT_TIMEOUT, value);
  }

  public String getSocketTimeout() {
    return said(ConnectionProperty.SOCKET_TIMEOUT);
  }

  public void setSocketTimeout(@Nullable String value) {
    put(properties, ConnectionProperty.SOCKET_TIMEOUT, value);
  }

  public String getUser() {
    return said(ConnectionProperty.USER);
  }

  public void setUser(@Nullable String value) {
    put(properties, ConnectionProperty.USER, value);
  }

  public void setPassword(@Nullable String value) {
    put(properties, ConnectionProperty.PASSWORD, value);
  }

  /** Seconds to wait for a server to answer at first: {@code connectTimeout}. */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (seconds < 0) {
      throw new SQLException(
          "The login timeout is " + seconds + " s; expected 0 or more.", "22023");
    }
    setConnectTimeout(Duration.ofSeconds(seconds).toMillis() + "ms");
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    Duration timeout =
        ConnectionUrl.parse(ConnectionUrl.PREFIX + "mem:", properties)
            .properties()
            .duration(ConnectionProperty.CONNECT_TIMEOUT);
    return (int) timeout.toSeconds();
  }

  /** Kept, and never written to: the driver logs by {@link System.Logger}. */
  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("The driver logs by System.Logger.", "0A000");
  }

  @Override
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    throw SqlExceptions.unsupported("A builder of connections");
  }

  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    throw SqlExceptions.unsupported("A sharding key");
  }
}
