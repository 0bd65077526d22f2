package dev.zdb.kv.api;

import java.util.Arrays;

/**
 * A growable run of bytes that belongs to its caller: keys and values are handed over in these, so
 * that a warm read or write allocates nothing.
 *
 * <p>Bytes {@code [0, length)} of {@link #array} count; the array itself changes when the run
 * grows.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Bytes {
  /** The most bytes that one run holds. */
  public static final int LARGEST = Integer.MAX_VALUE - 16;

  private byte[] array;
  private int length;

  public Bytes() {
    this(64);
  }

  public Bytes(int capacity) {
    array = new byte[capacity];
  }

  /** Wraps a copy of the given bytes. */
  public static Bytes copyOf(byte[] bytes) {
    Bytes copy = new Bytes(bytes.length);
    copy.append(bytes, 0, bytes.length);
    return copy;
  }

  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  public Bytes clear() {
    length = 0;
    return this;
  }

  /** Cuts the run, or lengthens it by bytes of any value, to {@code length}. */
  public Bytes setLength(int length) {
    reserve(length - this.length);
    this.length = length;
    return this;
  }

  /** Makes room for {@code count} more bytes. */
  public Bytes reserve(int count) {
    if (count > LARGEST - length) {
      throw KvException.of(
          ErrorCode.TOO_LONG, "%d bytes and %d more are over the limit", length, count);
    }
    if (length + count > array.length) {
      int doubled = (int) Math.min((long) array.length * 2, LARGEST);
      array = Arrays.copyOf(array, Math.max(doubled, length + count));
    }
    return this;
  }

  public Bytes append(int oneByte) {
    reserve(1);
    array[length++] = (byte) oneByte;
    return this;
  }

  public Bytes append(byte[] bytes, int from, int count) {
    reserve(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
    return this;
  }

  /** A copy of the bytes that count. */
  public byte[] toArray() {
    return Arrays.copyOf(array, length);
  }
}
