package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zdb.test.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections: transactions, settings, warnings, and their ends. */
final class ConnectionsTest extends AtEveryPlace {
  @Test
  void settingsAreThoseOfTheUrlUntilChanged() throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(connection.isReadOnly()).isFalse();
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(connection.getCatalog()).isEqualTo(database.catalog());
    assertThat(connection.getSchema()).isEqualTo("PUBLIC");
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
    assertThat(connection.getNetworkTimeout()).isZero();
    assertThat((Throwable) connection.getWarnings()).isNull();

    try (Connection told =
        database.connect(
            "autoCommit=false",
            "readOnly=true",
            "isolation=SERIALIZABLE",
            "schema=INFORMATION_SCHEMA")) {
      assertThat(told.getAutoCommit()).isFalse();
      assertThat(told.isReadOnly()).isTrue();
      assertThat(told.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(told.getSchema()).isEqualTo("INFORMATION_SCHEMA");
    }
  }

  @Test
  void readUncommittedIsRaised() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    failure("22023", () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
  }

  @Test
  void aReadOnlyConnectionChangesNothing() throws SQLException {
    makeNumbers(1);
    connection.setReadOnly(true);
    failure("25006", () -> sql.executeUpdate("DELETE FROM t"));
    failure("25006", () -> sql.executeUpdate("CREATE TABLE u (k INT)"));
    assertThat(rows("SELECT k FROM t")).hasSize(1);
    connection.setReadOnly(false);
    assertThat(sql.executeUpdate("DELETE FROM t")).isEqualTo(1);
  }

