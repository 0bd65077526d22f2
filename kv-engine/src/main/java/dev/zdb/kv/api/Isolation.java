package dev.zdb.kv.api;

/** What a transaction may notice of others; each is at least as strong as its name demands. */
public enum Isolation {
  /** Sees, after each {@link Transaction#refresh}, what was committed before it. */
  READ_COMMITTED,
  /** Sees what was committed before it began; conflicts with those that wrote its keys since. */
  SNAPSHOT,
  /** As {@link #SNAPSHOT}, and conflicts with those that wrote what it read, too. */
  SERIALIZABLE
}
