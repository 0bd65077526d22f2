package dev.zdb.kv.wal;

import java.util.Arrays;

/**
 * A batch while it is being filled: parts of records behind room for the header, in the very array
 * that is written.
 *
 * <p><b>Threads:</b> one at a time; the log's lock passes it on.
 */
final class BatchBuffer {
  private static final int SMALLEST = 8 << 10;

  private final int limit;
  private byte[] bytes;
  private int length;
  private int count;
  private long startLsn;

  /**
   * An empty batch.
   *
   * @param limit the most bytes it takes, its header included
   */
  BatchBuffer(int limit) {
    this.limit = limit;
    bytes = new byte[BatchFormat.padded(Math.min(limit, SMALLEST))];
    length = BatchFormat.HEADER;
  }

  /** Starts again, empty. */
  void begin(long lsn) {
    length = BatchFormat.HEADER;
    count = 0;
    startLsn = lsn;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** How many bytes of payload one more part can carry. */
  int room() {
    return limit - length - BatchFormat.PART_HEADER;
  }

  /** How many bytes of payload the first part can carry. */
  int wholeRoom() {
    return limit - BatchFormat.HEADER - BatchFormat.PART_HEADER;
  }

  long endLsn() {
    return startLsn + length - BatchFormat.HEADER;
  }

  /** Adds one part; {@code from} to {@code end} of the payload fit into {@link #room}. */
  void add(byte type, byte part, byte[] payload, int from, int end) {
    int size = end - from;
    reserve(length + BatchFormat.PART_HEADER + size);
    putInt(length, size);
    bytes[length + 4] = type;
    bytes[length + 5] = part;
    System.arraycopy(payload, from, bytes, length + BatchFormat.PART_HEADER, size);
    length += BatchFormat.PART_HEADER + size;
    count++;
  }

  /** Writes the header and the padding; from then on {@link #bytes} are the batch. */
  int seal(long salt, long watermark, int previousCrc) {
    Arrays.fill(bytes, length, BatchFormat.padded(length), (byte) 0);
    BatchFormat.Position position = new BatchFormat.Position(startLsn, watermark, previousCrc);
    new BatchFormat.Header(0, length, count, salt, position).encode(bytes);
    int crc = BatchFormat.crc(bytes, length);
    putInt(4, crc);
    return crc;
  }

  byte[] bytes() {
    return bytes;
  }

  int paddedLength() {
    return BatchFormat.padded(length);
  }

  private void reserve(int needed) {
    if (needed > bytes.length) {
      int grown = Math.min(BatchFormat.padded(limit), bytes.length * 2);
      bytes = Arrays.copyOf(bytes, Math.max(grown, BatchFormat.padded(needed)));
    }
  }

  private void putInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }
}
