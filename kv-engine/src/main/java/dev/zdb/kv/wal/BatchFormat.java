package dev.zdb.kv.wal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What one write to the log looks like. All numbers are big-endian.
 *
 * <pre>
 *   offset  size  field
 *        0     4  magic "ZDBL"
 *        4     4  crc32c of bytes [8, length)
 *        8     4  length in bytes, this header included
 *       12     4  count of record parts
 *       16     8  salt of the segment
 *       24     8  start LSN of the first part
 *       32     8  watermark: the durable LSN when this was written
 *       40     4  crc of the batch before, or of the segment's header
 *       44     4  zero
 *       48     -  record parts, then zeros up to the next multiple of 4096
 *
 *   record part
 *        0     4  length of the piece of payload
 *        4     1  type of the record
 *        5     1  0 whole record, 1 first part, 2 middle part, 3 last part
 *        6     -  the piece of payload
 * </pre>
 *
 * <p>LSNs count the bytes of record parts, their headers included, and nothing else: a batch of no
 * parts moves nothing but the watermark.
 */
final class BatchFormat {
  static final int BLOCK = 4096;
  static final int HEADER = 48;
  static final int PART_HEADER = 6;
  static final int MAX_BYTES = 16 << 20;
  static final int MAGIC = 0x5a44424c;

  static final byte WHOLE = 0;
  static final byte FIRST = 1;
  static final byte MIDDLE = 2;
  static final byte LAST = 3;

  private BatchFormat() {}

  static int padded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 8, length - 8);
    return (int) crc.getValue();
  }

  /** The fields of a batch's header. */
  record Header(int crc, int length, int count, long salt, Position position) {
    static Header decode(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      Position position = new Position(in.getLong(24), in.getLong(32), in.getInt(40));
      return new Header(in.getInt(4), in.getInt(8), in.getInt(12), in.getLong(16), position);
    }

    void encode(byte[] bytes) {
      ByteBuffer out = ByteBuffer.wrap(bytes);
      out.putInt(MAGIC).putInt(crc).putInt(length).putInt(count).putLong(salt);
      out.putLong(position.startLsn).putLong(position.watermark).putInt(position.previousCrc);
      out.putInt(0);
    }

    boolean hasSaneLength() {
      return length >= HEADER && length <= MAX_BYTES;
    }

    long endLsn() {
      return position.startLsn + length - HEADER;
    }
  }

  /** Where a batch stands in the log: from where, what was durable, and behind which other. */
  record Position(long startLsn, long watermark, int previousCrc) {}
}
