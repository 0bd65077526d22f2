package dev.zdb.sql.write;

import java.util.stream.IntStream;

/**
 * What an UPDATE changes of each row.
 *
 * <p><b>Threads:</b> any; part of a compiled plan.
 */
final class Change {
  private final RowPlaces before;
  private final RowPlaces after;
  private final boolean movesRow;
  private final int[] indexes;

  /** A column is changed if it has another register afterwards. */
  Change(WriteTarget target, RowPlaces before, RowPlaces after) {
    this.before = before;
    this.after = after;
    this.movesRow = !java.util.Arrays.equals(before.key, after.key);
    this.indexes =
        IntStream.range(0, target.indexCount())
            .filter(i -> movesRow || !java.util.Arrays.equals(before.index(i), after.index(i)))
            .toArray();
  }

  RowPlaces before() {
    return before;
  }

  RowPlaces after() {
    return after;
  }

  /** Whether the row may get another key. */
  boolean movesRow() {
    return movesRow;
  }

  /** The numbers of the indexes whose entries may change. */
  int[] indexes() {
    return indexes;
  }

  /** Whether what is there must be taken away before anything new is written. */
  boolean retracts() {
    return movesRow || indexes.length > 0;
  }
}
