package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.ExtentRef;
import java.nio.ByteBuffer;

/**
 * What the tree of trees says of one tree. Its key is the tree's number (4).
 *
 * <pre>
 *   offset  size  field
 *        0    16  root
 *       16     4  page size
 *       20     8  entries
 *       28     8  long values
 *       36     1  1 where the tree was dropped and waits to be removed, else 0
 * </pre>
 */
record TreeEntry(ExtentRef root, int pageBytes, long entries, long overflows, State state) {
  private static final int BYTES = 37;

  /** Whether a tree is still to be seen. The codes are on disk. */
  enum State {
    LIVE(0),
    DROPPED(1);

    private final byte code;

    State(int code) {
      this.code = (byte) code;
    }
  }

  static Bytes key(int tree) {
    return Bytes.copyOf(ByteBuffer.allocate(4).putInt(tree).array());
  }

  Bytes encode() {
    byte[] bytes = new byte[BYTES];
    root.write(bytes, 0);
    ByteBuffer out = ByteBuffer.wrap(bytes, ExtentRef.BYTES, BYTES - ExtentRef.BYTES);
    out.putInt(pageBytes).putLong(entries).putLong(overflows).put(state.code);
    return Bytes.copyOf(bytes);
  }

  static TreeEntry decode(int tree, byte[] bytes) {
    if (bytes.length != BYTES) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "the entry of tree %d has %d bytes, not %d",
          tree,
          bytes.length,
          BYTES);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, ExtentRef.BYTES, BYTES - ExtentRef.BYTES);
    return new TreeEntry(
        ExtentRef.read(bytes, 0),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.get() == 0 ? State.LIVE : State.DROPPED);
  }
}
