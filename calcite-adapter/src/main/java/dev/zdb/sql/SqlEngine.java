package dev.zdb.sql;

import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseReport;
import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SessionOptions.CommitDurability;
import dev.zdb.sql.api.SqlSession;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where sessions on databases of this process come from. All sessions on one database share it; it
 * is opened with the first and closed, with a checkpoint, with the last.
 *
 * <p><b>Threads:</b> safe. <b>Failure:</b> {@link dev.zdb.sql.api.SqlProblem}.
 */
public final class SqlEngine {
  /** The product's version. */
  public static final String VERSION = "0.1.0";

  private static final Databases OPEN = new Databases();

  private SqlEngine() {}

  /** Opens a session on a database named after its place. */
  public static SqlSession connect(
      DatabaseTarget target, DatabaseOptions database, SessionOptions session) {
    return connect(target, nameOf(target), database, session);
  }

  /**
   * Opens a session.
   *
   * @param name what the database is called in SQL; where it is open already it has its name
   */
  public static SqlSession connect(
      DatabaseTarget target, String name, DatabaseOptions database, SessionOptions session) {
    return OPEN.connect(target, name, database, servedAs(session, target));
  }

  /** What is in memory alone has no power cut to survive: nothing is to be forced there. */
  private static SessionOptions servedAs(SessionOptions asked, DatabaseTarget target) {
    return target instanceof DatabaseTarget.Directory || asked.durability() != CommitDurability.FULL
        ? asked
        : new SessionOptions(
            asked.settings(), asked.lockTimeout(), CommitDurability.NORMAL, asked.zone());
  }

  /** Verifies all of the database in a directory: its pages, and that indexes agree with tables. */
  public static DatabaseReport check(Path directory) {
    return OPEN.check(directory);
  }

  /** The name of a database that was given none. */
  static String nameOf(DatabaseTarget target) {
    if (target instanceof DatabaseTarget.NamedMemory memory) {
      return memory.name();
    }
    if (target instanceof DatabaseTarget.Directory directory) {
      Path last = directory.path().toAbsolutePath().normalize().getFileName();
      return last == null ? "ROOT" : last.toString().toUpperCase(Locale.ROOT);
    }
    return "MEMORY";
  }
}
