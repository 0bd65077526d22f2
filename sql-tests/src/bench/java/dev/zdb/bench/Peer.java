package dev.zdb.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database that is measured, opened so that all give the same promise.
 *
 * <p>{@link Promise#POWER} means that an acknowledged commit survives a power cut; {@link
 * Promise#KILL} that it survives the end of the process. H2 has no setting that forces its file at
 * each commit, and HSQLDB keeps commits in a buffer of its own unless it forces each (of 2,000 it
 * lost 9 when its process ended), so each of them makes one promise alone. The settings are those
 * of the manuals.
 */
public enum Peer {
  ZDB,
  H2,
  SQLITE,
  HSQLDB,
  DERBY;

  /** What an acknowledged commit survives. */
  public enum Promise {
    KILL,
    POWER
  }

  /** Whether this peer can promise that much. */
  boolean offers(Promise promise) {
    return switch (this) {
      case H2 -> promise == Promise.KILL;
      case HSQLDB -> promise == Promise.POWER;
      default -> true;
    };
  }

  Connection open(Path folder, Promise promise) throws SQLException {
    boolean power = promise == Promise.POWER;
    return switch (this) {
      case ZDB ->
          DriverManager.getConnection(
              "jdbc:zdb:file:" + folder.resolve("zdb") + (power ? "" : "?durability=normal"));
      case H2 ->
          DriverManager.getConnection(
              "jdbc:h2:file:" + folder.resolve("h2") + ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0");
      case SQLITE -> sqlite(folder, power);
      case HSQLDB ->
          DriverManager.getConnection(
              "jdbc:hsqldb:file:"
                  + folder.resolve("hsqldb")
                  + ";hsqldb.default_table_type=cached;hsqldb.write_delay_millis=0");
      case DERBY -> derby(folder, power);
    };
  }

  private static Connection sqlite(Path folder, boolean power) throws SQLException {
    Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sqlite.db"));
    try (Statement sql = db.createStatement()) {
      sql.execute("PRAGMA journal_mode=WAL");
      sql.execute("PRAGMA synchronous=" + (power ? "FULL" : "NORMAL"));
      sql.execute("PRAGMA cache_size=-262144");
    }
    return db;
  }

  private static Connection derby(Path folder, boolean power) throws SQLException {
    System.setProperty("derby.system.durability", power ? "" : "test");
    System.setProperty("derby.storage.pageCacheSize", "60000");
    return DriverManager.getConnection("jdbc:derby:" + folder.resolve("derby") + ";create=true");
  }
}
