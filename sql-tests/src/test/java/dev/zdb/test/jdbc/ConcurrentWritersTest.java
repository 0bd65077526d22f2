package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections that write to the same tables: nothing is lost, nothing comes twice. */
final class ConcurrentWritersTest extends ManyWriters {
  private static final int READ_COMMITTED = Connection.TRANSACTION_READ_COMMITTED;
  private static final int REPEATABLE_READ = Connection.TRANSACTION_REPEATABLE_READ;
  private static final int SERIALIZABLE = Connection.TRANSACTION_SERIALIZABLE;
  private static final int ACCOUNTS = 10;

  @Test
  void transfersKeepTheSum() throws Exception {
    makeAccounts();
    AtomicBoolean over = new AtomicBoolean();
    var readers = threads.submit(() -> sumsUntil(over));

    atOnce(
        8,
        (own, number) -> {
          own.setAutoCommit(false);
          Random choices = new Random(number);
          for (int i = 0; i < 50; i++) {
            int from = choices.nextInt(ACCOUNTS);
            int to = choices.nextInt(ACCOUNTS);
            untilCommitted(
                own,
                () -> {
                  add(own, -1 - from, from);
                  add(own, 1 + from, to);
                });
          }
        });

    over.set(true);
    assertThat(readers.get()).containsExactly(1_000L);
    assertThat(number("SELECT SUM(b) FROM account")).isEqualTo(1_000);
  }

  @Test
  void transfersOfWhatWasReadKeepTheSumWhereConflictsRunAgain() throws Exception {
    makeAccounts();

    atOnce(
        8,
        (own, number) -> {
          own.setAutoCommit(false);
          Random choices = new Random(number);
          for (int i = 0; i < 25; i++) {
            int from = choices.nextInt(ACCOUNTS);
            int to = (from + 1 + choices.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            untilCommitted(
                own,
                () -> {
                  long left = balance(own, from) - 3;
                  long right = balance(own, to) + 3;
                  run(own, "UPDATE account SET b = " + left + " WHERE id = " + from);
                  run(own, "UPDATE account SET b = " + right + " WHERE id = " + to);
                });
          }
        },
        "isolation=repeatableRead");

    assertThat(number("SELECT SUM(b) FROM account")).isEqualTo(1_000);
  }

  private void makeAccounts() throws SQLException {
    sql.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, b BIGINT)");
    for (int i = 0; i < ACCOUNTS; i++) {
      sql.execute("INSERT INTO account VALUES (" + i + ", 100)");
    }
  }

  private static void add(Connection own, int amount, int id) throws SQLException {
    try (PreparedStatement add =
        own.prepareStatement("UPDATE account SET b = b + ? WHERE id = ?")) {
      add.setInt(1, amount);
      add.setInt(2, id);
      assertThat(add.executeUpdate()).isEqualTo(1);
    }
  }

  private static long balance(Connection own, int id) throws SQLException {
    try (Statement asking = own.createStatement()) {
      return number(asking, "SELECT b FROM account WHERE id = " + id);
    }
  }

