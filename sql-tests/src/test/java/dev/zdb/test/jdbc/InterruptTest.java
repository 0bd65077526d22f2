package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A thread may be interrupted in the middle of any statement: nothing is lost, none is harmed. */
final class InterruptTest extends AtEveryPlace {
  private static final int ROWS = 300;

  private final List<SQLException> failures = new CopyOnWriteArrayList<>();

  @Test
  void whoIsInterruptedAgainAndAgainGoesOnAndSoDoOthers() throws Exception {
    sql.executeUpdate("CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR(40))");
    Thread writer = new Thread(this::writeAndRead, "interrupted");
    writer.start();
    while (writer.isAlive()) {
      writer.interrupt();
      writer.join(1);
    }

    assertThat(failures).isEmpty();
    assertThat(rows("SELECT count(*), sum(k) FROM t"))
        .containsExactly(List.of(Integer.toString(ROWS), Integer.toString(ROWS * (ROWS + 1) / 2)));
    assertThat(sql.executeUpdate("DELETE FROM t")).isEqualTo(ROWS);
  }

  private void writeAndRead() {
    try (Connection own = database.connect();
        PreparedStatement insert = own.prepareStatement("INSERT INTO t VALUES (?, 'x')");
        PreparedStatement ask = own.prepareStatement("SELECT count(*) FROM t WHERE k <= ?")) {
      for (int k = 1; k <= ROWS; k++) {
        insert.setInt(1, k);
        insert.executeUpdate();
        ask.setInt(1, k);
        try (ResultSet count = ask.executeQuery()) {
          assertThat(count.next()).isTrue();
          assertThat(count.getInt(1)).isEqualTo(k);
        }
      }
    } catch (SQLException e) {
      failures.add(e);
    }
  }
}
