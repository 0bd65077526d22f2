package dev.zdb.kv.api;

/**
 * A walk through the entries of one tree within one range, as of one moment, a batch at a time.
 *
 * <p>A new cursor stands before the first batch. {@link #fetch} reads the next entries; the
 * accessors speak of that batch until the next {@code fetch}, {@code seek} or {@code close}. Values
 * are shown where the store itself holds them whenever it can: never write to the arrays, and keep
 * copies, not the arrays. Batches are of the cursor's choosing, never empty, and within a batch
 * entries run in the cursor's direction.
 *
 * <p>A cursor of a writing transaction sees the writes that were made before each {@code fetch}.
 *
 * <p><b>Threads:</b> one at a time. <b>Owner:</b> whoever opened it; the end of its transaction or
 * snapshot ends it too.
 */
public interface Cursor extends AutoCloseable {
  /** Reads the next batch; returns false, and leaves the batch empty, at the end of the range. */
  boolean fetch();

  /** Starts again, before the first entry of another range of the same tree. */
  void seek(KeyRange range);

  /** How many entries the batch holds. */
  int count();

  /**
   * The key of entry {@code index}, to be read only: put together when asked for, so that who reads
   * values alone does not pay for it, and good until the next is asked for.
   */
  Bytes key(int index);

  /** What holds the batch's values; read only. */
  byte[] valueBytes();

  /** Where in {@link #valueBytes} the value of entry {@code index} begins. */
  int valueStart(int index);

  /** Where in {@link #valueBytes} the value of entry {@code index} has ended. */
  int valueEnd(int index);

  @Override
  void close();
}
