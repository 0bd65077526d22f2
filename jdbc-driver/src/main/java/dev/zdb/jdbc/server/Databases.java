package dev.zdb.jdbc.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The databases of a server. One that was opened stays open, so that connecting is cheap: a session
 * that no one uses keeps it so.
 *
 * <p><b>Threads:</b> safe. <b>Owner:</b> owns the directory and the keeping sessions; closing the
 * last session of a database takes its checkpoint.
 */
final class Databases implements AutoCloseable {
  private final DatabaseFolders folders;
  private final SessionFactory factory;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, SqlSession> keepers = new HashMap<>();

  @GuardedBy("lock")
  private boolean closed;

  Databases(DatabaseFolders folders, SessionFactory factory) {
    this.folders = folders;
    this.factory = factory;
  }

  /** Opens a session for a client that says hello. */
  SqlSession connect(Request.Hello hello) {
    String name = DatabaseFolders.requireName(hello.database());
    Path folder = folder(name, hello.create());
    DatabaseOptions options = new DatabaseOptions(hello.create(), 0, 0);
    SqlSession session = factory.connect(folder, name, options, hello.options());
    boolean kept = false;
    try {
      keep(name, folder);
      kept = true;
      return session;
    } finally {
      if (!kept) {
        session.close();
      }
    }
  }

  private Path folder(String name, Create create) {
    if (create != Create.NEVER) {
      return folders.findOrEnter(name);
    }
    Path folder = folders.find(name);
    if (folder == null) {
      throw SqlProblem.of(
          SqlErrorCode.UNDEFINED_DATABASE,
          "the server has no database %s, and create=never forbids to make it",
          name);
    }
    return folder;
  }

  /** Opens the keeping session, unless there is one whose database was not shut down since. */
  private void keep(String name, Path folder) {
    lock.lock();
    try {
      if (closed) {
        throw ZdbServer.shutDown();
      }
      SqlSession keeper = keepers.get(name);
      if (keeper == null || !keeper.isOpen()) {
        DatabaseOptions options = new DatabaseOptions(Create.NEVER, 0, 0);
        keepers.put(name, factory.connect(folder, name, options, SessionOptions.defaults()));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      keepers.values().forEach(Databases::closeKeeper);
      keepers.clear();
    } finally {
      lock.unlock();
      folders.close();
    }
  }

  private static void closeKeeper(SqlSession keeper) {
    try {
      keeper.close();
    } catch (SqlProblem e) {
      System.getLogger(Databases.class.getName())
          .log(System.Logger.Level.ERROR, "closing a database failed; it recovers when opened", e);
    }
  }
}
