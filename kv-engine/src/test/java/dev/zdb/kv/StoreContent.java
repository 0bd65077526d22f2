package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.TreeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a tree shows, by keys and by ranges in both directions, held against an ordered map. */
final class StoreContent {
  private StoreContent() {}

  static NavigableMap<byte[], byte[]> empty() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> entries) {
    return new TreeMap<>(entries);
  }

  /** Whether the tree is there and holds this and nothing else. */
  static boolean shows(ReadView view, TreeId tree, NavigableMap<byte[], byte[]> entries) {
    try {
      return read(view, tree, KeyRange.all(), Direction.FORWARD).equals(lines(entries));
    } catch (KvException e) {
      if (e.code() == ErrorCode.NO_SUCH_TREE) {
        return false;
      }
      throw e;
    }
  }

  /** Fails unless lookups and ranges, whole and parted at some keys, show what the map holds. */
  static void requireSame(
      ReadView view, TreeId tree, NavigableMap<byte[], byte[]> entries, Supplier<byte[]> keys) {
    Bytes value = new Bytes();
    for (int i = 0; i < 20; i++) {
      byte[] key = keys.get();
      boolean found = view.get(tree, Bytes.copyOf(key), value);
      assertThat(found ? value.toArray() : null).isEqualTo(entries.get(key));
    }
    requireSameRange(view, tree, entries, KeyRange.all());
    byte[] low = keys.get();
    byte[] high = keys.get();
    requireSameRange(view, tree, entries, new KeyRange(low, high));
    requireSameRange(view, tree, entries, KeyRange.startingWith(low));
  }

  private static void requireSameRange(
      ReadView view, TreeId tree, NavigableMap<byte[], byte[]> entries, KeyRange range) {
    NavigableMap<byte[], byte[]> expected = empty();
    if (!range.isEmpty()) {
      expected.putAll(
          range.high() == null
              ? entries.tailMap(range.low(), true)
              : entries.subMap(range.low(), true, range.high(), false));
    }
    for (Direction direction : Direction.values()) {
      NavigableMap<byte[], byte[]> wanted =
          direction == Direction.FORWARD ? expected : expected.descendingMap();
      assertThat(read(view, tree, range, direction)).isEqualTo(lines(wanted));
    }
  }

  private static List<String> read(
      ReadView view, TreeId tree, KeyRange range, Direction direction) {
    List<String> lines = new ArrayList<>();
    try (Cursor cursor = view.cursor(tree, range, direction)) {
      while (cursor.fetch()) {
        for (int i = 0; i < cursor.count(); i++) {
          lines.add(
              line(
                  cursor.key(i).toArray(),
                  Arrays.copyOfRange(
                      cursor.valueBytes(), cursor.valueStart(i), cursor.valueEnd(i))));
        }
      }
    }
    return lines;
  }

  private static List<String> lines(Map<byte[], byte[]> entries) {
    List<String> lines = new ArrayList<>();
    entries.forEach((key, value) -> lines.add(line(key, value)));
    return lines;
  }

  private static String line(byte[] key, byte[] value) {
    return Arrays.toString(key) + " = " + value.length + " " + Arrays.hashCode(value);
  }
}
