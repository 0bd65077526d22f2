package dev.zdb.kv.wal;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first block of a segment. All numbers are big-endian.
 *
 * <pre>
 *   offset  size  field
 *        0     8  magic "ZDBWAL\r\n"
 *        8     4  format number, in this place in every format
 *       12     4  crc32c of bytes [16, 4096)
 *       16     8  compatible features: one who does not know them may read and write
 *       24     8  read-compatible features: one who does not know them may read only
 *       32     8  incompatible features: one who does not know them keeps off
 *       40    16  store identifier
 *       56     8  start LSN: where the records of this segment begin
 *       64     8  salt, which every batch of this segment repeats
 *       72     8  previous end LSN: where the records before this segment end
 *       80     4  crc of the last batch before this segment, 0 if there is none
 *       84  4012  zeros
 * </pre>
 *
 * <p>Where the start is beyond the previous end, the log was opened anew in between.
 */
record SegmentHeader(UUID store, long startLsn, long previousEndLsn, int previousCrc) {
  static final int BLOCK = 4096;
  static final int FORMAT = 1;

  private static final long MAGIC = 0x5a444257414c0d0aL;
  private static final int CRC_AT = 12;
  private static final int CRC_FROM = 16;
  private static final int END = 84;

  long salt() {
    return Segments.salt(store, startLsn);
  }

  String fileName() {
    return Segments.name(startLsn);
  }

  /** Whether the log ran on into this segment, so that all before it was durable first. */
  boolean continuesOrderly() {
    return startLsn == previousEndLsn;
  }

  byte[] encode() {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    block.putLong(MAGIC).putInt(FORMAT).putInt(0);
    block.putLong(0).putLong(0).putLong(0);
    block.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    block.putLong(startLsn).putLong(salt()).putLong(previousEndLsn).putInt(previousCrc);
    block.putInt(CRC_AT, crc(block.array()));
    return block.array();
  }

  /** The sum that the first batch of the segment chains to. */
  static int crc(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, CRC_FROM, BLOCK - CRC_FROM);
    return (int) crc.getValue();
  }

  /**
   * Reads a header, or nothing where this segment's was never wholly written: a crash may leave
   * there what belonged to a deleted one.
   *
   * @throws KvException {@link ErrorCode#FORMAT} if it is of a format or has features that we do
   *     not know, {@link ErrorCode#CORRUPT} if it is another store's
   */
  static Optional<SegmentHeader> decode(byte[] block, UUID store, long startLsn) {
    ByteBuffer in = ByteBuffer.wrap(block);
    String file = Segments.name(startLsn);
    int format = in.getInt(8);
    if (in.getLong(0) != MAGIC || format == 0) {
      return Optional.empty();
    }
    if (format != FORMAT) {
      throw KvException.of(
          ErrorCode.FORMAT,
          "the log segment %s is of format %d; this version reads format %d",
          file,
          format,
          FORMAT);
    }
    if (in.getInt(CRC_AT) != crc(block)) {
      return Optional.empty();
    }
    requireKnownFeatures(in, file);
    UUID found = new UUID(in.getLong(40), in.getLong(48));
    if (!found.equals(store)) {
      throw KvException.of(
          ErrorCode.CORRUPT, "the log segment %s is of store %s, not %s", file, found, store);
    }
    SegmentHeader header = new SegmentHeader(store, startLsn, in.getLong(72), in.getInt(80));
    return in.getLong(56) == startLsn && in.getLong(64) == header.salt() && zerosFollow(block)
        ? Optional.of(header)
        : Optional.empty();
  }

  private static void requireKnownFeatures(ByteBuffer in, String file) {
    long unknown = in.getLong(24) | in.getLong(32);
    if (unknown != 0) {
      throw KvException.of(
          ErrorCode.FORMAT,
          "the log segment %s of format %d has features %x that this version does not know",
          file,
          FORMAT,
          unknown);
    }
  }

  private static boolean zerosFollow(byte[] block) {
    for (int i = END; i < BLOCK; i++) {
      if (block[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
