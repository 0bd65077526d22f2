package dev.zdb.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JDBC through a socket to databases on disk. */
@Tag("slow")
@Timeout(120)
final class EngineServerTest {
  private static final String LONG =
      "SELECT COUNT(*) FROM item a, item b, item c WHERE a.id + b.id + c.id < 0";

  @TempDir Path directory;
  private ZdbServer server;

  @BeforeEach
  void start() {
    server =
        ZdbServer.start(
            ServerOptions.of(directory.resolve("data"))
                .with(ServerOptions.Listen.parse("127.0.0.1:0")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection("jdbc:zdb://127.0.0.1:" + server.port() + "/" + database);
  }

  private static void makeItems(Connection connection, int count) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40), price DECIMAL(9, 2))");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item VALUES (?, ?, ?)")) {
      for (int i = 1; i <= count; i++) {
        insert.setLong(1, i);
        insert.setString(2, i % 3 == 0 ? null : "item " + i);
        insert.setBigDecimal(3, BigDecimal.valueOf(i, 2));
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(count).containsOnly(1);
    }
  }

  @Test
  void aPreparedStatementFollowsTheSchemaAsOftenAsItIsExecuted() throws SQLException {
    try (Connection connection = connect("shop");
        Connection other = connect("shop");
        Statement schema = other.createStatement()) {
      schema.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)");
      schema.execute("INSERT INTO t VALUES (1, 2)");
      PreparedStatement select = connection.prepareStatement("SELECT * FROM t WHERE a = ?");
      select.setInt(1, 1);
      assertThat(shown(select)).isEqualTo("A INTEGER 1, B INTEGER 2");

      schema.execute("DROP TABLE t");
      assertThatThrownBy(select::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
      schema.execute("CREATE TABLE t (b DATE, a BIGINT)");
      schema.execute("INSERT INTO t VALUES (DATE '2026-11-21', 1)");

      for (int i = 0; i < 3; i++) {
        assertThat(shown(select)).isEqualTo("B DATE 2026-11-21, A BIGINT 1");
        assertThat(select.getMetaData().getColumnTypeName(1)).isEqualTo("DATE");
      }
      schema.execute("DROP TABLE t");
      schema.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)");
      schema.execute("INSERT INTO t VALUES (1, 2)");
      assertThat(shown(select)).isEqualTo("A INTEGER 1, B INTEGER 2");
      assertThat(select.getMetaData().getColumnTypeName(1)).isEqualTo("INTEGER");
    }
  }

  /** The only row, each column with its name and type. */
  private static String shown(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(rows.next()).isTrue();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        String type = columns.getColumnTypeName(i);
        values.add(columns.getColumnName(i) + " " + type + " " + rows.getString(i));
      }
      assertThat(rows.next()).isFalse();
      return String.join(", ", values);
    }
  }

  private static long sumOfIds(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(100);
      try (ResultSet rows = statement.executeQuery("SELECT id, name, price FROM item")) {
        long sum = 0;
        while (rows.next()) {
          sum += rows.getLong(1);
          assertThat(rows.getString(2) == null).isEqualTo(rows.getLong(1) % 3 == 0);
        }
        return sum;
      }
    }
  }

  @Test
  void whatOneConnectionCommitsAnotherReads() throws SQLException {
    try (Connection writer = connect("shop");
        Connection reader = connect("SHOP")) {
      makeItems(writer, 2_000);
      assertThat(sumOfIds(reader)).isEqualTo(2_001_000);
      assertThat(reader.getCatalog()).isEqualTo("SHOP");
    }
  }

  @Test
  void dataSurviveTheServer() throws SQLException {
    try (Connection writer = connect("shop")) {
      makeItems(writer, 100);
    }
    server.close();
    start();
    try (Connection reader = connect("Shop")) {
      assertThat(sumOfIds(reader)).isEqualTo(5_050);
    }
  }

  @Test
  void aTransactionIsSeenWhenItCommitsAndGoneWhenItRollsBack() throws SQLException {
    try (Connection writer = connect("shop");
        Connection reader = connect("shop")) {
      makeItems(writer, 10);
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.executeUpdate("DELETE FROM item WHERE id > 5");
        assertThat(sumOfIds(reader)).isEqualTo(55);
        writer.rollback();
        assertThat(sumOfIds(reader)).isEqualTo(55);
        statement.executeUpdate("DELETE FROM item WHERE id > 5");
        writer.commit();
        assertThat(sumOfIds(reader)).isEqualTo(15);
      }
    }
  }

  @Test
  void aFailedStatementKeepsItsSqlState() throws SQLException {
    try (Connection connection = connect("shop");
        Statement statement = connection.createStatement()) {
      makeItems(connection, 1);
      assertThatThrownBy(() -> statement.execute("INSERT INTO item VALUES (1, 'again', 1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      assertThatThrownBy(() -> statement.execute("SELECT * FROM nowhere"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
      assertThat(sumOfIds(connection)).isEqualTo(1);
    }
  }

  @Test
  void aConnectionThatIsDroppedRollsBackAndLetsGoOfItsLocks() throws SQLException {
    try (Connection other = connect("shop")) {
      makeItems(other, 1);
      Connection dropped = connect("shop");
      dropped.setAutoCommit(false);
      try (Statement statement = dropped.createStatement()) {
        statement.executeUpdate("UPDATE item SET name = 'lost'");
        dropped.abort(Runnable::run);
      }
      try (Statement statement = other.createStatement()) {
        assertThat(statement.executeUpdate("UPDATE item SET name = 'kept'")).isEqualTo(1);
      }
    }
  }

  /** Runs a statement that takes longer than anyone waits, and cancels it until that is heard. */
  private static String stateAfterCancel(Statement statement, String sql) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<String> outcome = thread.submit(() -> stateOf(statement, sql));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!outcome.isDone()) {
        assertThat(System.nanoTime()).as("cancelled in time").isLessThan(deadline);
        statement.cancel();
        Thread.onSpinWait();
      }
      return outcome.get();
    } finally {
      thread.shutdownNow();
    }
  }

  private static String stateOf(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "done";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  @Test
  void aLongQueryIsCancelled() throws Exception {
    try (Connection connection = connect("shop");
        Statement statement = connection.createStatement()) {
      makeItems(connection, 1_000);
      assertThat(stateAfterCancel(statement, LONG)).isEqualTo("57014");
      assertThat(sumOfIds(connection)).isEqualTo(500_500);
    }
  }

  @Test
  void longQueriesOnEveryCoreLeaveRoomForOthers() throws Exception {
    int busy = 2 * Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(busy);
    try (Connection connection = connect("shop")) {
      makeItems(connection, 1_000);
      List<Future<String>> outcomes = new ArrayList<>();
      List<Statement> statements = new ArrayList<>();
      for (int i = 0; i < busy; i++) {
        Statement statement = connect("shop").createStatement();
        statements.add(statement);
        outcomes.add(threads.submit(() -> stateOf(statement, LONG)));
      }
      for (int query = 0; query < 6; query++) {
        assertThat(sumOfIds(connection)).isEqualTo(500_500);
      }
      assertThat(outcomes).noneMatch(Future::isDone);
      for (int i = 0; i < busy; i++) {
        cancelUntilDone(statements.get(i), outcomes.get(i));
        assertThat(outcomes.get(i).get()).isEqualTo("57014");
        statements.get(i).getConnection().close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** A cancel that comes before its statement is no cancel. */
  private static void cancelUntilDone(Statement statement, Future<?> outcome) throws SQLException {
    while (!outcome.isDone()) {
      statement.cancel();
    }
  }

  @Test
  void aLongQueryEndsWhenItsTimeIsOver() throws Exception {
    try (Connection connection = connect("shop");
        Statement statement = connection.createStatement()) {
      makeItems(connection, 1_000);
      statement.setQueryTimeout(1);
      assertThat(stateOf(statement, LONG)).isEqualTo("57014");
    }
  }

  @Test
  void aWriterThatWaitsForAnotherIsCancelled() throws Exception {
    try (Connection first = connect("shop");
        Connection second = connect("shop");
        Statement holding = first.createStatement();
        Statement waiting = second.createStatement()) {
      makeItems(first, 1);
      first.setAutoCommit(false);
      holding.executeUpdate("UPDATE item SET name = 'held'");

      assertThat(stateAfterCancel(waiting, "UPDATE item SET name = 'mine'")).isEqualTo("57014");

      first.commit();
      assertThat(waiting.executeUpdate("UPDATE item SET name = 'mine'")).isEqualTo(1);
    }
  }

  @Test
  void generatedKeysComeWithTheInsert() throws SQLException {
    try (Connection connection = connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE note (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text VARCHAR)");
      statement.executeUpdate(
          "INSERT INTO note (text) VALUES ('a'), ('b')", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        long first = keys.getLong(1);
        assertThat(keys.next()).isTrue();
        assertThat(keys.getLong(1)).isEqualTo(first + 1);
        assertThat(keys.next()).isFalse();
      }
    }
  }

  @Test
  void shutdownEndsTheDatabaseAndTheNextConnectionOpensItAgain() throws SQLException {
    try (Connection connection = connect("shop");
        Connection other = connect("shop")) {
      makeItems(connection, 3);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN");
      }
      assertThat(other.isValid(5)).isFalse();
    }
    try (Connection again = connect("shop")) {
      assertThat(sumOfIds(again)).isEqualTo(6);
    }
  }

  @Test
  void databasesOfOneServerAreApart() throws SQLException {
    try (Connection first = connect("first");
        Connection second = connect("second")) {
      makeItems(first, 3);
      makeItems(second, 4);
      assertThat(sumOfIds(first)).isEqualTo(6);
      assertThat(sumOfIds(second)).isEqualTo(10);
    }
  }

  @Test
  void createNeverMakesNothing() {
    assertThatThrownBy(() -> connect("typo?create=never"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"));
  }
}
