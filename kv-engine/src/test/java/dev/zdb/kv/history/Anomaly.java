package dev.zdb.kv.history;

import dev.zdb.kv.api.Isolation;

/** Something that a history shows and a level in it forbids, with the transactions that show it. */
record Anomaly(Kind kind, String story) {

  /** What may go wrong, by Adya's names where he has one, and the weakest level that forbids it. */
  enum Kind {
    /** A list with something that nobody appended, or twice. */
    GARBAGE(Isolation.READ_COMMITTED),
    /** G1a: a committed transaction saw what was rolled back. */
    ABORTED_READ(Isolation.READ_COMMITTED),
    /** A committed append is not in the list at the end: two wrote over the same version. */
    LOST_APPEND(Isolation.READ_COMMITTED),
    /** Two saw lists of which neither continues the other. */
    INCOMPATIBLE_ORDER(Isolation.READ_COMMITTED),
    /**
     * G1b: a transaction saw what another had appended before that one's last append to the key.
     */
    INTERMEDIATE_READ(Isolation.READ_COMMITTED),
    /** A transaction did not see its own append, or under a fixed snapshot saw a key change. */
    INTERNAL(Isolation.READ_COMMITTED),
    /** What was committed before the transaction's moment did not show. */
    STALE_READ(Isolation.READ_COMMITTED),
    /** G0: a cycle of writes. */
    DIRTY_WRITE(Isolation.READ_COMMITTED),
    /** G1c: a cycle of writes and of reads of what was written. */
    CIRCULAR_INFORMATION_FLOW(Isolation.READ_COMMITTED),
    /** A scan that shows no one moment. */
    TORN_SCAN(Isolation.READ_COMMITTED),
    /** G-single: a cycle with one read of what was then written over. */
    READ_SKEW(Isolation.SNAPSHOT),
    /** A cycle with several reads of what was written over, but no two in a row. */
    LONG_FORK(Isolation.SNAPSHOT),
    /** G2: any other cycle. */
    WRITE_SKEW(Isolation.SERIALIZABLE);

    private final Isolation forbiddenFrom;

    Kind(Isolation forbiddenFrom) {
      this.forbiddenFrom = forbiddenFrom;
    }

    boolean isForbiddenAt(Isolation level) {
      return level.compareTo(forbiddenFrom) >= 0;
    }
  }

  @Override
  public String toString() {
    return kind + ": " + story;
  }
}
