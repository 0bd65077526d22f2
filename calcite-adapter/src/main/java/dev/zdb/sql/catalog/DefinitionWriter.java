package dev.zdb.sql.catalog;

import dev.zdb.kv.api.Bytes;
import java.nio.charset.StandardCharsets;

/** Writes the elements of {@link DefinitionFormat}. */
final class DefinitionWriter {
  private final Bytes bytes = new Bytes(256);

  Bytes bytes() {
    return bytes;
  }

  void putByte(int value) {
    bytes.append(value);
  }

  void putInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.append(value >>> shift);
    }
  }

  void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  void putText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putInt(utf8.length);
    bytes.append(utf8, 0, utf8.length);
  }
}
