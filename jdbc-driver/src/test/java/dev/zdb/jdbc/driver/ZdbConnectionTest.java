package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ZdbConnectionTest {
  private final FakeSession session = new FakeSession();

  private ZdbConnection connection() throws SQLException {
    return Connections.over(session);
  }

  @Test
  void settingsReachTheSession() throws SQLException {
    ZdbConnection connection = connection();
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setSchema("STOCK");

    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(connection.isReadOnly()).isTrue();
    assertThat(connection.getSchema()).isEqualTo("STOCK");
    assertThat(session.settings().autoCommit()).isFalse();
    assertThat(session.settings().readOnly()).isTrue();
    assertThat(session.settings().schema()).isEqualTo("STOCK");
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "4, 4", "8, 8"})
  void anIsolationLevelIsServedAsItselfOrAStrongerOne(int wanted, int served) throws SQLException {
    ZdbConnection connection = connection();
    connection.setTransactionIsolation(wanted);

    assertThat(connection.getTransactionIsolation()).isEqualTo(served);
    assertThat(connection.getMetaData().supportsTransactionIsolationLevel(wanted)).isTrue();
  }

  @Test
  void thereIsNoIsolationLevelNone() throws SQLException {
    ZdbConnection connection = connection();

    assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void commitAndRollbackReachTheSessionOutsideAutoCommit() throws SQLException {
    ZdbConnection connection = connection();
    connection.setAutoCommit(false);
    connection.commit();
    connection.rollback();

    assertThat(session.heard).containsExactly("commit", "rollback");
  }

  @Test
  void commitAndRollbackAreRefusedInAutoCommitUnlessSqlBeganATransaction() throws SQLException {
    ZdbConnection connection = connection();

    assertThatThrownBy(connection::commit)
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("25000"));
    assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
    session.isTransactionOpen = true;
    connection.commit();
    assertThat(session.heard).containsExactly("commit");
  }

  @Test
  void theDatabaseIsTheOnlyCatalog() throws SQLException {
    ZdbConnection connection = connection();

    assertThat(connection.getCatalog()).isEqualTo("FAKE");
    assertThatCode(() -> connection.setCatalog("fake")).doesNotThrowAnyException();
    assertThatThrownBy(() -> connection.setCatalog("OTHER")).hasMessageContaining("FAKE");
  }

  @Test
  void resultsThatScrollAreAskedForInVainAndWithAWarning() throws SQLException {
    ZdbConnection connection = connection();
    Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);

    assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(statement.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
    assertThat((Throwable) connection.getWarnings()).isNotNull();
    connection.clearWarnings();
    assertThat((Throwable) connection.getWarnings()).isNull();
    assertThatThrownBy(() -> connection.createStatement(5, 5)).isInstanceOf(SQLException.class);
  }

  @Test
  void unknownPropertiesAreWarningsOfTheConnection() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("colour", "blue");
    ZdbConnection connection =
        new ZdbConnection(
            session, dev.zdb.jdbc.url.ConnectionUrl.parse("jdbc:zdb:mem:", properties));

    assertThat((Throwable) connection.getWarnings()).hasMessageContaining("colour");
  }

  @Test
  void clientPropertiesAreKeptAndUnknownOnesWarnedOf() throws SQLException {
    ZdbConnection connection = Connections.over(session, "jdbc:zdb:mem:?applicationName=shop");
    connection.setClientInfo("ClientUser", "ann");
    connection.setClientInfo("Colour", "blue");

    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");
    assertThat(connection.getClientInfo("ClientUser")).isEqualTo("ann");
    assertThat(connection.getClientInfo("Colour")).isNull();
    assertThat((Throwable) connection.getWarnings()).hasMessageContaining("Colour");
    connection.setClientInfo(new Properties());
    assertThat(connection.getClientInfo()).isEmpty();
  }

  @Test
  void theNetworkTimeoutReachesTheSession() throws SQLException {
    ZdbConnection connection = connection();
    connection.setNetworkTimeout(Runnable::run, 250);

    assertThat(connection.getNetworkTimeout()).isEqualTo(250);
    assertThat(session.networkTimeoutMillis).isEqualTo(250);
    assertThatThrownBy(() -> connection.setNetworkTimeout(Runnable::run, -1))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aConnectionIsValidUntilItEnds() throws SQLException {
    ZdbConnection connection = connection();

    assertThat(connection.isValid(1)).isTrue();
    assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLException.class);
    connection.close();
    assertThat(connection.isValid(1)).isFalse();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void aConnectionWhoseSessionWasLostIsClosed() throws SQLException {
    ZdbConnection connection = connection();
    session.abort();

    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertThatCode(connection::close).doesNotThrowAnyException();
  }

  @Test
  void everythingIsRefusedOnceAConnectionIsClosed() throws SQLException {
    ZdbConnection connection = connection();
    connection.close();
    connection.close();
    connection.abort(Runnable::run);

    List<ThrowingCallable> requests = requests(connection);
    assertThat(requests)
        .allSatisfy(
            request ->
                assertThatThrownBy(request)
                    .isInstanceOfSatisfying(
                        SQLNonTransientConnectionException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("08003")));
    assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
        .isInstanceOf(SQLClientInfoException.class);
  }

  private static List<ThrowingCallable> requests(ZdbConnection connection) {
    return List.of(
        connection::createStatement,
        () -> connection.createStatement(1003, 1007),
        () -> connection.createStatement(1003, 1007, 2),
        () -> connection.prepareStatement("SELECT 1"),
        () -> connection.prepareStatement("SELECT 1", 1),
        () -> connection.prepareStatement("SELECT 1", 1003, 1007, 2),
        () -> connection.prepareStatement("INSERT INTO T", new int[] {1}),
        () -> connection.prepareStatement("SELECT 1", new String[] {"A"}),
        () -> connection.prepareCall("CALL F"),
        () -> connection.nativeSQL("SELECT 1"),
        () -> connection.setAutoCommit(false),
        connection::getAutoCommit,
        connection::commit,
        connection::rollback,
        () -> connection.setReadOnly(true),
        connection::isReadOnly,
        () -> connection.setCatalog("FAKE"),
        connection::getCatalog,
        () -> connection.setSchema("PUBLIC"),
        connection::getSchema,
        () -> connection.setTransactionIsolation(2),
        connection::getTransactionIsolation,
        connection::getWarnings,
        connection::clearWarnings,
        connection::getTypeMap,
        () -> connection.setTypeMap(Map.of()),
        () -> connection.setHoldability(2),
        connection::getHoldability,
        connection::createBlob,
        connection::createClob,
        connection::createNClob,
        () -> connection.getClientInfo("ApplicationName"),
        connection::getClientInfo,
        () -> connection.setNetworkTimeout(Runnable::run, 1),
        connection::getNetworkTimeout,
        connection::getMetaData);
  }

  @Test
  void whatThereIsNotIsRefusedAsNotSupported() throws SQLException {
    ZdbConnection connection = connection();
    List<ThrowingCallable> requests =
        List.of(
            () -> connection.createArrayOf("INTEGER", new Object[0]),
            () -> connection.createStruct("S", new Object[0]),
            connection::createSQLXML,
            connection::setSavepoint,
            () -> connection.setSavepoint("S"),
            () -> connection.setTypeMap(Map.of("T", String.class)));

    assertThat(requests)
        .allSatisfy(
            request ->
                assertThatThrownBy(request)
                    .isInstanceOfSatisfying(
                        SQLFeatureNotSupportedException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("0A000")));
  }

  @Test
  void abortAndCloseEndAStatementThatRuns() throws Exception {
    assertEndsTheStatement(connection -> connection.abort(Runnable::run));
    assertEndsTheStatement(ZdbConnection::close);
  }

  private interface End {
    void of(ZdbConnection connection) throws SQLException;
  }

  private static void assertEndsTheStatement(End end) throws Exception {
    FakeSession session = new FakeSession().blocks("SELECT 1");
    ZdbConnection connection = Connections.over(session);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<SQLException> failure =
          other.submit(
              () -> {
                try (Statement statement = connection.createStatement()) {
                  statement.executeQuery("SELECT 1");
                  throw new AssertionError("the statement did not fail");
                } catch (SQLException expected) {
                  return expected;
                }
              });
      assertThat(session.blocked.await(30, TimeUnit.SECONDS)).isTrue();

      end.of(connection);

      assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
      assertThat(connection.isClosed()).isTrue();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void aConnectionUnwrapsToItself() throws SQLException {
    ZdbConnection connection = connection();

    assertThat(connection.isWrapperFor(Connection.class)).isTrue();
    assertThat(connection.unwrap(ZdbConnection.class)).isSameAs(connection);
    assertThat(connection.isWrapperFor(String.class)).isFalse();
    assertThatThrownBy(() -> connection.unwrap(String.class)).isInstanceOf(SQLException.class);
  }

  @Test
  void largeObjectsCanBeMadeAndFilled() throws SQLException {
    ZdbConnection connection = connection();
    var blob = connection.createBlob();
    var clob = connection.createClob();

    assertThat(blob.setBytes(1, new byte[] {1, 2, 3})).isEqualTo(3);
    assertThat(blob.getBytes(2, 9)).containsExactly(2, 3);
    assertThat(clob.setString(1, "abc")).isEqualTo(3);
    assertThat(clob.getSubString(2, 9)).isEqualTo("bc");
  }
}
