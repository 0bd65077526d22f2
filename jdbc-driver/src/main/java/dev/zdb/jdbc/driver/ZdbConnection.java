package dev.zdb.jdbc.driver;

import static dev.zdb.jdbc.convert.Arguments.required;

import dev.zdb.jdbc.convert.MemoryBlob;
import dev.zdb.jdbc.convert.MemoryClob;
import dev.zdb.jdbc.url.ConnectionProperty;
import dev.zdb.jdbc.url.ConnectionUrl;
import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.DatabaseInfo;
import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlSession;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one session, its settings, and the statements that share it.
 *
 * <p><b>Threads:</b> safe: one request at a time, in the session's {@link Conversation}. {@link
 * #close} and {@link #abort} do not wait for a statement that runs; they end it. <b>Failure:</b>
 * after its end everything but {@code close}, {@code abort}, {@code isClosed} and {@code isValid}
 * is refused with SQLSTATE 08003.
 */
public final class ZdbConnection implements StatementMakers, NoServerObjects, Unwrapping {
  private static final int MILLIS = 1000;

  private final Conversation conversation;
  private final ConnectionUrl url;
  private final DatabaseInfo database;
  private final ZoneId zone;
  private final int fetchSize;
  private final ClientProperties clientProperties = new ClientProperties();
  private volatile @Nullable SQLWarning warnings;
  private volatile int networkTimeoutMillis;

  /** Takes the session over: closing the connection closes it. */
  public ZdbConnection(SqlSession session, ConnectionUrl url) throws SQLException {
    this.conversation = new Conversation(session);
    this.url = url;
    this.database = conversation.speak(SqlSession::database);
    this.zone = url.properties().sessionOptions().zone();
    this.fetchSize = url.properties().fetchSize();
    this.networkTimeoutMillis =
        (int) url.properties().duration(ConnectionProperty.SOCKET_TIMEOUT).toMillis();
    String application = url.properties().text(ConnectionProperty.APPLICATION_NAME);
    if (!application.isEmpty()) {
      clientProperties.set(ClientProperties.APPLICATION_NAME, application);
    }
    url.warnings().forEach(warning -> warn(new SQLWarning(warning, "01S00")));
  }

  // ---- what statements and metadata ask

  Conversation conversation() {
    return conversation;
  }

  ConnectionUrl url() {
    return url;
  }

  DatabaseInfo database() {
    return database;
  }

  /** The zone of {@code java.sql} dates and times. */
  ZoneId zone() {
    return zone;
  }

  int defaultFetchSize() {
    return fetchSize;
  }

  ResultSetMetaData metaDataOf(List<ColumnMetadata> columns) {
    return new ZdbResultSetMetaData(columns, database.catalog());
  }

  // ---- statements

  @Override
  public Statement createStatement() throws SQLException {
    conversation.requireOpen();
    return new ZdbStatement(this);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(sql, Keys.NONE);
  }

  @Override
  public ZdbPreparedStatement prepare(String sql, Keys keys) throws SQLException {
    return new ZdbPreparedStatement(this, planned(sql), keys);
  }

  private PreparedSql planned(String sql) throws SQLException {
    TranslatedSql translated = translated(sql);
    return conversation.speak(
        session -> translated.placing(() -> session.prepare(translated.text())));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return new ZdbCallableStatement(this, planned(sql));
  }

  @Override
  public String nativeSQL(@Nullable String sql) throws SQLException {
    return translated(sql).text();
  }

  private TranslatedSql translated(@Nullable String sql) throws SQLException {
    conversation.requireOpen();
    return JdbcEscapes.translate(required(sql, "SQL text"));
  }

  // ---- transactions and settings

  private SessionSettings settings() throws SQLException {
    return conversation.speak(SqlSession::settings);
  }

  private void change(UnaryOperator<SessionSettings> change) throws SQLException {
    conversation.speak(
        session -> {
          SessionSettings now = session.settings();
          SessionSettings then = change.apply(now);
          if (!then.equals(now)) {
            session.setSettings(then);
          }
          return then;
        });
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    change(settings -> settings.withAutoCommit(autoCommit));
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return settings().autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    requireTransaction("commit");
    conversation.speak(
        session -> {
          session.commit();
          return true;
        });
  }

  @Override
  public void rollback() throws SQLException {
    requireTransaction("rollback");
    conversation.speak(
        session -> {
          session.rollback();
          return true;
        });
  }

