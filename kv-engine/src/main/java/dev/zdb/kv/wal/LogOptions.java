package dev.zdb.kv.wal;

/**
 * How a log behaves.
 *
 * @param quietMillis how long appended records may stay unforced when nobody waits for them, and
 *     the watermark behind them; 0 for ever, so that every write and force is asked for
 * @param firstBytes how large a segment is made at first; it doubles as it fills
 * @param segmentBytes how large a segment becomes before the next begins
 * @param batchBytes the most that is written and forced at once
 */
public record LogOptions(int quietMillis, int firstBytes, int segmentBytes, int batchBytes) {
  public LogOptions {
    if (quietMillis < 0
        || batchBytes < 256
        || batchBytes > BatchFormat.MAX_BYTES
        || firstBytes < SegmentHeader.BLOCK
        || segmentBytes < firstBytes) {
      throw new IllegalArgumentException(
          "log options " + quietMillis + " " + firstBytes + " " + segmentBytes + " " + batchBytes);
    }
  }

  /** 50 ms, and segments from 1 MiB to 64 MiB, written by 1 MiB. */
  public static LogOptions defaults() {
    return new LogOptions(50, 1 << 20, 64 << 20, 1 << 20);
  }
}
