package dev.zdb.kv.api;

/**
 * What can be read as of one moment, of a {@link Snapshot} or within a {@link Transaction}.
 *
 * <p>Every method fails with {@link ErrorCode#CLOSED} once its owner has ended, and with {@link
 * ErrorCode#CORRUPT} or {@link ErrorCode#IO_FAILED} where the disk does not give back what was
 * written.
 */
public interface ReadView {
  /** The newest commit that this view sees. */
  CommitTime time();

  /**
   * Looks a key up.
   *
   * @param value takes the value, cleared first; untouched meaning where the answer is false
   * @return whether the key is there
   */
  boolean get(TreeId tree, Bytes key, Bytes value);

  /** Opens a cursor on a range; close it. */
  Cursor cursor(TreeId tree, KeyRange range, Direction direction);

  /** About how many entries lie in the range; cheap, and no promise. */
  long estimate(TreeId tree, KeyRange range);
}
