package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.ExtentRef;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The header that every extent begins with, so that a lost, stale or misplaced write is noticed.
 *
 * <pre>
 *   offset  size  field
 *        0     2  magic, "ZX"
 *        2     1  kind: 1 page, 2 long value, 3 map of extents
 *        3     1  zero
 *        4     4  length in bytes, this header among them
 *        8     4  tree, -1 for none
 *       12     4  generation: the checkpoint that wrote it
 *       16     8  its own offset in the file
 *       24     4  zero
 *       28     4  crc32c of bytes [0, 28) and [32, length)
 * </pre>
 *
 * <p>An extent is good where checksum and generation are those that its parent says, too.
 */
final class Extent {
  static final int HEADER = 32;
  private static final short MAGIC = 0x5A58;
  private static final int CRC = 28;

  private Extent() {}

  /** What an extent holds. The codes are on disk. */
  enum Kind {
    PAGE(1),
    OVERFLOW(2),
    MAP(3);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }
  }

  /** What is to be found in an extent. */
  record Label(Kind kind, int tree, int length) {}

  /** How many units an extent of so many bytes takes. */
  static int units(int length) {
    return (int) (((long) length + ExtentRef.UNIT - 1) / ExtentRef.UNIT);
  }

  /** Writes the header of an extent; returns its checksum. */
  static int seal(byte[] bytes, Label label, ExtentRef place) {
    ByteBuffer out = ByteBuffer.wrap(bytes, 0, HEADER);
    out.putShort(MAGIC).put(label.kind().code).put((byte) 0);
    out.putInt(label.length()).putInt(label.tree()).putInt(place.generation());
    out.putLong(place.offset()).putInt(0);
    int crc = crc(bytes, label.length());
    out.putInt(crc);
    return crc;
  }

  /** Fails unless the extent is the one that {@code ref} speaks of. */
  static void verify(byte[] bytes, Label label, ExtentRef ref, String file) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, HEADER);
    boolean ours =
        in.getShort() == MAGIC
            && in.get() == label.kind().code
            && in.get() == 0
            && in.getInt() == label.length()
            && in.getInt() == label.tree()
            && in.getInt() == ref.generation()
            && in.getLong() == ref.offset()
            && in.getInt() == 0;
    int stored = in.getInt(CRC);
    int computed = crc(bytes, label.length());
    if (!ours || stored != computed || stored != ref.crc()) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "%s, extent at offset %d of tree %d, generation %d: crc %08x expected, %08x stored,"
              + " %08x computed%s",
          file,
          ref.offset(),
          label.tree(),
          ref.generation(),
          ref.crc(),
          stored,
          computed,
          ours ? "" : "; the header is another extent's");
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC);
    crc.update(bytes, HEADER, length - HEADER);
    return (int) crc.getValue();
  }
}
