package dev.zdb.kv.api;

/**
 * A set of trees, which are ordered maps of bytes to bytes, under one commit clock. Keys compare as
 * unsigned bytes.
 *
 * <p><b>Promise:</b> what {@link Transaction#commit} acknowledged under {@link Durability#FULL} is
 * there after any crash; of what it did not, all or nothing is.
 *
 * <p><b>Threads:</b> safe; an interrupt of any fails nothing and is kept. <b>Failure:</b> after a
 * failed write or force the store refuses to commit until reopened, saying why. Where the disk was
 * full ({@link ErrorCode#DISK_FULL}), the commit that found no room has left nothing, reading goes
 * on, and so does writing once there is room.
 */
public interface Store extends AutoCloseable {
  Capabilities capabilities();

  /** Begins a transaction; close it. */
  Transaction begin(TransactionOptions options);

  /** Pins the newest visible commit; close it. */
  Snapshot snapshot();

  /**
   * Writes all committed data to the data file, so that opening has no log to read. After a full
   * disk this tries whether there is room, whatever the system says of it.
   */
  void checkpoint();

  /** Reads everything and verifies it, beside other work. */
  CheckReport check();

  StoreStats stats();

  /**
   * Takes a checkpoint and lets go of the files; transactions still open are rolled back. Fails
   * with {@link ErrorCode#DISK_FULL}, the files let go of, where for want of space commits of
   * {@link Durability#NONE} are lost.
   */
  @Override
  void close();
}
