package dev.zdb.kv.checkpoint;

import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.page.ExtentRef;
import java.util.Arrays;

/**
 * Writes one checkpoint's extents, those that lie side by side in one piece.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class ExtentWriter {
  private static final int BUFFER = 1 << 20;

  private final DataFile file;
  private final UnitMap units;
  private final int generation;
  private byte[] buffer = new byte[16 * ExtentRef.UNIT];
  private long start;
  private int count;

  ExtentWriter(DataFile file, UnitMap units, int generation) {
    this.file = file;
    this.units = units;
    this.generation = generation;
  }

  /** Takes units for an extent of {@code length} bytes that are not yet known. */
  ExtentRef reserve(int length) {
    int need = Extent.units(length);
    return new ExtentRef((long) units.allocate(need) * ExtentRef.UNIT, need, 0, generation);
  }

  /** Writes an extent, whose first bytes are left for its header, into units just taken. */
  ExtentRef write(byte[] extent, Label label) {
    return write(extent, label, reserve(label.length()));
  }

  /** Writes an extent, whose first bytes are left for its header, where it was reserved. */
  ExtentRef write(byte[] extent, Label label, ExtentRef place) {
    int crc = Extent.seal(extent, label, place);
    ExtentRef ref = new ExtentRef(place.offset(), place.units(), crc, generation);
    add(extent, label.length(), ref);
    return ref;
  }

  private void add(byte[] extent, int length, ExtentRef ref) {
    if (count > 0 && (ref.offset() != start + count || count + ref.bytes() > BUFFER)) {
      flush();
    }
    if (count == 0) {
      start = ref.offset();
    }
    long end = count + ref.bytes();
    if (end > buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.max(end, Math.min(2L * buffer.length, BUFFER)));
    }
    System.arraycopy(extent, 0, buffer, count, length);
    Arrays.fill(buffer, count + length, (int) end, (byte) 0);
    count = (int) end;
  }

  /** Writes what has been gathered. */
  void flush() {
    if (count > 0) {
      file.write(start, buffer, count);
      count = 0;
    }
  }
}