  private Set<Long> sumsUntil(AtomicBoolean over) throws SQLException {
    Set<Long> sums = ConcurrentHashMap.newKeySet();
    try (Connection own = database.connect();
        Statement asking = own.createStatement()) {
      do {
        sums.add(number(asking, "SELECT SUM(b) FROM account"));
      } while (!over.get());
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(strings = {"readCommitted", "repeatableRead"})
  void countingInOneRowLosesNothingAndNeverAsksToRunAgain(String isolation) throws Exception {
    sql.execute("CREATE TABLE c (k INTEGER PRIMARY KEY, n INTEGER)");
    sql.execute("CREATE INDEX cn ON c (n)");
    sql.execute("INSERT INTO c VALUES (1, 0)");

    atOnce(
        8,
        (own, number) -> {
          for (int i = 0; i < 100; i++) {
            run(own, "UPDATE c SET n = n + 1 WHERE k = 1");
          }
        },
        "isolation=" + isolation);

    assertThat(number("SELECT n FROM c")).isEqualTo(800);
    assertThat(number("SELECT k FROM c WHERE n = 800")).isEqualTo(1);
  }

  @Test
  void countingInTransactionsAndBatchesLosesNothing() throws Exception {
    sql.execute("CREATE TABLE c (k INTEGER PRIMARY KEY, n INTEGER)");
    sql.execute("INSERT INTO c VALUES (1, 0)");

    atOnce(
        8,
        (own, number) -> {
          own.setAutoCommit(number % 2 == 0);
          for (int i = 0; i < 10; i++) {
            countInABatchOfTen(own);
            if (!own.getAutoCommit()) {
              own.commit();
            }
          }
        });

    assertThat(number("SELECT n FROM c")).isEqualTo(800);
  }

  private static void countInABatchOfTen(Connection own) throws SQLException {
    try (PreparedStatement add = own.prepareStatement("UPDATE c SET n = n + ? WHERE k = 1")) {
      for (int row = 0; row < 10; row++) {
        add.setInt(1, 1);
        add.addBatch();
      }
      assertThat(add.executeBatch()).hasSize(10).containsOnly(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k INTEGER PRIMARY KEY, u INTEGER",
        "k INTEGER, u INTEGER UNIQUE, PRIMARY KEY (u)"
      })
  void aKeyThatAnotherInsertsIsTakenOnceThatCommitsAndFreeOnceItDoesNot(String columns)
      throws Exception {
    sql.execute("CREATE TABLE t (" + columns + ")");
    try (Connection first = inTransactions(READ_COMMITTED);
        Connection second = database.connect();
        Statement inserting = second.createStatement()) {
      run(first, "INSERT INTO t VALUES (1, 1)");
      Pending waits = executing(inserting, "INSERT INTO t VALUES (1, 1)").whenItWaits();
      first.commit();
      assertThat(waits.outcome()).isEqualTo("23505");

      run(first, "INSERT INTO t VALUES (2, 2)");
      waits = executing(inserting, "INSERT INTO t VALUES (2, 2)").whenItWaits();
      first.rollback();
      assertThat(waits.outcome()).isEqualTo("00000");
    }
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(2);
  }

  @Test
  void aUniqueValueOfOtherRowsIsTakenOnceItsInsertCommits() throws Exception {
    sql.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, u INTEGER UNIQUE)");
    try (Connection first = inTransactions(READ_COMMITTED);
        Connection second = database.connect();
        Statement inserting = second.createStatement()) {
      run(first, "INSERT INTO t VALUES (1, 7)");
      Pending waits = executing(inserting, "INSERT INTO t VALUES (2, 7)").whenItWaits();
      first.commit();
      assertThat(waits.outcome()).isEqualTo("23505");
      assertThat(stateOf(() -> run(second, "INSERT INTO t VALUES (2, NULL), (3, NULL)")))
          .isEqualTo("00000");
    }
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(3);
  }

  @Test
  void aKeyThatAnotherDeletesIsFreeOnceThatCommitsAndTakenOnceItDoesNot() throws Exception {
    sql.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, u INTEGER UNIQUE)");
    sql.execute("INSERT INTO t VALUES (1, 7)");
    try (Connection first = inTransactions(READ_COMMITTED);
        Connection second = database.connect();
        Statement inserting = second.createStatement()) {
      for (String row : new String[] {"(1, 8)", "(2, 7)"}) {
        run(first, "DELETE FROM t");
        Pending waits = executing(inserting, "INSERT INTO t VALUES " + row).whenItWaits();
        first.rollback();
        assertThat(waits.outcome()).isEqualTo("23505");

        run(first, "DELETE FROM t");
        waits = executing(inserting, "INSERT INTO t VALUES " + row).whenItWaits();
        first.commit();
        assertThat(waits.outcome()).isEqualTo("00000");
        run(second, "DELETE FROM t", "INSERT INTO t VALUES (1, 7)");
      }
    }
  }

  @Test
  void aWaitEndsWithTheLockTimeoutAndTheTransactionGoesOn() throws Exception {
    sql.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)");
    sql.execute("INSERT INTO t VALUES (1, 0)");
    try (Connection holder = inTransactions(READ_COMMITTED);
        Connection hurried = inTransactions(READ_COMMITTED, "lockTimeout=50ms")) {
      run(holder, "UPDATE t SET v = 1");

      assertThat(stateOf(() -> run(hurried, "UPDATE t SET v = v + 10"))).isEqualTo("55P03");

      holder.commit();
      run(hurried, "UPDATE t SET v = v + 10");
      hurried.commit();
    }
    assertThat(number("SELECT v FROM t")).isEqualTo(11);
  }

