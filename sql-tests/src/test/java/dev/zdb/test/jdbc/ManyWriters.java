package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.Place;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An empty database in this process, a connection to it, and threads for more of them. */
@ParameterizedClass
@EnumSource(names = {"MEMORY", "FILE"})
@Timeout(120)
abstract class ManyWriters {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** JUnit puts each place here in turn. */
  @Parameter Place place = Place.MEMORY;

  Place.Database database;
  Connection connection;
  Statement sql;
  final ExecutorService threads = Executors.newCachedThreadPool();

  /** Something done with a connection of its own; {@code number} counts them from 0. */
  interface Work {
    void with(Connection own, int number) throws SQLException;
  }

  /** A statement that another thread executes, and may have to wait with. */
  record Pending(Future<String> state, Thread thread) {
    /** The SQLSTATE that it failed with, 00000 where it did not. */
    String outcome() throws Exception {
      return state.get(60, TimeUnit.SECONDS);
    }

    /** Returns once its thread waits, or has ended. */
    Pending whenItWaits() {
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!state.isDone() && !isWaiting(thread.getState())) {
        assertThat(System.nanoTime()).as(thread.getState().toString()).isLessThan(deadline);
        Thread.onSpinWait();
      }
      return this;
    }

    private static boolean isWaiting(Thread.State now) {
      return now == Thread.State.TIMED_WAITING || now == Thread.State.WAITING;
    }
  }

  @BeforeEach
  final void openDatabase() throws IOException, SQLException {
    database = place.open();
    connection = database.connect();
    sql = connection.createStatement();
  }

  @AfterEach
  final void closeDatabase() throws IOException, SQLException, InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    connection.close();
    database.close();
  }

  /** Has so many connections work at once; returns when all have, or with the first failure. */
  final void atOnce(int connections, Work work, String... options) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      Callable<Boolean> one =
          () -> {
            try (Connection own = database.connect(options)) {
              start.await();
              work.with(own, number);
            }
            return true;
          };
      all.add(threads.submit(one));
    }
    start.countDown();
    for (Future<?> one : all) {
      one.get(100, TimeUnit.SECONDS);
    }
  }

  /** Has another thread execute a statement. */
  final Pending executing(Statement statement, String text) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread[] thread = new Thread[1];
    Callable<String> call =
        () -> {
          thread[0] = Thread.currentThread();
          started.countDown();
          return stateOf(() -> statement.execute(text));
        };
    Future<String> state = threads.submit(call);
    assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
    return new Pending(state, thread[0]);
  }

  /** Something that may fail. */
  interface Failing {
    void run() throws SQLException;
  }

  /** The SQLSTATE that it fails with, 00000 where it does not. */
  static String stateOf(Failing body) {
    try {
      body.run();
      return "00000";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  /** Runs a transaction until it is not told to run again. */
  static void untilCommitted(Connection own, Failing body) throws SQLException {
    while (true) {
      try {
        body.run();
        own.commit();
        return;
      } catch (SQLException e) {
        own.rollback();
        if (!"40001".equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  final long number(String query) throws SQLException {
    return number(sql, query);
  }

  static long number(Statement asking, String query) throws SQLException {
    try (ResultSet row = asking.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  /** Executes statements, one after another. */
  static void run(Connection own, String... texts) throws SQLException {
    try (Statement running = own.createStatement()) {
      for (String text : texts) {
        running.execute(text);
      }
    }
  }

  /** A connection whose transactions last until they are ended. */
  final Connection inTransactions(int isolation, String... options) throws SQLException {
    Connection own = database.connect(options);
    own.setTransactionIsolation(isolation);
    own.setAutoCommit(false);
    return own;
  }
}
