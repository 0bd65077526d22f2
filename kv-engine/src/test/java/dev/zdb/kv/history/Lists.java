package dev.zdb.kv.history;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TreeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Lists of numbers, as a store keeps them under keys that are numbers. */
final class Lists {
  private Lists() {}

  static List<Integer> read(ReadView view, int key) {
    Bytes value = new Bytes();
    if (!view.get(TreeId.ROOT, Bytes.copyOf(bytes(key)), value)) {
      return List.of();
    }
    return decode(value.array(), 0, value.length());
  }

  /** What is there of the keys from {@code first} up to {@code last}, without that. */
  static NavigableMap<Integer, List<Integer>> scan(
      ReadView view, int first, int last, Direction direction) {
    NavigableMap<Integer, List<Integer>> found = new TreeMap<>();
    KeyRange range = new KeyRange(bytes(first), bytes(last));
    try (Cursor cursor = view.cursor(TreeId.ROOT, range, direction)) {
      while (cursor.fetch()) {
        for (int i = 0; i < cursor.count(); i++) {
          int key = ByteBuffer.wrap(cursor.key(i).toArray()).getInt();
          List<Integer> list =
              decode(cursor.valueBytes(), cursor.valueStart(i), cursor.valueEnd(i));
          if (found.put(key, list) != null) {
            throw new AssertionError("a scan showed k" + key + " twice");
          }
        }
      }
    }
    return found;
  }

  static void write(Transaction transaction, int key, List<Integer> list) {
    ByteBuffer value = ByteBuffer.allocate(Integer.BYTES * list.size());
    list.forEach(value::putInt);
    transaction.put(TreeId.ROOT, Bytes.copyOf(bytes(key)), Bytes.copyOf(value.array()));
  }

  private static byte[] bytes(int key) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
  }

  private static List<Integer> decode(byte[] bytes, int from, int to) {
    ByteBuffer value = ByteBuffer.wrap(bytes, from, to - from);
    List<Integer> list = new ArrayList<>();
    while (value.hasRemaining()) {
      list.add(value.getInt());
    }
    return List.copyOf(list);
  }
}
