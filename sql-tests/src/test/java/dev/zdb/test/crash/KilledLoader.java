package dev.zdb.test.crash;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Writes 85,055 rows in batches, prints their number once committed, and waits to be killed. */
final class KilledLoader {
  private static final int ROWS = 85_055;
  private static final int BATCH = 500;

  private KilledLoader() {}

  public static void main(String[] args) throws SQLException {
    PrintStream out = System.out;
    try (Connection db = DriverManager.getConnection(args[0])) {
      try (Statement sql = db.createStatement()) {
        sql.execute("CREATE TABLE t (id INT PRIMARY KEY, label VARCHAR(40))");
        sql.execute("CREATE INDEX t_label ON t (label)");
      }
      db.setAutoCommit(false);
      try (PreparedStatement insert = db.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
        for (int i = 0; i < ROWS; i++) {
          insert.setInt(1, i);
          insert.setString(2, "row " + i);
          insert.addBatch();
          if ((i + 1) % BATCH == 0 || i + 1 == ROWS) {
            insert.executeBatch();
            db.commit();
          }
        }
      }
      out.println(ROWS);
      while (true) {
        LockSupport.park();
      }
    }
  }
}
