package dev.zdb.test.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server acknowledged over a socket before it was killed is there. */
@Tag("slow")
class ServerKillTest {
  private static final int ROUNDS = 10;
  private static final int CLIENTS = 4;
  private static final int COMMITS_BEFORE_KILL = 40;

  @TempDir Path data;

  /** How a client's work ended. */
  private record Ended(int client, int acknowledged, String sqlState, boolean committing) {}

  @Test
  void noAcknowledgedCommitIsLostAndWhatIsUnknownIsSaidToBe() throws Exception {
    Random random = new Random(20261121);
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Ended> ended = List.of();
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess server = ServerProcess.start(data)) {
          verify(server, round - 1, ended);
          int commits = COMMITS_BEFORE_KILL + random.nextInt(COMMITS_BEFORE_KILL);
          ended = workAndKill(server, round, commits, threads);
        }
      }
      try (ServerProcess server = ServerProcess.start(data)) {
        verify(server, ROUNDS - 1, ended);
        assertThat(server.process().terminate()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** All that was acknowledged is there, whole; of what was being committed all or nothing. */
  private static void verify(ServerProcess server, int round, List<Ended> ended)
      throws SQLException {
    try (Connection db = DriverManager.getConnection(server.url("bank"));
        Statement sql = db.createStatement()) {
      sql.execute(
          "CREATE TABLE IF NOT EXISTS entry (round INT, client INT, step INT, amount INT,"
              + " PRIMARY KEY (round, client, step, amount))");
      for (Ended client : ended) {
        assertThat(client.sqlState()).isEqualTo(client.committing() ? "08007" : "08006");
        int most = client.acknowledged() + (client.committing() ? 1 : 0);
        String its = " FROM entry WHERE round = " + round + " AND client = " + client.client();
        assertThat(number(sql, "SELECT COUNT(*)" + its))
            .isBetween(2 * client.acknowledged(), 2 * most)
            .isEven();
        assertThat(number(sql, "SELECT COALESCE(SUM(amount), 0)" + its)).isZero();
      }
    }
  }

  private static List<Ended> workAndKill(
      ServerProcess server, int round, int commits, ExecutorService threads) throws Exception {
    CountDownLatch left = new CountDownLatch(commits);
    List<Future<Ended>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      clients.add(threads.submit(() -> work(server.url("bank"), round, client, left)));
    }
    while (!left.await(1, TimeUnit.SECONDS)) {
      for (Future<Ended> client : clients) {
        assertThat(client.isDone() ? client.get() : null).as("ended before the kill").isNull();
      }
    }
    server.process().kill();
    List<Ended> ended = new ArrayList<>();
    for (Future<Ended> client : clients) {
      ended.add(client.get());
    }
    return ended;
  }

  /** Commits pairs of entries whose sum is zero until the server is gone. */
  private static Ended work(String url, int round, int client, CountDownLatch commits) {
    int acknowledged = 0;
    boolean committing = false;
    try (Connection db = DriverManager.getConnection(url);
        PreparedStatement insert = db.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?)")) {
      db.setAutoCommit(false);
      while (true) {
        for (int amount : new int[] {-1, 1}) {
          insert.setInt(1, round);
          insert.setInt(2, client);
          insert.setInt(3, acknowledged);
          insert.setInt(4, amount);
          insert.executeUpdate();
        }
        committing = true;
        db.commit();
        committing = false;
        acknowledged++;
        commits.countDown();
      }
    } catch (SQLException e) {
      return new Ended(client, acknowledged, e.getSQLState(), committing);
    }
  }

  @Test
  void aServerThatIsToldToEndClosesItsDatabasesAndSaysSo()
      throws IOException, InterruptedException, SQLException {
    try (ServerProcess server = ServerProcess.start(data)) {
      try (Connection db = DriverManager.getConnection(server.url("shop"));
          Statement sql = db.createStatement()) {
        sql.execute("CREATE TABLE t (k INT)");
        assertThat(server.process().terminate()).isZero();
      }
      assertThat(server.process().line()).isEqualTo("stopped");
    }
  }

  private static int number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
