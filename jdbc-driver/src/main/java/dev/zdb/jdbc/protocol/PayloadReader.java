package dev.zdb.jdbc.protocol;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes being read, as {@link PayloadWriter} wrote them, by one who trusts none of them: no length
 * or count is believed beyond the bytes that are there.
 *
 * <p><b>Failure:</b> {@link SqlErrorCode#PROTOCOL_VIOLATION}, naming the byte.
 */
public final class PayloadReader {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;

  PayloadReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.position = start;
  }

  /** A problem at the place that is read now. */
  SqlProblem violation(String what) {
    return SqlProblem.of(
        SqlErrorCode.PROTOCOL_VIOLATION,
        "at byte %d of a payload of %d: %s",
        position - start,
        end - start,
        what);
  }

  int remaining() {
    return end - position;
  }

  int position() {
    return position;
  }

  void position(int newPosition) {
    position = newPosition;
  }

  void requireEnd() {
    if (position != end) {
      throw violation(remaining() + " bytes too many");
    }
  }

  private int take(int count) {
    int from = position;
    if (count < 0 || count > end - from) {
      throw violation(count + " bytes expected, " + (end - from) + " left");
    }
    position = from + count;
    return from;
  }

  void skip(int count) {
    take(count);
  }

  int u8() {
    return bytes[take(1)] & 0xff;
  }

  byte i8() {
    return bytes[take(1)];
  }

  short i16() {
    return (short) PayloadWriter.SHORT.get(bytes, take(2));
  }

  int i32() {
    return (int) PayloadWriter.INT.get(bytes, take(4));
  }

  long i64() {
    return (long) PayloadWriter.LONG.get(bytes, take(8));
  }

  int varint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = u8();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        if (shift == 28 && next > 0x0f) {
          throw violation("a varint of more than 32 bits");
        }
        return value;
      }
    }
    throw violation("a varint of more than 5 bytes");
  }

  boolean flag() {
    int value = u8();
    if (value > 1) {
      throw violation("0 or 1 expected, " + value + " found");
    }
    return value == 1;
  }

  /** A count of things that take at least so many bytes each, so that none lies beyond the end. */
  int count(int leastBytesEach) {
    int count = varint();
    if (count < 0 || (long) count * leastBytesEach > remaining()) {
      throw violation("a count of " + Integer.toUnsignedString(count) + " runs past the end");
    }
    return count;
  }

  /** The same, and not more than a limit, since what is counted takes more memory than bytes. */
  int countWithin(int leastBytesEach, int limit) {
    int count = count(leastBytesEach);
    if (count > limit) {
      throw violation("a count of " + count + ", over the limit of " + limit);
    }
    return count;
  }

  int nonNegative() {
    int value = i32();
    if (value < 0) {
      throw violation("a negative number, " + value);
    }
    return value;
  }

  long nonNegativeLong() {
    long value = i64();
    if (value < 0) {
      throw violation("a negative number, " + value);
    }
    return value;
  }

  byte[] raw(int count) {
    int from = take(count);
    return Arrays.copyOfRange(bytes, from, from + count);
  }

  byte[] binary() {
    return raw(varint());
  }

  String text() {
    int length = varint();
    int from = take(length);
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8(from, length);
    }
    return text;
  }

  /** Tells a replacement character that was sent from one that stands for broken bytes. */
  private void requireUtf8(int from, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
    } catch (CharacterCodingException e) {
      throw SqlProblem.causedBy(
          e, SqlErrorCode.PROTOCOL_VIOLATION, "a text of " + length + " bytes is not UTF-8");
    }
  }
}
