package dev.zdb.kv.page;

/**
 * Where an extent lies in the data file, and which bytes must be found there.
 *
 * <pre>
 *   offset  size  field
 *        0     6  offset in the file, in bytes
 *        6     2  length in units of 4 KiB
 *        8     4  crc32c of the extent
 *       12     4  generation: the checkpoint that wrote it
 * </pre>
 */
public record ExtentRef(long offset, int units, int crc, int generation) {
  public static final int BYTES = 16;
  public static final int UNIT = 4_096;

  public void write(byte[] into, int at) {
    Page.setU16(into, at, (int) (offset >>> 32));
    Page.setI32(into, at + 2, (int) offset);
    Page.setU16(into, at + 6, units);
    Page.setI32(into, at + 8, crc);
    Page.setI32(into, at + 12, generation);
  }

  public static ExtentRef read(byte[] from, int at) {
    long offset = ((long) Page.u16(from, at) << 32) | (Page.i32(from, at + 2) & 0xffff_ffffL);
    return new ExtentRef(
        offset, Page.u16(from, at + 6), Page.i32(from, at + 8), Page.i32(from, at + 12));
  }

  /** The first unit that the extent covers. */
  public int firstUnit() {
    return (int) (offset / UNIT);
  }

  public long bytes() {
    return (long) units * UNIT;
  }
}
