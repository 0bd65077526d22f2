package dev.zdb.kv.api;

/**
 * Every way in which the engine refuses or fails, with the SQLSTATE that JDBC callers see.
 *
 * <p>The state's class tells a caller what to do: {@code 40} retry the transaction, {@code 53} and
 * {@code 54} ask for less, {@code 58} and {@code XX} stop and look at the disk, {@code 08}
 * reconnect.
 */
public enum ErrorCode {
  /** Another transaction committed one of the keys first. */
  WRITE_CONFLICT("40001"),
  /** Waiting would never end. */
  DEADLOCK("40001"),
  /** Another transaction held what this one needs for longer than the lock timeout. */
  LOCK_TIMEOUT("55P03"),
  /** Waiting for another transaction was ended by {@link Transaction#stopWaiting}. */
  CANCELLED("57014"),
  /** The store, transaction, snapshot or cursor was closed. */
  CLOSED("08003"),
  /** A write in a transaction or store that only reads. */
  READ_ONLY("25006"),
  /** The versions that a snapshot needs are gone. */
  SNAPSHOT_TOO_OLD("72000"),
  /** The transaction's private writes are over their limit. */
  TRANSACTION_TOO_LARGE("53200"),
  /** A key or value longer than the store takes. */
  TOO_LONG("54000"),
  /** The tree is not there, or not yet, or no more. */
  NO_SUCH_TREE("42P01"),
  /** No space left on the device. */
  DISK_FULL("53100"),
  /** No memory left for what a store in memory keeps, or for what the log has to write. */
  MEMORY_FULL("53200"),
  /**
   * The path is not a store and cannot become one, or one is there where a new one was asked for.
   */
  NOT_A_STORE("08001"),
  /** There is no store, and none is to be made. */
  NO_STORE("3D000"),
  /** Another process or another opener holds the store. */
  HELD("55006"),
  /** The files are of a format that this version does not read. */
  FORMAT("0A000"),
  /** The operating system does not let this user read or write a file or directory. */
  NOT_PERMITTED("42501"),
  /** The operating system failed a read, write or force. */
  IO_FAILED("58030"),
  /** Bytes on disk are not what was written. */
  CORRUPT("XX001");

  private final String sqlState;

  ErrorCode(String sqlState) {
    this.sqlState = sqlState;
  }

  public String sqlState() {
    return sqlState;
  }
}
