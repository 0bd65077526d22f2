package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Statements and their results: types, limits, batches, cancelling, failures. */
final class StatementsTest extends AtEveryPlace {
  /** Rows without end, as far as a test can tell. */
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM t a, t b, t c, t d WHERE a.k + b.k + c.k + d.k < 0";

  private static final Object[] OF_EVERY_TYPE = {
    true,
    -128,
    -32_768,
    Integer.MIN_VALUE,
    Long.MIN_VALUE,
    new BigDecimal("-12345678901234567.125"),
    1.5f,
    -0.1,
    "a\u00e9 ",
    "\ud83d\ude00 text",
    new byte[] {0, -1},
    new byte[0],
    LocalDate.of(1, 1, 1),
    LocalTime.of(23, 59, 59, 999_999_999),
    LocalDateTime.of(9999, 12, 31, 23, 59, 59, 1),
    UUID.fromString("ffffffff-0000-4000-8000-000000000001")
  };

  @Test
  void aValueOfEveryTypeComesBackAsItsJavaClass() throws SQLException {
    Object[] values = OF_EVERY_TYPE;
    sql.executeUpdate(
        "CREATE TABLE every (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f"
            + " DECIMAL(20,3), g REAL, h DOUBLE, i CHAR(3), j VARCHAR, k BINARY(2), l VARBINARY, m"
            + " DATE, n TIME(9), o TIMESTAMP(9), p UUID)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO every VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      assertThat(insert.executeUpdate()).isEqualTo(1);
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, null);
      }
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }

    try (ResultSet rows = sql.executeQuery("SELECT * FROM every ORDER BY a NULLS LAST")) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(rows.next()).isTrue();
      for (int i = 0; i < values.length; i++) {
        Object read =
            values[i] instanceof LocalDate
                    || values[i] instanceof LocalTime
                    || values[i] instanceof LocalDateTime
                ? rows.getObject(i + 1, values[i].getClass())
                : rows.getObject(i + 1);
        assertThat(read).as(columns.getColumnTypeName(i + 1)).isEqualTo(values[i]);
        assertThat(rows.getObject(i + 1).getClass().getName())
            .isEqualTo(columns.getColumnClassName(i + 1));
      }
      assertThat(rows.next()).isTrue();
      for (int i = 0; i < values.length; i++) {
        assertThat(rows.getObject(i + 1)).isNull();
        assertThat(rows.wasNull()).isTrue();
      }
    }
  }

  @Test
  void aFailureIsOfTheClassAndStateThatItsCauseAsksFor() throws SQLException {
    makeNumbers(1);

    failure("42P01", () -> sql.execute("SELECT * FROM nowhere"))
        .isInstanceOf(SQLSyntaxErrorException.class)
        .hasMessageContaining("NOWHERE")
        .hasMessageContaining("line 1, column 15");
    failure("23505", () -> sql.execute("INSERT INTO t VALUES (1, 'again')"))
        .isInstanceOf(SQLIntegrityConstraintViolationException.class)
        .hasMessageContaining("T_PKEY");
    failure("22012", () -> sql.execute("UPDATE t SET k = k / 0"))
        .isInstanceOf(SQLDataException.class);
    failure("22001", () -> sql.execute("UPDATE t SET v = '" + "x".repeat(41) + "'"));
    failure("42601", () -> sql.execute("SELEC 1"));
    failure("42601", () -> connection.prepareStatement("SELECT 1 +"));
    failure("HY010", () -> sql.executeQuery("UPDATE t SET v = 'no'"));
    failure("HY010", () -> sql.executeUpdate("SELECT 1"));
    assertThat(rows("SELECT * FROM t")).containsExactly(List.of("1", "v1"));
  }

  @Test
  void aFailureAtALaterRowReachesWhoReadsIt() throws SQLException {
    makeNumbers(3_000);
    sql.setFetchSize(10);
    try (ResultSet rows = sql.executeQuery("SELECT 1 / (2000 - k) FROM t")) {
      failure(
          "22012",
          () -> {
            while (rows.next()) {
              assertThat(rows.getInt(1)).isBetween(-1, 1);
            }
          });
    }
    assertThat(rows("SELECT COUNT(*) FROM t")).containsExactly(List.of("3000"));
  }

  @Test
  void aBatchTellsHowManyOfItsExecutionsWereDone() throws SQLException {
    makeNumbers(3);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE t SET v = ? WHERE k <= ?")) {
      for (int k : new int[] {1, 3, 0}) {
        update.setString(1, "new");
        update.setInt(2, k);
        update.addBatch();
      }
      update.setString(1, "x".repeat(41));
      update.setInt(2, 1);
      update.addBatch();
      update.setString(1, "never");
      update.setInt(2, 3);
      update.addBatch();

      BatchUpdateException failure =
          catchThrowableOfType(BatchUpdateException.class, update::executeBatch);

      assertThat(failure.getUpdateCounts()).containsExactly(1, 3, 0);
      assertThat(failure.getLargeUpdateCounts()).containsExactly(1, 3, 0);
      assertThat(failure.getSQLState()).isEqualTo("22001");
      assertThat((Throwable) failure.getNextException()).isInstanceOf(SQLDataException.class);
    }
    for (String text : List.of("DELETE FROM t WHERE k = 3", "DELETE FROM t WHERE k / 0 = 1")) {
      sql.addBatch(text);
    }
    BatchUpdateException failure =
        catchThrowableOfType(BatchUpdateException.class, sql::executeBatch);
    assertThat(failure.getUpdateCounts()).containsExactly(1);
    assertThat(failure.getSQLState()).isEqualTo("22012");
    assertThat(rows("SELECT v FROM t ORDER BY k")).containsExactly(List.of("new"), List.of("new"));
  }

  @Test
  void aBatchInATransactionIsUndoneWithIt() throws SQLException {
    connection.setAutoCommit(false);
    makeNumbers(100);
    connection.rollback();
    failure("42P01", () -> sql.execute("SELECT * FROM t"));
  }

  @Test
  void aBatchGivesTheKeysOfAllItsRows() throws SQLException {
    sql.executeUpdate("CREATE TABLE n (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v INT)");
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO n (v) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      insert.executeBatch();
      assertThat(rows(insert.getGeneratedKeys(), "ID"))
          .containsExactly(List.of("1"), List.of("2"), List.of("3"));
    }
  }

  @Test
  void maxRowsCutsWhatItIsSetFor() throws SQLException {
    makeNumbers(100);
    for (int fetchSize : new int[] {0, 1, 7}) {
      sql.setFetchSize(fetchSize);
      sql.setMaxRows(10);
      assertThat(rows(sql.executeQuery("SELECT k FROM t ORDER BY k"))).hasSize(10);
      sql.setMaxRows(0);
      assertThat(rows(sql.executeQuery("SELECT k FROM t ORDER BY k"))).hasSize(100);
    }
  }

  @Test
  void aResultReadInPartsIsClosedByTheNextExecutionAndHoldsNothing() throws SQLException {
    makeNumbers(1_000);
    sql.setFetchSize(10);
    ResultSet first = sql.executeQuery("SELECT * FROM t ORDER BY k");
    for (int i = 1; i <= 25; i++) {
      assertThat(first.next()).isTrue();
      assertThat(first.getInt(1)).isEqualTo(i);
    }

    try (ResultSet second = sql.executeQuery("SELECT COUNT(*) FROM t")) {
      assertThat(first.isClosed()).isTrue();
      failure("24000", first::next);
      assertThat(second.next()).isTrue();
    }
    assertThat(sql.executeUpdate("DELETE FROM t")).isEqualTo(1_000);
  }

  @Test
  void severalStatementsReadSideBySideWhileOthersChange() throws SQLException {
    makeNumbers(500);
    try (Statement other = connection.createStatement()) {
      sql.setFetchSize(10);
      other.setFetchSize(20);
      try (ResultSet up = sql.executeQuery("SELECT k FROM t ORDER BY k");
          ResultSet down = other.executeQuery("SELECT k FROM t ORDER BY k DESC")) {
        for (int i = 1; i <= 500; i++) {
          assertThat(up.next() && down.next()).isTrue();
          assertThat(up.getInt(1) + down.getInt(1)).isEqualTo(501);
          if (i == 100) {
            try (Statement third = connection.createStatement()) {
              assertThat(third.executeUpdate("UPDATE t SET v = 'changed'")).isEqualTo(500);
            }
          }
        }
      }
    }
  }

  @Test
  void aLargeValueTravelsWhole() throws SQLException {
    sql.executeUpdate("CREATE TABLE big (k INT PRIMARY KEY, text VARCHAR, bytes VARBINARY)");
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    String text = "grün \ud83d\ude00 ".repeat(200_000);
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO big VALUES (?,?,?)")) {
      insert.setInt(1, 1);
      insert.setString(2, text);
      insert.setBytes(3, bytes);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    try (ResultSet row = sql.executeQuery("SELECT text, bytes FROM big")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo(text);
      assertThat(row.getBytes(2)).isEqualTo(bytes);
    }
  }

  @Test
  void cancelFromAnotherThreadEndsTheStatementAndNothingElse() throws Exception {
    makeNumbers(1_000);
    SQLException failure = failureUnderCancel(sql, () -> sql.execute(ENDLESS));

    assertThat(failure.getSQLState()).isEqualTo("57014");
    assertThat((Throwable) failure).isNotInstanceOf(SQLTimeoutException.class);
    assertThat(rows("SELECT COUNT(*) FROM t")).containsExactly(List.of("1000"));
    sql.cancel();
    assertThat(rows(sql.executeQuery("SELECT 1"))).hasSize(1);
  }

  @Test
  void aCancelledUpdateIsUndoneAndItsTransactionGoesOn() throws Exception {
    makeNumbers(1_000);
    connection.setAutoCommit(false);
    sql.executeUpdate("UPDATE t SET v = 'kept' WHERE k = 1");
    SQLException failure =
        failureUnderCancel(
            sql,
            () ->
                sql.execute(
                    "UPDATE t SET v = 'lost' WHERE k >= 1 OR k < (SELECT COUNT(*) FROM t a, t b,"
                        + " t c, t d WHERE a.k + b.k + c.k + d.k < t.k)"));

    assertThat(failure.getSQLState()).isEqualTo("57014");
    connection.commit();
    assertThat(rows("SELECT k FROM t WHERE v = 'kept' OR v = 'lost'"))
        .containsExactly(List.of("1"));
  }

  private interface Execution {
    void run() throws SQLException;
  }

  /** Cancels until that is heard: the statement may not have begun yet. */
  private static SQLException failureUnderCancel(Statement statement, Execution execution)
      throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<SQLException> outcome =
          thread.submit(() -> catchThrowableOfType(SQLException.class, execution::run));
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

  @Test
  void aQueryTimeoutIsASqlTimeoutException() throws SQLException {
    makeNumbers(1_000);
    sql.setQueryTimeout(1);
    failure("57014", () -> sql.execute(ENDLESS))
        .isInstanceOf(SQLTimeoutException.class)
        .hasMessageContaining("1 s");
    assertThat(rows("SELECT COUNT(*) FROM t")).containsExactly(List.of("1000"));
  }

  @Test
  void aQueryTimeoutEndsAWaitForAnothersLock() throws SQLException {
    makeNumbers(1);
    try (var holder = database.connect();
        Statement holding = holder.createStatement()) {
      holder.setAutoCommit(false);
      holding.executeUpdate("UPDATE t SET v = 'held'");
      sql.setQueryTimeout(1);
      failure("57014", () -> sql.executeUpdate("UPDATE t SET v = 'mine'"))
          .isInstanceOf(SQLTimeoutException.class);
    }
  }

  @Test
  void aParameterThatCannotBeStoredIsRefusedByName() throws SQLException {
    makeNumbers(1);
    try (PreparedStatement update = connection.prepareStatement("UPDATE t SET k = ?")) {
      failure("07001", update::executeUpdate);
      update.setString(1, "x");
      failure("22018", update::executeUpdate).hasMessageContaining("x");
      failure("07009", () -> update.setInt(2, 1));
    }
  }

  @Test
  void aClosedStatementRefusesAndClosesItsResult() throws SQLException {
    makeNumbers(100);
    sql.setFetchSize(10);
    ResultSet rows = sql.executeQuery("SELECT * FROM t");
    assertThat(rows.next()).isTrue();
    sql.close();
    assertThat(rows.isClosed()).isTrue();
    failure("HY010", () -> sql.execute("SELECT 1"));
  }
}
