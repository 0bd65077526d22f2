package dev.zdb.kv.page;

import dev.zdb.kv.api.Bytes;

/**
 * What stands behind a key in a page: a value, or the place of one that is too long.
 *
 * <p>An overflow is {@link #OVERFLOW_BYTES} long: its length (4), its {@link ExtentRef} (16).
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record PageValue(byte[] array, int start, int length, Kind kind) {
  public static final int OVERFLOW_BYTES = 4 + ExtentRef.BYTES;

  /** Whether the value itself stands there. */
  public enum Kind {
    INLINE,
    OVERFLOW
  }

  public static PageValue inline(Bytes value) {
    return new PageValue(value.array(), 0, value.length(), Kind.INLINE);
  }

  /** The place of a value of {@code length} bytes; where it lies is filled in when it is known. */
  public static PageValue overflow(int length) {
    byte[] place = new byte[OVERFLOW_BYTES];
    Page.setI32(place, 0, length);
    return new PageValue(place, 0, OVERFLOW_BYTES, Kind.OVERFLOW);
  }

  /** A reference to a child; where it lies is filled in when it is known. */
  public static PageValue child() {
    return new PageValue(new byte[ExtentRef.BYTES], 0, ExtentRef.BYTES, Kind.INLINE);
  }

  static PageValue of(byte[] page, int index) {
    return new PageValue(
        page,
        Page.valueStart(page, index),
        Page.valueLengthAt(page, index),
        Page.isOverflow(page, index) ? Kind.OVERFLOW : Kind.INLINE);
  }

  /** The length of the value whose place stands in a record. */
  public static int overflowLength(byte[] page, int index) {
    return Page.i32(page, Page.valueStart(page, index));
  }

  /** Where in the page the reference of an inner record or an overflow stands. */
  public static int refStart(byte[] page, int index) {
    return Page.valueStart(page, index) + (Page.isOverflow(page, index) ? 4 : 0);
  }

  boolean isOverflow() {
    return kind == Kind.OVERFLOW;
  }

  void copyTo(byte[] page, int at) {
    System.arraycopy(array, start, page, at, length);
  }
}
