package dev.zdb.sql.codec;

import dev.zdb.kv.api.Bytes;

/** Numbers of no sign, seven bits a byte, lowest first, the top bit of a byte saying "more". */
final class Varint {
  private Varint() {}

  static void append(Bytes out, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.append((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.append(rest);
  }

  /** The number at a place. */
  static int read(byte[] bytes, int at) {
    int value = 0;
    int shift = 0;
    int i = at;
    while (bytes[i] < 0) {
      value |= (bytes[i++] & 0x7f) << shift;
      shift += 7;
    }
    return value | (bytes[i] << shift);
  }

  /** How many bytes the number at a place takes. */
  static int size(byte[] bytes, int at) {
    int end = at;
    while (bytes[end] < 0) {
      end++;
    }
    return end + 1 - at;
  }
}
