package dev.zdb.test.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged over a pipe before {@code kill -9} is there, and nothing half done. */
@Tag("slow")
class KillTest {
  private static final int ROUNDS = 50;

  @TempDir Path folder;

  @Test
  void noAcknowledgedCommitIsLostAndNoneIsHalfDone()
      throws IOException, InterruptedException, SQLException {
    String url = "jdbc:zdb:file:" + folder.resolve("bank");
    Random random = new Random(20261121);
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = writeAndKill(url, 1 + random.nextInt(60));
      verify(url, acknowledged);
    }
  }

  @Test
  void all85055RowsAreThereAfterAKill() throws IOException, InterruptedException, SQLException {
    String url = "jdbc:zdb:file:" + folder.resolve("rows");
    try (ChildJvm writer = ChildJvm.start(KilledLoader.class, url)) {
      assertThat(writer.line()).isEqualTo("85055");
      writer.kill();
    }
    try (Connection db = DriverManager.getConnection(url);
        Statement sql = db.createStatement()) {
      assertThat(number(sql, "SELECT COUNT(*) FROM t")).isEqualTo(85_055);
      assertThat(number(sql, "SELECT COUNT(*) FROM t WHERE label = 'row 85054'")).isEqualTo(1);
    }
  }

  private static long writeAndKill(String url, int commits)
      throws IOException, InterruptedException {
    long last = 0;
    try (ChildJvm writer = ChildJvm.start(KilledWriter.class, url)) {
      for (int i = 0; i < commits; i++) {
        last = Long.parseLong(writer.line());
      }
      writer.kill();
      for (String line = writer.line(); line != null; line = writer.line()) {
        last = line.isEmpty() ? last : Long.parseLong(line);
      }
    }
    return last;
  }

  private static void verify(String url, long acknowledged) throws SQLException {
    try (Connection db = DriverManager.getConnection(url + "?create=never");
        Statement sql = db.createStatement()) {
      long last = number(sql, "SELECT MAX(id) FROM journal");
      assertThat(last).as("the last commit").isBetween(acknowledged, acknowledged + 1);
      assertThat(number(sql, "SELECT COUNT(*) FROM journal")).as("no gaps").isEqualTo(last);
      assertThat(number(sql, "SELECT SUM(balance) FROM account"))
          .as("money")
          .isEqualTo((long) KilledWriter.ACCOUNTS * KilledWriter.BALANCE);
      long byIndex = 0;
      for (int i = 0; i < KilledWriter.ACCOUNTS; i++) {
        byIndex += number(sql, "SELECT COUNT(*) FROM journal WHERE src = " + i);
      }
      assertThat(byIndex).as("entries of the index").isEqualTo(last);
    }
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }
}
