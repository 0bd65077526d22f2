package dev.zdb.kv.api;

/** What an acknowledged commit survives. */
public enum Durability {
  /** A power cut: the log was forced to the disk first. */
  FULL,
  /** The end of the process; a power cut may take the last tenth of a second. */
  NORMAL,
  /** Nothing for sure: the log is written when convenient. */
  NONE
}
