package dev.zdb.sql.api;

import java.nio.file.Path;

/** An embedded database to open. */
public sealed interface DatabaseTarget {

  /** A database in memory that one session has to itself. */
  record PrivateMemory() implements DatabaseTarget {}

  /** A database in memory that all of this JVM share by name, until SHUTDOWN or the JVM's end. */
  record NamedMemory(String name) implements DatabaseTarget {}

  /** A database in a directory; all sessions of this JVM on the same real path share it. */
  record Directory(Path path) implements DatabaseTarget {}
}
