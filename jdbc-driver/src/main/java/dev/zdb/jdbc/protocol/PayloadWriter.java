package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes being written: numbers with the high byte first, lengths and counts as varints, text as
 * UTF-8 behind its length.
 *
 * <p><b>Failure:</b> {@link SqlErrorCode#LIMIT_EXCEEDED} when the bytes become more than the limit.
 */
public final class PayloadWriter {
  static final VarHandle SHORT = view(short[].class);
  static final VarHandle INT = view(int[].class);
  static final VarHandle LONG = view(long[].class);
  private static final int LARGE = 1 << 16;

  private byte[] bytes = new byte[256];
  private int size;
  private int base;
  private int limit;

  /** An empty writer that takes so many bytes. */
  public PayloadWriter(int limit) {
    this.limit = limit;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** Forgets what was written since there were so many bytes, and what memory was large. */
  public void truncate(int newSize) {
    size = newSize;
    if (bytes.length > LARGE && newSize < LARGE / 2) {
      bytes = Arrays.copyOf(bytes, LARGE);
    }
  }

  /** Takes so many bytes from here on. */
  void limit(int from, int more) {
    base = from;
    limit = more;
  }

  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private int take(int count) {
    int from = size;
    if (count > limit - (from - base)) {
      throw SqlProblem.of(
          SqlErrorCode.LIMIT_EXCEEDED,
          "a message of %d bytes is over the limit of %d bytes a frame",
          (long) from - base + count,
          limit);
    }
    size = from + count;
    if (size > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.max(size, Math.min((long) base + limit, 2L * bytes.length)));
    }
    return from;
  }

  void u8(int value) {
    int at = take(1);
    bytes[at] = (byte) value;
  }

  void i16(int value) {
    int at = take(2);
    SHORT.set(bytes, at, (short) value);
  }

  void i32(int value) {
    int at = take(4);
    INT.set(bytes, at, value);
  }

  void i64(long value) {
    int at = take(8);
    LONG.set(bytes, at, value);
  }

  /** Seven bits a byte, low ones first, the high bit saying that more follow. */
  void varint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    u8(rest);
  }

  void flag(boolean value) {
    u8(value ? 1 : 0);
  }

  void raw(byte[] source, int start, int length) {
    int at = take(length);
    System.arraycopy(source, start, bytes, at, length);
  }

  void binary(byte[] value) {
    varint(value.length);
    raw(value, 0, value.length);
  }

  void text(String value) {
    requireWellFormed(value);
    binary(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Half a surrogate pair has no UTF-8; Java would send a question mark in its place. */
  private static void requireWellFormed(String value) {
    int length = value.length();
    int i = 0;
    while (i < length) {
      int point = value.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw SqlProblem.of(
            SqlErrorCode.INVALID_TEXT,
            "a text of %d units has half a surrogate pair, %04X, at unit %d",
            length,
            point,
            i);
      }
      i += Character.charCount(point);
    }
  }
}
