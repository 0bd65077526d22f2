package dev.zdb.sql.catalog;

import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the elements of {@link DefinitionFormat}; what does not fit is {@code CORRUPT}. */
final class DefinitionReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  DefinitionReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  int readByte() {
    return bytes[take(1)] & 0xff;
  }

  int readInt() {
    int from = take(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (bytes[from + i] & 0xff);
    }
    return value;
  }

  long readLong() {
    long high = readInt();
    return high << 32 | (readInt() & 0xffff_ffffL);
  }

  String readText() {
    int length = readInt();
    int from = take(length);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  TreeId readTree() {
    return new TreeId(Math.max(readInt(), 1));
  }

  <E> E readOneOf(List<E> values) {
    int code = readByte();
    if (code >= values.size()) {
      throw corrupt("code " + code);
    }
    return values.get(code);
  }

  <E> List<E> readList(Supplier<E> item) {
    int count = readInt();
    if (count < 0 || count > end - at) {
      throw corrupt("count " + count);
    }
    List<E> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return items;
  }

  private int take(int length) {
    if (length < 0 || length > end - at) {
      throw corrupt("length " + length);
    }
    int from = at;
    at += length;
    return from;
  }

  private SqlProblem corrupt(String found) {
    return SqlProblem.of(
        SqlErrorCode.CORRUPT,
        "a definition in the catalog has %s at byte %d of %d",
        found,
        at,
        bytes.length);
  }
}
