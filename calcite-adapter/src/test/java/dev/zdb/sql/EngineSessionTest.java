package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EngineSessionTest {
  private Talk one;
  private Talk two;

  @BeforeEach
  void openTwoSessionsOnOneDatabase() {
    DatabaseTarget target = new DatabaseTarget.NamedMemory("sessions");
    one = Talk.to(target);
    two = Talk.to(target);
    one.run("CREATE TABLE t (k BIGINT PRIMARY KEY, v VARCHAR(10))");
  }

  @AfterEach
  void shutDown() {
    one.run("SHUTDOWN");
    one.close();
    two.close();
  }

  @Test
  void aStatementOfAutoCommitIsSeenByOthersAtOnce() {
    assertThat(one.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')")).isEqualTo(2);

    assertThat(two.rows("SELECT * FROM t ORDER BY k")).containsExactly("1 a", "2 b");
    assertThat(one.session().inTransaction()).isFalse();
  }

  @Test
  void aTransactionIsSeenByOthersOnceCommitted() {
    one.run("BEGIN", "INSERT INTO t VALUES (1, 'a')");
    assertThat(two.rows("SELECT * FROM t")).isEmpty();
    assertThat(one.rows("SELECT * FROM t")).containsExactly("1 a");

    one.run("COMMIT");

    assertThat(two.rows("SELECT * FROM t")).containsExactly("1 a");
  }

  @Test
  void rollbackUndoesRowsAndTables() {
    one.run("BEGIN", "INSERT INTO t VALUES (1, 'a')", "CREATE TABLE u (k INTEGER)");
    one.run("INSERT INTO u VALUES (7)", "CREATE INDEX tv ON t(v)");
    assertThat(one.rows("SELECT * FROM u")).containsExactly("7");

    one.run("ROLLBACK");

    assertThat(one.rows("SELECT * FROM t")).isEmpty();
    assertThat(one.failureOf("SELECT * FROM u")).isEqualTo(SqlErrorCode.UNDEFINED_TABLE);
    assertThat(one.rows("SELECT index_name FROM information_schema.indexes"))
        .containsExactly("T_PKEY");
  }

  @Test
  void aNewTableIsSeenByOthersOnceCommitted() {
    one.run("BEGIN", "CREATE TABLE u (k INTEGER)");
    assertThat(two.failureOf("SELECT * FROM u")).isEqualTo(SqlErrorCode.UNDEFINED_TABLE);

    one.run("COMMIT");

    assertThat(two.rows("SELECT * FROM u")).isEmpty();
  }

  @Test
  void aStatementThatFailsIsUndoneAloneAndTheTransactionGoesOn() {
    one.run("BEGIN", "INSERT INTO t VALUES (1, 'a')");

    assertThat(one.failureOf("INSERT INTO t VALUES (2, 'b'), (1, 'c')"))
        .isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    one.run("INSERT INTO t VALUES (3, 'd')", "COMMIT");

    assertThat(two.rows("SELECT k FROM t ORDER BY k")).containsExactly("1", "3");
  }

  @Test
  void aPreparedStatementOutlivesAChangeOfTheSchema() {
    one.run("INSERT INTO t VALUES (1, 'a')");
    try (PreparedSql select = one.session().prepare("SELECT k FROM t WHERE v = ?")) {
      two.run("CREATE INDEX tv ON t(v)", "INSERT INTO t VALUES (2, 'a')");

      SqlResult result =
          one.session().execute(select, new Object[] {"a"}, ExecuteOptions.defaults());

      assertThat(Talk.rest(((SqlResult.Rows) result).cursor())).hasSize(2);
      two.run("DROP TABLE t");
      assertThatThrownBy(
              () -> one.session().execute(select, new Object[] {"a"}, ExecuteOptions.defaults()))
          .isInstanceOfSatisfying(
              SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.UNDEFINED_TABLE));
    }
  }

  @Test
  void aRepeatableReadGoesOnWithTheSchemaThatItBeganWith() {
    one.run("INSERT INTO t VALUES (1, 'a')");
    beginRepeatableRead(two);
    assertThat(two.rows("SELECT * FROM t")).containsExactly("1 a");
    one.run("CREATE INDEX tv ON t(v)", "INSERT INTO t VALUES (2, 'a')");

    assertThat(two.rows("SELECT k FROM t WHERE v = 'a'")).containsExactly("1");
    one.run("DROP TABLE t", "CREATE TABLE t (v BOOLEAN)");
    assertThat(two.rows("SELECT * FROM t")).containsExactly("1 a");
    two.session().rollback();

    assertThat(two.rows("SELECT * FROM t")).isEmpty();
  }

  @Test
  void aRepeatableReadDoesNotWriteByASchemaThatIsNoLonger() {
    one.run("INSERT INTO t VALUES (1, 'a')");
    beginRepeatableRead(two);
    assertThat(two.rows("SELECT * FROM t")).containsExactly("1 a");
    one.run("CREATE UNIQUE INDEX tv ON t(v)");

    assertThat(two.failureOf("INSERT INTO t VALUES (2, 'a')"))
        .as("the index would lack the row")
        .isEqualTo(SqlErrorCode.SERIALIZATION_FAILURE);
    assertThat(two.failureOf("CREATE TABLE u (k INTEGER)"))
        .isEqualTo(SqlErrorCode.SERIALIZATION_FAILURE);
    assertThat(two.rows("SELECT * FROM t")).containsExactly("1 a");
    two.session().rollback();

    assertThat(two.failureOf("INSERT INTO t VALUES (2, 'a')"))
        .isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    assertThat(two.run("INSERT INTO t VALUES (2, 'b')")).isEqualTo(1);
    two.session().commit();
    assertThat(one.rows("SELECT k FROM t WHERE v = 'b'")).containsExactly("2");
  }

  private static void beginRepeatableRead(Talk talk) {
    talk.session()
        .setSettings(
            talk.session().settings().withAutoCommit(false).with(IsolationLevel.REPEATABLE_READ));
  }

  @Test
  void readCommittedSeesWhatOthersCommitBetweenStatementsAndRepeatableReadDoesNot() {
    two.session().setSettings(two.session().settings().withAutoCommit(false));
    assertThat(two.rows("SELECT * FROM t")).isEmpty();
    one.run("INSERT INTO t VALUES (1, 'a')");
    assertThat(two.rows("SELECT * FROM t")).hasSize(1);
    two.session().commit();

    two.session().setSettings(two.session().settings().with(IsolationLevel.REPEATABLE_READ));
    assertThat(two.rows("SELECT * FROM t")).hasSize(1);
    one.run("INSERT INTO t VALUES (2, 'b')");
    assertThat(two.rows("SELECT * FROM t")).hasSize(1);
    two.session().rollback();
    assertThat(two.rows("SELECT * FROM t")).hasSize(2);
  }

  @Test
  void theSecondOfTwoRepeatableReadsThatChangeARowFails() {
    one.run("INSERT INTO t VALUES (1, 'a')");
    beginRepeatableRead(two);
    assertThat(two.rows("SELECT * FROM t")).hasSize(1);
    one.run("UPDATE t SET v = 'b' WHERE k = 1");

    assertThat(two.failureOf("UPDATE t SET v = 'c' WHERE k = 1"))
        .isEqualTo(SqlErrorCode.SERIALIZATION_FAILURE);
  }

  @Test
  void repeatableReadsCannotBothTakeAUniqueValue() {
    one.run("CREATE UNIQUE INDEX tv ON t(v)");
    beginRepeatableRead(two);
    assertThat(two.rows("SELECT * FROM t")).isEmpty();
    one.run("INSERT INTO t VALUES (1, 'same')");

    assertThat(two.failureOf("INSERT INTO t VALUES (2, 'same')"))
        .isEqualTo(SqlErrorCode.SERIALIZATION_FAILURE);
  }

  @Test
  void aBatchStopsAtItsFirstFailureAndKeepsWhatWentBefore() {
    BatchResult result =
        one.batch(
            "INSERT INTO t VALUES (?, ?)",
            List.of(
                new Object[] {1L, "a"},
                new Object[] {"2", "b"},
                new Object[] {1L, "again"},
                new Object[] {3L, "c"}));

    assertThat(result.counts()).containsExactly(1, 1);
    assertThat(result.failure())
        .isNotNull()
        .satisfies(e -> assertThat(e.code()).isEqualTo(SqlErrorCode.UNIQUE_VIOLATION));
    assertThat(two.rows("SELECT * FROM t ORDER BY k")).containsExactly("1 a", "2 b");
  }

  @Test
  void generatedKeysComeBackInOrder() {
    one.run("CREATE TABLE g (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, v INTEGER)");
    ExecuteOptions asking = new ExecuteOptions(0, 0, 0, ExecuteOptions.Keys.GENERATED);

    SqlResult result =
        one.session().execute("INSERT INTO g(v) VALUES (10), (20)", new Object[0], asking);

    SqlResult.Count count = (SqlResult.Count) result;
    assertThat(count.keyColumns().get(0).column()).isEqualTo("ID");
    assertThat(count.keys()).containsExactly(new Object[] {1L}, new Object[] {2L});
    one.run("INSERT INTO g VALUES (100, 1)", "INSERT INTO g(v) VALUES (2)");
    assertThat(one.rows("SELECT id FROM g ORDER BY id")).containsExactly("1", "2", "100", "101");
  }

  @Test
  void aResultBeingReadDoesNotSeeWhatItsTransactionWritesMeanwhile() {
    one.run("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    one.run("BEGIN", "UPDATE t SET v = 'x' WHERE k = 1");
    RowCursor cursor = one.cursor("SELECT k, v FROM t ORDER BY k");
    assertThat(cursor.next()).isTrue();

    one.run("DELETE FROM t WHERE k > 1", "INSERT INTO t VALUES (9, 'z')");

    assertThat(cursor.asObject(1)).isEqualTo("x");
    assertThat(Talk.rest(cursor)).containsExactly("2 b", "3 c");
    one.run("ROLLBACK");
  }

  @Test
  void aWriterThatWaitsLongerThanItsTimeoutIsCancelled() {
    one.run("BEGIN", "INSERT INTO t VALUES (1, 'a')");
    ExecuteOptions hasty = new ExecuteOptions(0, 0, 20, ExecuteOptions.Keys.NONE);

    assertThatThrownBy(
            () -> two.session().execute("INSERT INTO t VALUES (1, 'b')", new Object[0], hasty))
        .isInstanceOfSatisfying(
            SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.CANCELLED));
    one.run("COMMIT");
    assertThat(two.run("UPDATE t SET v = 'b' WHERE k = 1")).isEqualTo(1);
  }

  @Test
  void aWriterThatWaitsLongerThanTheLockTimeoutFails() {
    one.run("BEGIN", "INSERT INTO t VALUES (1, 'a')");
    SessionOptions defaults = SessionOptions.defaults();
    SessionOptions impatient =
        new SessionOptions(
            defaults.settings(), Duration.ofMillis(20), defaults.durability(), defaults.zone());
    DatabaseTarget target = new DatabaseTarget.NamedMemory("sessions");

    try (Talk three = new Talk(SqlEngine.connect(target, DatabaseOptions.defaults(), impatient))) {
      assertThat(three.failureOf("INSERT INTO t VALUES (1, 'b')"))
          .isEqualTo(SqlErrorCode.LOCK_TIMEOUT);
      assertThat(three.run("INSERT INTO t VALUES (2, 'b')")).isEqualTo(1);
    }
    one.run("ROLLBACK");
  }

  @Test
  void writersInAutoCommitTakeTurnsAndNoneIsLost() throws InterruptedException {
    one.run("INSERT INTO t VALUES (0, '0')");
    List<Thread> writers = new ArrayList<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 4; i++) {
      Thread writer = new Thread(() -> countUp(25));
      writer.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(failures).isEmpty();
    assertThat(one.rows("SELECT v FROM t")).containsExactly("100");
  }

  private static void countUp(int times) {
    try (Talk talk = Talk.to(new DatabaseTarget.NamedMemory("sessions"))) {
      for (int i = 0; i < times; i++) {
        talk.run("UPDATE t SET v = CAST(CAST(v AS INTEGER) + 1 AS VARCHAR(10)) WHERE k = 0");
      }
    }
  }

  @Test
  void privateMemoryEndsWithShutdownAndClosesWithoutComplaint() {
    Talk alone = Talk.inMemory();
    alone.run("CREATE TABLE t (k INTEGER)", "SHUTDOWN");

    assertThat(alone.failureOf("SELECT * FROM t")).isEqualTo(SqlErrorCode.SHUT_DOWN);
    alone.close();
  }

  @Test
  void aReadOnlySessionRefusesWrites() {
    one.session().setSettings(one.session().settings().withReadOnly(true));

    assertThat(one.failureOf("INSERT INTO t VALUES (1, 'a')")).isEqualTo(SqlErrorCode.READ_ONLY);
    assertThat(one.failureOf("CREATE TABLE u (k INTEGER)")).isEqualTo(SqlErrorCode.READ_ONLY);
    assertThat(one.rows("SELECT * FROM t")).isEmpty();

    one.session().setSettings(one.session().settings().withReadOnly(false));
  }

  @Test
  void parametersAreCountedAndConverted() {
    one.run("INSERT INTO t VALUES (1, 'a')");

    assertThat(one.rows("SELECT v FROM t WHERE k = ?", "1")).containsExactly("a");
    assertThat(one.failureOf("SELECT v FROM t WHERE k = ?"))
        .isEqualTo(SqlErrorCode.WRONG_PARAMETERS);
    assertThat(one.failureOf("SELECT v FROM t WHERE k = ?", "x"))
        .isEqualTo(SqlErrorCode.INVALID_TEXT);
  }

  @Test
  void maxRowsEndsAResult() {
    one.run("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    ExecuteOptions two = new ExecuteOptions(2, 0, 0, ExecuteOptions.Keys.NONE);

    SqlResult result = one.session().execute("SELECT k FROM t ORDER BY k", new Object[0], two);

    assertThat(Talk.rest(((SqlResult.Rows) result).cursor())).containsExactly("1", "2");
  }

  @Test
  void aCancelledResultFailsAndTheSessionGoesOn() {
    one.run("INSERT INTO t VALUES (1, 'a')");
    RowCursor cursor =
        one.cursor(
            "WITH d(x) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))"
                + " SELECT a.x FROM d a, d b, d c, d e");
    assertThat(cursor.next()).isTrue();
    one.session().cancel();

    assertThatThrownBy(() -> Talk.rest(cursor))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CANCELLED));
    assertThat(one.rows("SELECT k FROM t")).containsExactly("1");
    cursor.close();
  }

  @Test
  void anAbortedSessionIsOverAndItsTransactionUndone() {
    two.run("BEGIN", "INSERT INTO t VALUES (1, 'a')");

    two.session().abort();

    assertThat(two.session().isOpen()).isFalse();
    assertThat(two.failureOf("SELECT 1")).isEqualTo(SqlErrorCode.CONNECTION_CLOSED);
    assertThat(one.run("INSERT INTO t VALUES (1, 'b')")).isEqualTo(1);
  }

  @Test
  void afterShutdownOthersFindTheDatabaseShutDown() {
    Talk three = Talk.to(new DatabaseTarget.NamedMemory("other"));
    Talk four = Talk.to(new DatabaseTarget.NamedMemory("other"));
    RowCursor cursor = four.cursor("SELECT * FROM information_schema.tables");

    three.run("SHUTDOWN");

    assertThat(four.failureOf("SELECT 1")).isEqualTo(SqlErrorCode.SHUT_DOWN);
    assertThat(four.session().isOpen()).isFalse();
    assertThatThrownBy(cursor::next)
        .isInstanceOfSatisfying(
            SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.SHUT_DOWN));
    four.close();
    three.close();
  }

  @Test
  void beginWithinATransactionIsRefusedAndCommitWithoutOneIsNot() {
    one.run("COMMIT", "ROLLBACK", "BEGIN");

    assertThat(one.failureOf("BEGIN")).isEqualTo(SqlErrorCode.INVALID_TRANSACTION_STATE);

    one.run("ROLLBACK");
  }

  @Test
  void theCurrentSchemaCanBeAskedForAndChanged() {
    assertThat(one.rows("CALL current_schema")).containsExactly("PUBLIC");
    one.session().setSettings(one.session().settings().withSchema("INFORMATION_SCHEMA"));
    assertThat(one.rows("SELECT table_name FROM tables WHERE table_schema = 'PUBLIC'"))
        .containsExactly("T");
    assertThatThrownBy(
            () -> one.session().setSettings(one.session().settings().withSchema("NOWHERE")))
        .isInstanceOfSatisfying(
            SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.UNDEFINED_SCHEMA));
  }
}
