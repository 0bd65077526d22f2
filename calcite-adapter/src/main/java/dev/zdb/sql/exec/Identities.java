package dev.zdb.sql.exec;

/** Hands out numbers for identity columns and hidden row identifiers; safe for any thread. */
public interface Identities {
  /** The next number of a table's identity column. */
  long nextIdentity(int tableId);

  /** The next hidden row number of a table without a primary key. */
  long nextRowId(int tableId);

  /** Tells that a row came with a number of its own, so that later numbers pass it by. */
  void passIdentity(int tableId, long number);
}
