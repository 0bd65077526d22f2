package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zdb.test.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Twenty threads on a HikariCP pool of five connections. */
@Tag("slow")
class HikariTest {
  private static final int THREADS = 20;
  private static final int ROUNDS = 25;

  @ParameterizedTest
  @EnumSource
  void everyThreadsRowsAndIncrementsAreThere(Place place) throws Exception {
    try (Place.Database database = place.open();
        HikariDataSource pool = pool(database.url())) {
      try (Connection db = pool.getConnection();
          Statement sql = db.createStatement()) {
        sql.execute("CREATE TABLE counter (id INT PRIMARY KEY, n INT NOT NULL)");
        sql.execute("CREATE TABLE entry (thread INT, round INT, PRIMARY KEY (thread, round))");
        sql.execute("INSERT INTO counter VALUES (1, 0)");
      }

      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        running.add(threads.submit(() -> work(pool, thread)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      threads.shutdown();

      try (Connection db = pool.getConnection()) {
        assertThat(number(db, "SELECT n FROM counter")).isEqualTo(THREADS * ROUNDS);
        assertThat(number(db, "SELECT COUNT(*) FROM entry")).isEqualTo(THREADS * ROUNDS);
      }
    }
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(5);
    return new HikariDataSource(config);
  }

  private static Void work(HikariDataSource pool, int thread) throws SQLException {
    for (int round = 0; round < ROUNDS; round++) {
      try (Connection db = pool.getConnection()) {
        db.setAutoCommit(false);
        try (PreparedStatement insert = db.prepareStatement("INSERT INTO entry VALUES (?, ?)");
            Statement sql = db.createStatement()) {
          insert.setInt(1, thread);
          insert.setInt(2, round);
          insert.executeUpdate();
          sql.executeUpdate("UPDATE counter SET n = n + 1 WHERE id = 1");
        }
        db.commit();
      }
    }
    return null;
  }

  private static int number(Connection db, String query) throws SQLException {
    try (Statement sql = db.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }
}
