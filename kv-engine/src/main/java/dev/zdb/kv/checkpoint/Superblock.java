package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.ExtentRef;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where everything begins: what one checkpoint wrote, and from where in the log to go on.
 *
 * <pre>
 *   offset  size  field
 *        0     8  magic, "ZDBSTORE"
 *        8     4  format number, 1
 *       12     8  features that a reader may ignore
 *       20     8  features that a reader may ignore but not a writer
 *       28     8  features that nobody may ignore
 *       36    16  the store's id
 *       52     4  generation: which checkpoint, counted from 1
 *       56     8  log position (LSN) up to which the checkpoint holds everything
 *       64     8  time of the last commit in it
 *       72     8  LSN up to which the log was known to be durable
 *       80    16  root of the tree of trees
 *       96    16  the map of extents
 *      112     4  its length
 *      116     4  the next tree's number
 *      120     4  crc32c of bytes [0, 120)
 * </pre>
 *
 * <p>The checksum's place and that of magic and format number are the same in every format.
 */
record Superblock(UUID store, int generation, Reached reached, Roots roots, int nextTree) {
  static final int SLOTS = 4;
  static final int SLOT_BYTES = 4_096;
  static final int SLOT_DISTANCE = 65_536;
  static final int FORMAT = 1;

  private static final long MAGIC = 0x5A44_4253_544F_5245L;
  private static final int FEATURES_OF_NOBODY = 28;
  private static final int BODY = 120;

  /**
   * How far a checkpoint reaches.
   *
   * @param lsn the log position up to which it holds everything
   * @param time the last commit in it
   * @param durableLsn up to where the log was known to be durable
   */
  record Reached(long lsn, long time, long durableLsn) {}

  /** What a checkpoint points to. */
  record Roots(ExtentRef trees, ExtentRef map, int mapBytes) {}

  /** Where in the file this superblock has its place. */
  long offset() {
    return offset(slot(generation));
  }

  static int slot(int generation) {
    return Math.floorMod(generation, SLOTS);
  }

  static long offset(int slot) {
    return (long) slot * SLOT_DISTANCE;
  }

  byte[] encode() {
    byte[] block = new byte[SLOT_BYTES];
    ByteBuffer out = ByteBuffer.wrap(block);
    out.putLong(MAGIC).putInt(FORMAT).putLong(0).putLong(0).putLong(0);
    out.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    out.putInt(generation);
    out.putLong(reached.lsn()).putLong(reached.time()).putLong(reached.durableLsn());
    roots.trees().write(block, out.position());
    roots.map().write(block, out.position() + ExtentRef.BYTES);
    out.position(out.position() + 2 * ExtentRef.BYTES);
    out.putInt(roots.mapBytes()).putInt(nextTree);
    out.putInt(crc(block));
    return block;
  }

  /**
   * Reads a slot.
   *
   * @return null where the slot holds no whole superblock
   * @throws KvException {@link ErrorCode#FORMAT} where it holds one that is not ours to read
   */
  static @Nullable Superblock decode(byte[] block, String file) {
    ByteBuffer in = ByteBuffer.wrap(block);
    if (in.getLong() != MAGIC || in.getInt(BODY) != crc(block)) {
      return null;
    }
    int format = in.getInt();
    if (format != FORMAT) {
      throw KvException.of(
          ErrorCode.FORMAT, "%s has format %d; this version reads format %d", file, format, FORMAT);
    }
    long features = in.getLong(FEATURES_OF_NOBODY) | in.getLong(FEATURES_OF_NOBODY - Long.BYTES);
    if (features != 0) {
      throw KvException.of(
          ErrorCode.FORMAT,
          "%s uses features %x, which this version does not know",
          file,
          features);
    }
    in.position(FEATURES_OF_NOBODY + Long.BYTES);
    UUID store = new UUID(in.getLong(), in.getLong());
    int generation = in.getInt();
    Reached reached = new Reached(in.getLong(), in.getLong(), in.getLong());
    ExtentRef trees = ExtentRef.read(block, in.position());
    ExtentRef map = ExtentRef.read(block, in.position() + ExtentRef.BYTES);
    in.position(in.position() + 2 * ExtentRef.BYTES);
    Roots roots = new Roots(trees, map, in.getInt());
    return new Superblock(store, generation, reached, roots, in.getInt());
  }

  /** The format that the slot names, be it whole or not; ours if it names none. */
  static int formatOf(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block);
    return in.getLong() == MAGIC ? in.getInt() : FORMAT;
  }

  private static int crc(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, BODY);
    return (int) crc.getValue();
  }
}
