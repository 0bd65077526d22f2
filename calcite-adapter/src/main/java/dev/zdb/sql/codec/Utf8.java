package dev.zdb.sql.codec;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Strings as UTF-8, whose bytes compare as code points do. Half a surrogate pair is no character
 * and is refused, since it would not come back.
 */
final class Utf8 {
  private static final int MAX_BYTES_OF_CHAR = 3;

  /** Flags and codes are often of one character: the strings of ASCII's, made once. */
  private static final List<String> OF_ONE =
      IntStream.range(0, 0x80).mapToObj(c -> String.valueOf((char) c)).toList();

  private Utf8() {}

  /** How many bytes {@link #encode} may need at most. */
  static int atMost(String text) {
    return Math.multiplyExact(text.length(), MAX_BYTES_OF_CHAR);
  }

  /** How many bytes {@link #encode} will write. */
  static int length(String text) {
    int length = text.length();
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** Writes the text's bytes and returns where they end; there is room for them. */
  static int encode(String text, byte[] bytes, int at) {
    int length = text.length();
    int to = at;
    int i = 0;
    while (i < length) {
      char c = text.charAt(i++);
      if (c < 0x80) {
        bytes[to++] = (byte) c;
      } else if (c < 0x800) {
        bytes[to++] = (byte) (0xc0 | c >> 6);
        bytes[to++] = continuation(c);
      } else if (Character.isSurrogate(c)) {
        to = encodePair(text, i++, bytes, to);
      } else {
        bytes[to++] = (byte) (0xe0 | c >> 12);
        bytes[to++] = continuation(c >> 6);
        bytes[to++] = continuation(c);
      }
    }
    return to;
  }

  private static int encodePair(String text, int second, byte[] bytes, int at) {
    char high = text.charAt(second - 1);
    if (second == text.length() || !Character.isSurrogatePair(high, text.charAt(second))) {
      throw SqlProblem.of(
          SqlErrorCode.INVALID_CHARACTER,
          "the string holds U+%04X at position %d, which is half of a surrogate pair and no"
              + " character",
          (int) high,
          second);
    }
    int point = Character.toCodePoint(high, text.charAt(second));
    bytes[at] = (byte) (0xf0 | point >> 18);
    bytes[at + 1] = continuation(point >> 12);
    bytes[at + 2] = continuation(point >> 6);
    bytes[at + 3] = continuation(point);
    return at + 4;
  }

  /** The string that bytes {@code [from, to)} hold. */
  static String decode(byte[] bytes, int from, int to) {
    return to - from == 1 && bytes[from] >= 0
        ? OF_ONE.get(bytes[from])
        : new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }
}
