package dev.zdb.test.crash;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/** Opens a database, says so, and holds it until it is killed. */
public final class Holder {
  private Holder() {}

  public static void main(String[] args) throws SQLException {
    PrintStream out = System.out;
    try (Connection db = DriverManager.getConnection(args[0])) {
      out.println(db.isValid(1) ? "held" : "lost");
      while (true) {
        LockSupport.park();
      }
    }
  }
}