  /** In auto-commit there is a transaction to end only after BEGIN. */
  private void requireTransaction(String what) throws SQLException {
    boolean isPossible =
        conversation.speak(session -> !session.settings().autoCommit() || session.inTransaction());
    if (!isPossible) {
      throw SqlExceptions.wrongTransactionState(
          "There is nothing for " + what + " to end: the connection is in auto-commit.");
    }
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    IsolationLevel wanted =
        switch (level) {
          case TRANSACTION_READ_UNCOMMITTED, TRANSACTION_READ_COMMITTED ->
              IsolationLevel.READ_COMMITTED;
          case TRANSACTION_REPEATABLE_READ -> IsolationLevel.REPEATABLE_READ;
          case TRANSACTION_SERIALIZABLE -> IsolationLevel.SERIALIZABLE;
          default ->
              throw SqlExceptions.invalidArgument(
                  "The isolation level "
                      + level
                      + " is none of Connection's constants but TRANSACTION_NONE.");
        };
    change(settings -> settings.with(wanted));
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return switch (settings().isolation()) {
      case READ_COMMITTED -> TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> TRANSACTION_REPEATABLE_READ;
      case SERIALIZABLE -> TRANSACTION_SERIALIZABLE;
    };
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    change(settings -> settings.withReadOnly(readOnly));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return settings().readOnly();
  }

  /** Changes the current schema, named as it is stored. */
  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    String name = required(schema, "schema");
    change(settings -> settings.withSchema(name));
  }

  @Override
  public String getSchema() throws SQLException {
    return settings().schema();
  }

  /** Accepts the database's name alone, in any case: there is no other catalog. */
  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    conversation.requireOpen();
    if (catalog != null && !catalog.isEmpty() && !catalog.equalsIgnoreCase(database.catalog())) {
      throw SqlExceptions.invalidArgument(
          "There is no catalog '" + catalog + "'; the only one is '" + database.catalog() + "'.");
    }
  }

  @Override
  public String getCatalog() throws SQLException {
    conversation.requireOpen();
    return database.catalog();
  }

  @Override
  public void requireOpen() throws SQLException {
    conversation.requireOpen();
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    requireHoldability(holdability);
  }

  @Override
  public int getHoldability() throws SQLException {
    conversation.requireOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    conversation.requireOpen();
    return Map.of();
  }

  @Override
  public void setTypeMap(@Nullable Map<String, Class<?>> map) throws SQLException {
    conversation.requireOpen();
    if (map != null && !map.isEmpty()) {
      throw SqlExceptions.unsupported("A map of types of the application's own");
    }
  }

  // ---- the connection's life

  @Override
  public void close() throws SQLException {
    conversation.close();
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    conversation.abort(required(executor, "executor"));
  }

  @Override
  public boolean isClosed() {
    return conversation.isOver();
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) {
      throw SqlExceptions.invalidArgument(
          "The time to wait is " + timeoutSeconds + " s; expected 0 or more.");
    }
    return conversation.isValid(Math.min(timeoutSeconds, Integer.MAX_VALUE / MILLIS) * MILLIS);
  }

  /** Limits the wait for a server's answer; an embedded database has no network to wait for. */
  @Override
  public void setNetworkTimeout(@Nullable Executor executor, int millis) throws SQLException {
    if (millis < 0) {
      throw SqlExceptions.invalidArgument(
          "The network timeout is " + millis + " ms; expected 0 or more.");
    }
    conversation.speak(
        session -> {
          session.setNetworkTimeout(millis);
          return true;
        });
    networkTimeoutMillis = millis;
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    conversation.requireOpen();
    return networkTimeoutMillis;
  }

  @Override
  public ZdbDatabaseMetaData getMetaData() throws SQLException {
    conversation.requireOpen();
    return new ZdbDatabaseMetaData(this);
  }

  // ---- warnings, client properties, large values

  @Override
  public synchronized void warn(SQLWarning warning) {
    SQLWarning first = warnings;
    if (first == null) {
      warnings = warning;
    } else {
      first.setNextWarning(warning);
    }
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    conversation.requireOpen();
    return warnings;
  }

  @Override
  public void clearWarnings() throws SQLException {
    conversation.requireOpen();
    warnings = null;
  }

  @Override
  public void setClientInfo(@Nullable String name, @Nullable String value)
      throws SQLClientInfoException {
    requireOpenForClientInfo();
    if (!clientProperties.set(name, value)) {
      warn(new SQLWarning(ClientProperties.unknown(name), "01S00"));
    }
  }

  @Override
  public void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
    requireOpenForClientInfo();
    for (String name : clientProperties.replaceAll(properties)) {
      warn(new SQLWarning(ClientProperties.unknown(name), "01S00"));
    }
  }

  private void requireOpenForClientInfo() throws SQLClientInfoException {
    try {
      conversation.requireOpen();
    } catch (SQLException closed) {
      throw new SQLClientInfoException(closed.getMessage(), closed.getSQLState(), Map.of(), closed);
    }
  }

  @Override
  public @Nullable String getClientInfo(@Nullable String name) throws SQLException {
    conversation.requireOpen();
    return clientProperties.get(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    conversation.requireOpen();
    return clientProperties.all();
  }

  @Override
  public Blob createBlob() throws SQLException {
    conversation.requireOpen();
    return MemoryBlob.empty();
  }

  @Override
  public Clob createClob() throws SQLException {
    return createNClob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    conversation.requireOpen();
    return MemoryClob.empty();
  }
}
