package dev.zdb.kv.wal;

import java.util.List;

/**
 * Where a log ends, which is all that the next segment has to know of those before it.
 *
 * @param lsn the end of the last record that counts
 * @param crc of the last batch before it, or of its segment's header, or 0 in a new log
 * @param nextLsn greater than any position that was ever given out
 * @param leftovers what a crash left of segments and holds nothing
 * @param isBare whether no batch was read, not even one without a record: the next segment chains
 *     to nothing that may be in the system's cache and not on the disk
 */
public record LogEnd(long lsn, int crc, long nextLsn, List<Leftover> leftovers, boolean isBare) {
  public LogEnd {
    leftovers = List.copyOf(leftovers);
  }

  /**
   * A segment of which a part holds nothing.
   *
   * @param heldBytes where that part begins; 0 where the segment was only half made
   */
  public record Leftover(String segment, long heldBytes) {}

  /** The end of the log of a store that has none yet, the first record to begin at {@code lsn}. */
  public static LogEnd ofNewStore(long lsn) {
    return new LogEnd(lsn, 0, lsn, List.of(), /* isBare= */ true);
  }
}
