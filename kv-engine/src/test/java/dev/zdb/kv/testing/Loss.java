package dev.zdb.kv.testing;

/** What a power cut leaves of the writes and names that were not forced or synced. */
public enum Loss {
  /** Nothing of it. */
  KEEPS_NOTHING,
  /** Everything, as if all had been forced. */
  KEEPS_ALL,
  /** Of each file the newest write alone, and all names. */
  KEEPS_LAST,
  /** Of each file the oldest write alone, and all names. */
  KEEPS_FIRST,
  /** Of each write its first 512 bytes, with all lengths and names. */
  KEEPS_HEADERS,
  /** All lengths and names, but nothing of the bytes. */
  KEEPS_LENGTHS,
  /** Any part of anything, in any order, torn anywhere, with anything in place of the rest. */
  RANDOM
}
