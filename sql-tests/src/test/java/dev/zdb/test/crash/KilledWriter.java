package dev.zdb.test.crash;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The process that is killed: commits transfers between accounts, each with a row in a journal, and
 * prints the journal's number after each commit that was acknowledged.
 */
final class KilledWriter {
  static final int ACCOUNTS = 50;
  static final int BALANCE = 100;

  private KilledWriter() {}

  public static void main(String[] args) throws SQLException {
    PrintStream out = System.out;
    try (Connection db = DriverManager.getConnection(args[0])) {
      db.setAutoCommit(false);
      long next = prepared(db);
      try (PreparedStatement move =
              db.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
          PreparedStatement note =
              db.prepareStatement("INSERT INTO journal (id, src, dst) VALUES (?, ?, ?)")) {
        for (long i = next; ; i++) {
          int src = (int) (i * 7 % ACCOUNTS);
          int dst = (int) (i * 13 % ACCOUNTS);
          move(move, src, -1);
          move(move, dst, 1);
          note.setLong(1, i);
          note.setInt(2, src);
          note.setInt(3, dst);
          note.executeUpdate();
          db.commit();
          out.println(i);
        }
      }
    }
  }

  private static void move(PreparedStatement move, int account, int amount) throws SQLException {
    move.setInt(1, amount);
    move.setInt(2, account);
    move.executeUpdate();
  }

  /** Makes the tables if they are missing; answers the first journal number that is free. */
  private static long prepared(Connection db) throws SQLException {
    try (Statement sql = db.createStatement()) {
      sql.execute(
          "CREATE TABLE IF NOT EXISTS account (id INT PRIMARY KEY, balance BIGINT NOT NULL)");
      sql.execute(
          "CREATE TABLE IF NOT EXISTS journal (id BIGINT PRIMARY KEY, src INT NOT NULL, dst INT)");
      sql.execute("CREATE INDEX IF NOT EXISTS journal_src ON journal (src)");
      try (ResultSet row = sql.executeQuery("SELECT COUNT(*) FROM account")) {
        row.next();
        if (row.getInt(1) == 0) {
          for (int i = 0; i < ACCOUNTS; i++) {
            sql.execute("INSERT INTO account VALUES (" + i + ", " + BALANCE + ")");
          }
        }
      }
      db.commit();
      try (ResultSet row = sql.executeQuery("SELECT MAX(id) FROM journal")) {
        row.next();
        return row.getLong(1) + 1;
      }
    }
  }
}
