package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A database of which the disk gives back another byte answers as before or says XX001. */
class DamageTest {
  private static final int UNIT = 4_096;
  private static final String DATA = "data.zdb";

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT * FROM t ORDER BY id",
          "SELECT COUNT(*), SUM(n) FROM t",
          "SELECT s FROM t WHERE id = 150",
          "SELECT id FROM t WHERE n = 7 ORDER BY id",
          "SELECT u.name, COUNT(*) FROM t JOIN u ON t.n = u.id GROUP BY u.name ORDER BY 1",
          "SELECT COUNT(*) FROM u WHERE EXISTS (SELECT * FROM t WHERE t.n = u.id)",
          "SELECT COUNT(*) FROM t -- planned on a thread of its own" + "-".repeat(2_000),
          "EXPLAIN SELECT * FROM t WHERE n > 3",
          "SELECT * FROM information_schema.columns ORDER BY table_name, ordinal_position",
          "INSERT INTO t(n, s) VALUES (7, 'new')",
          "UPDATE t SET n = n + 1 WHERE id < 20",
          "DELETE FROM t WHERE n = 9",
          "CREATE INDEX us ON u(name)",
          "CREATE TABLE w (id INTEGER DEFAULT 3 CHECK (id > 0))",
          "DROP TABLE u",
          "DROP TABLE t");

  private static final String DAMAGED = "XX001";

  @TempDir Path folder;

  private Path whole = Path.of("");

  @BeforeEach
  void aDatabaseOfSomePages() throws SQLException {
    whole = folder.resolve("whole");
    try (Connection db = DriverManager.getConnection(url(whole));
        Statement sql = db.createStatement()) {
      sql.execute(
          "CREATE TABLE t (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
              + " n INTEGER, s VARCHAR)");
      sql.execute("CREATE INDEX tn ON t(n)");
      sql.execute("CREATE TABLE u (id INTEGER PRIMARY KEY, name VARCHAR(20) UNIQUE)");
      sql.execute("INSERT INTO u VALUES (1, 'one'), (7, 'seven'), (9, 'nine')");
      for (int i = 0; i < 300; i++) {
        String text = "needle" + "x".repeat(i % 200);
        sql.addBatch("INSERT INTO t(n, s) VALUES (" + i % 10 + ", '" + text + "')");
      }
      sql.addBatch("INSERT INTO t(n, s) VALUES (10, '" + "long".repeat(9_000) + "')");
      sql.executeBatch();
    }
  }

  @Test
  void aByteOfAnyPageIsNoticedOrHarmless(TestReporter reporter) throws IOException {
    Map<String, String> right = answers(copyOfWhole("right"));
    assertThat(right.values()).allMatch(answer -> answer.startsWith("["));
    byte[] bytes = Files.readAllBytes(whole.resolve(DATA));
    int flipped = 0;
    int noticed = 0;
    for (int unit = 0; unit < bytes.length; unit += UNIT) {
      int written = writtenBytes(bytes, unit);
      if (written > 0) {
        int position = unit + written / 2;
        Map<String, String> other = answersWithout(bytes, position);
        other.entrySet().removeAll(right.entrySet());
        assertThat(other.values())
            .as("byte %d flipped: %s", position, other)
            .allMatch(answer -> answer.startsWith(DAMAGED) && answer.contains(DATA));
        flipped++;
        noticed += other.isEmpty() ? 0 : 1;
      }
    }
    reporter.publishEntry("bytes flipped", flipped + ", noticed " + noticed);
    assertThat(noticed).isGreaterThan(flipped / 2);
  }

  /** What is answered where a byte is another. */
  private Map<String, String> answersWithout(byte[] bytes, int position) throws IOException {
    Path damaged = copyOfWhole("damaged at " + position);
    byte[] other = bytes.clone();
    other[position] ^= 1;
    Files.write(damaged.resolve(DATA), other);
    return answers(damaged);
  }

  /** How many bytes of a unit are written: those behind are zero. */
  private static int writtenBytes(byte[] bytes, int unit) {
    int end = unit + UNIT;
    while (end > unit && bytes[end - 1] == 0) {
      end--;
    }
    return end - unit;
  }

  private Path copyOfWhole(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name)).resolve("db");
    try (Stream<Path> all = Files.walk(whole)) {
      for (Path each : all.toList()) {
        Files.copy(each, copy.resolve(whole.relativize(each)));
      }
    }
    return copy;
  }

  /** What is answered to each statement by itself, as rows or as SQLSTATE and message. */
  private static Map<String, String> answers(Path database) {
    Map<String, String> answers = new LinkedHashMap<>();
    try (Connection db = DriverManager.getConnection(url(database));
        Statement sql = db.createStatement()) {
      db.setAutoCommit(false);
      for (String each : STATEMENTS) {
        answers.put(each, answer(() -> executed(sql, each)));
        db.rollback();
      }
      answers.put(
          "getColumns", answer(() -> rows(db.getMetaData().getColumns(null, null, null, null))));
    } catch (SQLException e) {
      answers.put("connection", shown(e));
    }
    return answers;
  }

  private interface Asked {
    List<List<Object>> rows() throws SQLException;
  }

  private static String answer(Asked asked) {
    try {
      return asked.rows().toString();
    } catch (SQLException e) {
      return shown(e);
    }
  }

  private static String shown(SQLException e) {
    return e.getSQLState() + " " + e.getMessage();
  }

  private static List<List<Object>> executed(Statement sql, String text) throws SQLException {
    return sql.execute(text) ? rows(sql.getResultSet()) : List.of(List.of(sql.getUpdateCount()));
  }

  private static List<List<Object>> rows(ResultSet result) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static String url(Path database) {
    return "jdbc:zdb:file:" + database;
  }
}
