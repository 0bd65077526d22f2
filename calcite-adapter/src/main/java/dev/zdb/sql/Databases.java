package dev.zdb.sql;

import dev.zdb.kv.Stores;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.sql.api.DatabaseOptions;
import dev.zdb.sql.api.DatabaseReport;
import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.SessionOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The databases that are open in this JVM, by their places.
 *
 * <p><b>Threads:</b> safe. One that is being opened or closed makes others wait who want the same.
 */
final class Databases {
  private final Map<Object, Slot> slots = new ConcurrentHashMap<>();

  /** A place where a database is open; closed for good once nobody has it. */
  private static final class Slot {
    private @Nullable Database database;
    private @Nullable StoreOptions options;
    private int users;
    private boolean gone;
  }

  /** The right to use a database until it is closed. */
  final class Lease implements AutoCloseable {
    private final @Nullable Object place;
    private final Database database;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(@Nullable Object place, Database database) {
      this.place = place;
      this.database = database;
    }

    Database database() {
      return database;
    }

    /** Closes the database for all who use it. */
    void shutDown() {
      Databases.this.shutDown(place, database);
    }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) {
        release(place, database);
      }
    }
  }

  SqlSession connect(
      DatabaseTarget target, String name, DatabaseOptions database, SessionOptions session) {
    Lease lease = lease(target, name, database);
    try {
      return new EngineSession(lease, session);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /** A session that owns a database in a store which another has opened, such as a test's. */
  SqlSession connect(Store store, String name, SessionOptions session) {
    return new EngineSession(new Lease(/* place= */ null, new Database(name, store)), session);
  }

  /** Opens it or joins those who have it open, and verifies it. */
  DatabaseReport check(Path directory) {
    DatabaseTarget target = new DatabaseTarget.Directory(directory);
    DatabaseOptions options = new DatabaseOptions(DatabaseOptions.Create.NEVER, 0, 0);
    try (Lease lease = lease(target, SqlEngine.nameOf(target), options)) {
      return new DatabaseCheck(lease.database()).report();
    } catch (KvException e) {
      throw Problems.of(e);
    }
  }

  private Lease lease(DatabaseTarget target, String name, DatabaseOptions asked) {
    try {
      if (target instanceof DatabaseTarget.PrivateMemory) {
        return new Lease(/* place= */ null, open(target, name, storeOptions(asked)));
      }
      Object place =
          target instanceof DatabaseTarget.Directory directory
              ? realPath(directory.path())
              : target;
      Lease lease = null;
      while (lease == null) {
        lease = join(slots.computeIfAbsent(place, key -> new Slot()), place, name, target, asked);
      }
      return lease;
    } catch (KvException e) {
      throw Problems.of(e);
    }
  }

  /** Joins or opens what a slot is for; null if the slot has gone. */
  private @Nullable Lease join(
      Slot slot, Object place, String name, DatabaseTarget target, DatabaseOptions asked) {
    synchronized (slot) {
      if (slot.gone) {
        return null;
      }
      Database database = slot.database;
      if (database == null) {
        try {
          StoreOptions options = storeOptions(asked);
          database = open(target, name, options);
          slot.database = database;
          slot.options = options;
        } catch (RuntimeException e) {
          remove(place, slot);
          throw e;
        }
        boolean staysOpen = target instanceof DatabaseTarget.NamedMemory;
        slot.users = staysOpen ? 1 : 0;
      } else if (slot.options != null) {
        requireSame(slot.options, asked, database.name());
      }
      slot.users++;
      return new Lease(place, database);
    }
  }

  private static Database open(DatabaseTarget target, String name, StoreOptions options) {
    Store store =
        target instanceof DatabaseTarget.Directory directory
            ? Stores.open(directory.path(), options)
            : Stores.memory(options);
    return new Database(name, store);
  }

  private static StoreOptions storeOptions(DatabaseOptions asked) {
    StoreOptions.Create create =
        switch (asked.create()) {
          case IF_MISSING -> StoreOptions.Create.IF_MISSING;
          case NEVER -> StoreOptions.Create.NEVER;
          case ALWAYS -> StoreOptions.Create.ALWAYS;
        };
    StoreOptions options = StoreOptions.defaults().with(create);
    if (asked.cacheBytes() != 0) {
      options = options.withCacheBytes(asked.cacheBytes());
    }
    return asked.pageBytes() == 0 ? options : options.withPageBytes(asked.pageBytes());
  }

  private static void requireSame(StoreOptions open, DatabaseOptions asked, String name) {
    if (asked.create() == DatabaseOptions.Create.ALWAYS) {
      throw SqlProblem.of(
          SqlErrorCode.CONNECTION_FAILED,
          "database %s is there already, and create=always wants a new one",
          name);
    }
    requireSame("cacheSize", open.cacheBytes(), asked.cacheBytes(), name);
    requireSame("pageSize", open.pageBytes(), asked.pageBytes(), name);
  }

  private static void requireSame(String option, long open, long asked, String name) {
    if (asked != 0 && asked != open) {
      throw SqlProblem.of(
          SqlErrorCode.CONNECTION_FAILED,
          "database %s is open in this JVM with %s=%d, it cannot be joined with %s=%d",
          name,
          option,
          open,
          option,
          asked);
    }
  }

  private void release(@Nullable Object place, Database database) {
    if (place == null) {
      database.close();
      return;
    }
    Slot slot = slots.get(place);
    if (slot == null) {
      return;
    }
    synchronized (slot) {
      if (slot.database == database && --slot.users == 0) {
        try {
          database.close();
        } finally {
          remove(place, slot);
        }
      }
    }
  }

  private void shutDown(@Nullable Object place, Database database) {
    Slot slot = place == null ? null : slots.get(place);
    if (place == null || slot == null) {
      database.markShutDown();
      database.close();
      return;
    }
    synchronized (slot) {
      if (slot.database == database) {
        database.markShutDown();
        try {
          database.close();
        } finally {
          remove(place, slot);
        }
      }
    }
  }

  private void remove(Object place, Slot slot) {
    slot.gone = true;
    slot.database = null;
    slots.remove(place, slot);
  }

  /** The one path that a directory has, whether it is there yet or not. */
  private static Path realPath(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path there = absolute;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      return absolute;
    }
    try {
      return there.toRealPath().resolve(there.relativize(absolute));
    } catch (IOException e) {
      throw SqlProblem.causedBy(
          e, SqlErrorCode.CONNECTION_FAILED, "the path " + path + " cannot be read: " + e);
    }
  }
}