  @Test
  void aStatementThatWaitsCanBeCancelled() throws Exception {
    sql.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)");
    sql.execute("INSERT INTO t VALUES (1, 0)");
    try (Connection holder = inTransactions(READ_COMMITTED);
        Connection other = inTransactions(READ_COMMITTED);
        Statement waiting = other.createStatement()) {
      run(holder, "UPDATE t SET v = 1");
      Pending waits = executing(waiting, "UPDATE t SET v = v + 10").whenItWaits();
      waiting.cancel();
      assertThat(waits.outcome()).isEqualTo("57014");

      holder.commit();
      waiting.execute("UPDATE t SET v = v + 10");
      other.commit();
    }
    assertThat(number("SELECT v FROM t")).isEqualTo(11);
  }

  @Test
  void anIndexMadeBesideWritersHasAllRows() throws Exception {
    sql.execute("CREATE TABLE t (k BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v BIGINT)");
    CountDownLatch halfway = new CountDownLatch(40);
    var change =
        threads.submit(
            () -> {
              halfway.await();
              run(connection, "CREATE UNIQUE INDEX tv ON t (v)", "CREATE INDEX tvk ON t (v, k)");
              run(connection, "DROP INDEX tvk");
              return true;
            });

    atOnce(
        4,
        (own, number) -> {
          try (PreparedStatement insert = own.prepareStatement("INSERT INTO t (v) VALUES (?)")) {
            for (long i = 0; i < 200; i++) {
              insert.setLong(1, number * 1_000L + i);
              assertThat(insert.executeUpdate()).isEqualTo(1);
              halfway.countDown();
            }
          }
        });

    assertThat(change.get()).isTrue();
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(800);
    for (long number = 0; number < 4; number++) {
      for (long i = 0; i < 200; i++) {
        long v = number * 1_000 + i;
        assertThat(number("SELECT COUNT(*) FROM t WHERE v = " + v)).as("v %d", v).isEqualTo(1);
      }
    }
  }

  @Test
  void anIndexIsNotMadeOfAnOldMomentsRows() throws Exception {
    sql.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)");
    try (Connection old = inTransactions(REPEATABLE_READ);
        Statement asking = old.createStatement()) {
      assertThat(number(asking, "SELECT COUNT(*) FROM t")).isZero();
      sql.execute("INSERT INTO t VALUES (1, 7)");
      assertThat(stateOf(() -> run(old, "CREATE UNIQUE INDEX tv ON t (v)"))).isEqualTo("40001");
      old.rollback();
      run(old, "CREATE UNIQUE INDEX tv ON t (v)", "CREATE TABLE u (k INTEGER)");
      run(old, "CREATE INDEX uk ON u (k)");
      old.commit();
    }
    assertThat(number("SELECT k FROM t WHERE v = 7")).isEqualTo(1);
  }

  @Test
  void identityNumbersOfManyConnectionsAreDistinctAndWithoutLargeGaps() throws Exception {
    sql.execute("CREATE TABLE t (k BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v INTEGER)");
    Set<Long> taken = ConcurrentHashMap.newKeySet();

    atOnce(
        8,
        (own, number) -> {
          own.setAutoCommit(number % 2 == 0);
          for (int i = 0; i < 100; i++) {
            assertThat(taken.add(inserted(own))).isTrue();
            if (!own.getAutoCommit()) {
              own.commit();
            }
          }
        });

    assertThat(taken).hasSize(800);
    assertThat(number("SELECT MAX(k) FROM t")).isBetween(800L, 1_000L);
    assertThat(number("SELECT COUNT(*) FROM t")).isEqualTo(800);
  }

  private static long inserted(Connection own) throws SQLException {
    try (PreparedStatement insert =
        own.prepareStatement("INSERT INTO t (v) VALUES (1)", Statement.RETURN_GENERATED_KEYS)) {
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        return keys.getLong(1);
      }
    }
  }

  @Test
  void writeSkewIsAllowedAtRepeatableReadAndForbiddenAtSerializable() throws Exception {
    sql.execute("CREATE TABLE doctor (k INTEGER PRIMARY KEY, duty INTEGER)");
    for (int isolation : new int[] {REPEATABLE_READ, SERIALIZABLE}) {
      run(connection, "DELETE FROM doctor", "INSERT INTO doctor VALUES (1, 1), (2, 1)");
      try (Connection first = inTransactions(isolation);
          Connection second = inTransactions(isolation);
          Statement firstAsks = first.createStatement();
          Statement secondAsks = second.createStatement()) {
        assertThat(number(firstAsks, "SELECT SUM(duty) FROM doctor")).isEqualTo(2);
        assertThat(number(secondAsks, "SELECT SUM(duty) FROM doctor")).isEqualTo(2);
        run(first, "UPDATE doctor SET duty = 0 WHERE k = 1");
        first.commit();
        String outcome =
            stateOf(
                () -> {
                  run(second, "UPDATE doctor SET duty = 0 WHERE k = 2");
                  second.commit();
                });
        assertThat(outcome).isEqualTo(isolation == SERIALIZABLE ? "40001" : "00000");
      }
      assertThat(number("SELECT SUM(duty) FROM doctor"))
          .isEqualTo(isolation == SERIALIZABLE ? 1 : 0);
    }
  }
}
