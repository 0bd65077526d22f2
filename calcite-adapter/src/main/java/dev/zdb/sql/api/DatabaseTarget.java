package dev.zdb.sql.api;

import java.nio.file.Path;
import java.util.Locale;

/** An embedded database to open. */
public sealed interface DatabaseTarget {

  /** A database in memory that one session has to itself. */
  record PrivateMemory() implements DatabaseTarget {}

  /**
   * A database in memory that all of this JVM share by name, until SHUTDOWN or the JVM's end.
   *
   * @param name without regard to case, as that of a server's database: kept in upper case
   */
  record NamedMemory(String name) implements DatabaseTarget {
    public NamedMemory {
      name = name.toUpperCase(Locale.ROOT);
    }
  }

  /** A database in a directory; all sessions of this JVM on the same real path share it. */
  record Directory(Path path) implements DatabaseTarget {}
}
