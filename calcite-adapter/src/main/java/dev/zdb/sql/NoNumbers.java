package dev.zdb.sql;

import dev.zdb.sql.exec.Identities;

/** The counters of a query, which takes no numbers. */
final class NoNumbers implements Identities {
  static final NoNumbers INSTANCE = new NoNumbers();

  private NoNumbers() {}

  @Override
  public long nextIdentity(int tableId) {
    throw new AssertionError("a query asks for a number of table " + tableId);
  }

  @Override
  public long nextRowId(int tableId) {
    throw new AssertionError("a query asks for a row number of table " + tableId);
  }

  @Override
  public void passIdentity(int tableId, long number) {
    throw new AssertionError("a query tells a number of table " + tableId);
  }
}