  @Test
  void repeatableReadSeesOneMoment() throws SQLException {
    makeNumbers(1);
    try (Connection writer = database.connect();
        Statement writing = writer.createStatement()) {
      for (boolean repeatable : new boolean[] {true, false}) {
        connection.setTransactionIsolation(
            repeatable
                ? Connection.TRANSACTION_REPEATABLE_READ
                : Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        String before = rows("SELECT COUNT(*) FROM t").get(0).get(0);
        writing.executeUpdate("INSERT INTO t SELECT MAX(k) + 1, 'more' FROM t");
        String after = rows("SELECT COUNT(*) FROM t").get(0).get(0);
        assertThat(after.equals(before)).isEqualTo(repeatable);
        connection.commit();
        connection.setAutoCommit(true);
      }
    }
  }

  @Test
  void twoWhoChangeWhatBothReadAreToldToTryAgain() throws SQLException {
    makeNumbers(1);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    assertThat(rows("SELECT v FROM t")).hasSize(1);
    try (Connection other = database.connect();
        Statement first = other.createStatement()) {
      first.executeUpdate("UPDATE t SET v = 'first'");
    }
    failure("40001", () -> sql.executeUpdate("UPDATE t SET v = 'second'"))
        .hasMessageContaining("row or key of table T");
    connection.rollback();
    assertThat(sql.executeUpdate("UPDATE t SET v = 'second'")).isEqualTo(1);
    connection.commit();
  }

  @Test
  void aWriterWaitsForAnotherAsLongAsItsLockTimeout() throws SQLException {
    makeNumbers(1);
    connection.setAutoCommit(false);
    sql.executeUpdate("UPDATE t SET v = 'held'");
    try (Connection hurried = database.connect("lockTimeout=50ms");
        Statement waiting = hurried.createStatement()) {
      failure("55P03", () -> waiting.executeUpdate("UPDATE t SET v = 'mine'"))
          .isInstanceOf(SQLTimeoutException.class);
      connection.commit();
      assertThat(waiting.executeUpdate("UPDATE t SET v = 'mine'")).isEqualTo(1);
    }
  }

  @Test
  void switchingAutoCommitOnCommits() throws SQLException {
    makeNumbers(1);
    connection.setAutoCommit(false);
    sql.executeUpdate("DELETE FROM t");
    connection.setAutoCommit(true);
    try (Connection other = database.connect();
        Statement reading = other.createStatement()) {
      assertThat(rows(reading.executeQuery("SELECT k FROM t"))).isEmpty();
    }
    failure("25000", connection::commit);
    failure("25000", connection::rollback);
  }

  @Test
  void savepointsAreRefusedAsTheMetadataSay() throws SQLException {
    assertThat(connection.getMetaData().supportsSavepoints()).isFalse();
    connection.setAutoCommit(false);
    failure("0A000", connection::setSavepoint).isInstanceOf(SQLFeatureNotSupportedException.class);
    failure("0A000", () -> connection.setSavepoint("s"));
    failure("0A000", () -> connection.rollback(null));
    failure("0A000", () -> connection.releaseSavepoint(null));
  }

  @Test
  void whatIsOpenEndsWithItsTransaction() throws SQLException {
    makeNumbers(100);
    connection.setAutoCommit(false);
    sql.setFetchSize(10);
    ResultSet rows = sql.executeQuery("SELECT * FROM t ORDER BY k");
    assertThat(rows.next()).isTrue();
    connection.commit();
    failure(
        "24000",
        () -> {
          while (rows.next()) {
            assertThat(rows.getInt(1)).isLessThan(100);
          }
        });

    connection.createStatement(
        ResultSet.TYPE_FORWARD_ONLY,
        ResultSet.CONCUR_READ_ONLY,
        ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat(connection.getWarnings().getSQLState()).isEqualTo("01S02");
    connection.clearWarnings();
    assertThat((Throwable) connection.getWarnings()).isNull();
  }

  @Test
  void aResultTellsThatTheEndOfItsTransactionClosedIt() throws SQLException {
    makeNumbers(100);
    List<Ending> endings =
        List.of(
            Connection::commit,
            Connection::rollback,
            c -> c.setAutoCommit(true),
            c -> c.createStatement().execute("COMMIT"));
    for (Ending ending : endings) {
      for (String query : List.of("SELECT k FROM t WHERE k = 1", "SELECT k FROM t", "VALUES 1")) {
        connection.setAutoCommit(false);
        ResultSet rows = sql.executeQuery(query);
        assertThat(rows.next()).isTrue();
        assertThat(rows.isClosed()).isFalse();

        ending.end(connection);

        assertThat(rows.isClosed()).as(query).isTrue();
        failure("24000", rows::next).hasMessageContaining("transaction");
        failure("24000", () -> rows.getInt(1));
        failure("24000", rows::getMetaData);
        rows.close();
        assertThat(sql.isClosed()).isFalse();
      }
    }
  }

  @Test
  void aResultOfAutoCommitOutlivesTheTransactionsOfOthers() throws SQLException {
    makeNumbers(100);
    sql.setFetchSize(10);
    ResultSet rows = sql.executeQuery("SELECT k FROM t ORDER BY k");
    try (Statement other = connection.createStatement()) {
      other.execute("BEGIN");
      other.executeUpdate("DELETE FROM t");
      other.execute("ROLLBACK");
    }
    assertThat(rows.isClosed()).isFalse();
    assertThat(rows(rows)).hasSize(100);
  }

  /** A way to end a transaction. */
  private interface Ending {
    void end(Connection connection) throws SQLException;
  }

  @Test
  void aSchemaThatIsNotThereIsRefusedAndTheOldOneStays() throws SQLException {
    failure("3F000", () -> connection.setSchema("NOWHERE"));
    assertThat(connection.getSchema()).isEqualTo("PUBLIC");
    connection.setSchema("INFORMATION_SCHEMA");
    assertThat(rows("SELECT COUNT(*) FROM tables")).hasSize(1);
  }

  @Test
  void endingATransactionThatIsNotThereWarns() throws SQLException {
    for (String verb : List.of("COMMIT", "ROLLBACK")) {
      sql.execute(verb);
      SQLWarning warning = sql.getWarnings();
      assertThat(warning.getSQLState()).isEqualTo("25P01");
      assertThat(warning.getMessage()).contains("no transaction");
      sql.execute("SELECT 1");
      assertThat((Throwable) sql.getWarnings()).isNull();
    }
    sql.execute("BEGIN");
    sql.execute("COMMIT");
    assertThat((Throwable) sql.getWarnings()).isNull();
  }

  @Test
  void aClosedConnectionRefusesAndRollsBack() throws SQLException {
    makeNumbers(1);
    Connection other = database.connect();
    Statement lost = other.createStatement();
    other.setAutoCommit(false);
    lost.executeUpdate("DELETE FROM t");
    other.close();
    other.close();
    assertThat(other.isClosed() && lost.isClosed()).isTrue();
    assertThat(other.isValid(1)).isFalse();
    failure("08003", other::createStatement).isInstanceOf(SQLNonTransientConnectionException.class);
    assertThat(rows("SELECT k FROM t")).hasSize(1);
    assertThat(sql.executeUpdate("DELETE FROM t")).isEqualTo(1);
  }

  @Test
  void abortEndsAStatementThatRunsAndLetsGoOfItsLocks() throws Exception {
    makeNumbers(1_000);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection doomed = database.connect();
        Statement running = doomed.createStatement()) {
      doomed.setAutoCommit(false);
      running.executeUpdate("UPDATE t SET v = 'lost'");
      Future<String> outcome =
          thread.submit(
              () -> {
                try {
                  running.execute(
                      "SELECT COUNT(*) FROM t a, t b, t c, t d WHERE a.k+b.k+c.k+d.k < 0");
                  return "done";
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      doomed.abort(Runnable::run);
      assertThat(outcome.get(60, TimeUnit.SECONDS)).isIn("57014", "08003", "08006");
      assertThat(doomed.isClosed()).isTrue();
      assertThat(sql.executeUpdate("UPDATE t SET v = 'kept'")).isEqualTo(1_000);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void theNetworkTimeoutEndsAConnectionWhoseServerIsSilent() throws SQLException {
    makeNumbers(1_000);
    connection.setNetworkTimeout(Runnable::run, 300);
    assertThat(connection.getNetworkTimeout()).isEqualTo(300);
    assumeTrue(place == Place.SERVER, "only a server is waited for");
    failure(
            "08006",
            () -> sql.execute("SELECT COUNT(*) FROM t a, t b, t c, t d WHERE a.k+b.k+c.k+d.k < 0"))
        .isInstanceOf(SQLNonTransientConnectionException.class);
    assertThat(connection.isClosed()).isTrue();
    failure("08003", () -> sql.execute("SELECT 1"));
  }

  @Test
  void shutdownEndsEveryConnection() throws SQLException {
    makeNumbers(1);
    try (Connection other = database.connect();
        Statement last = other.createStatement()) {
      last.execute("SHUTDOWN");
    }
    failure("57P01", () -> sql.execute("SELECT k FROM t"));
    assertThat(connection.isValid(1)).isFalse();
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void aRefusedSchemaLeavesTheOtherSettingsAsTheyWere() throws SQLException {
    sql.executeUpdate("CREATE TABLE kept (k INT)");
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);

    failure("3F000", () -> connection.setSchema("NOPE"));

    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    sql.executeUpdate("INSERT INTO kept VALUES (1)");
    connection.rollback();
    assertThat(rows("SELECT k FROM kept")).isEmpty();
    connection.commit();
    connection.setReadOnly(true);
    failure("3F000", () -> connection.setSchema("NOPE"));
    assertThat(connection.isReadOnly()).isTrue();
    failure("25006", () -> sql.executeUpdate("INSERT INTO kept VALUES (1)"));
  }

  @Test
  void aUrlThatNamesNoSchemaIsRefused() {
    failure("3F000", () -> database.connect("schema=nosuch"));
  }

  @Test
  void numbersOfRowsThatWereUndoneAreNotUsedUp() throws SQLException {
    sql.executeUpdate(
        "CREATE TABLE n (id INT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, v INT CHECK (v >"
            + " 0))");
    failure("23514", () -> sql.executeUpdate("INSERT INTO n VALUES (2147483647, 0)"));
    sql.executeUpdate("INSERT INTO n (v) VALUES (1)");
    connection.setAutoCommit(false);
    sql.executeUpdate("INSERT INTO n VALUES (2147483647, 1)");
    connection.rollback();
    sql.executeUpdate("INSERT INTO n (v) VALUES (2)");
    sql.executeUpdate("INSERT INTO n VALUES (100, 3)");
    sql.executeUpdate("INSERT INTO n (v) VALUES (4)");
    connection.commit();
    sql.executeUpdate("INSERT INTO n VALUES (200, 5)");
    connection.commit();
    sql.executeUpdate("INSERT INTO n (v) VALUES (6)");

    assertThat(rows("SELECT v, id FROM n ORDER BY v"))
        .containsExactly(
            List.of("1", "1"),
            List.of("2", "2"),
            List.of("3", "100"),
            List.of("4", "101"),
            List.of("5", "200"),
            List.of("6", "201"));
  }

  @Test
  void optionsOfAStoreAreRefusedWhereTheyHaveNoEffect() {
    assumeTrue(place == Place.SERVER);
    failure("08001", () -> database.connect("cacheSize=4m")).hasMessageContaining("cacheSize");
    failure("08001", () -> database.connect("pageSize=4k")).hasMessageContaining("pageSize");
  }
}
