package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.wal.LogOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreModelTest {
  private static final StoreOptions TINY =
      StoreOptions.defaults().withPageBytes(256).withCacheBytes(8 * 256);

  private NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aStoreShowsAtEachMomentWhatAnOrderedMapDid(long seed) {
    Random random = new Random(seed);
    List<Snapshot> snapshots = new ArrayList<>();
    List<NavigableMap<byte[], byte[]>> models = new ArrayList<>();
    FileSystem files = new MemoryFileSystem();
    Store store = Stores.open(files, TINY, LogOptions.defaults());
    try {
      for (int round = 0; round < 150; round++) {
        writeSome(store, random);
        if (random.nextInt(10) == 0) {
          snapshots.add(store.snapshot());
          models.add(copy(model));
        }
        if (snapshots.size() > 3) {
          requireSame(snapshots.get(0), models.get(0), random);
          snapshots.remove(0).close();
          models.remove(0);
        }
      }
      for (int i = 0; i < snapshots.size(); i++) {
        requireSame(snapshots.get(i), models.get(i), random);
        snapshots.get(i).close();
      }
      store = reopened(store, files, random);
      store = reopened(store, files, random);
    } finally {
      store.close();
    }
  }

  private Store reopened(Store store, FileSystem files, Random random) {
    if (random.nextBoolean()) {
      store.checkpoint();
    }
    store.close();
    Store reopened = Stores.open(files, TINY, LogOptions.defaults());
    try (Snapshot all = reopened.snapshot()) {
      requireSame(all, model, random);
    }
    assertThat(reopened.check().problems()).isEmpty();
    writeSome(reopened, random);
    return reopened;
  }

  private void writeSome(Store store, Random random) {
    NavigableMap<byte[], byte[]> before = copy(model);
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      int writes = random.nextInt(60);
      boolean growing = random.nextBoolean();
      for (int i = 0; i < writes; i++) {
        byte[] key = key(random);
        if (random.nextInt(10) < (growing ? 8 : 2)) {
          byte[] value =
              new byte[random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(40)];
          random.nextBytes(value);
          writer.put(TreeId.ROOT, Bytes.copyOf(key), Bytes.copyOf(value));
          model.put(key, value);
        } else {
          writer.delete(TreeId.ROOT, Bytes.copyOf(key));
          model.remove(key);
        }
      }
      if (random.nextInt(4) == 0) {
        requireSame(writer, model, random);
      }
      if (random.nextInt(5) == 0) {
        model = before;
        return;
      }
      assertThat(writer.commit().outcome()).isEqualTo(CommitResult.Outcome.COMMITTED);
    }
  }

  private static byte[] key(Random random) {
    byte[] key = new byte[random.nextInt(4) == 0 ? random.nextInt(25) : 3];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(6) * 50);
    }
    return key;
  }

  private static void requireSame(
      ReadView view, NavigableMap<byte[], byte[]> model, Random random) {
    Bytes value = new Bytes();
    for (int i = 0; i < 20; i++) {
      byte[] key = key(random);
      boolean found = view.get(TreeId.ROOT, Bytes.copyOf(key), value);
      assertThat(found ? value.toArray() : null).isEqualTo(model.get(key));
    }
    requireSameRange(view, model, KeyRange.all());
    byte[] low = key(random);
    byte[] high = key(random);
    requireSameRange(view, model, new KeyRange(low, high));
    requireSameRange(view, model, KeyRange.startingWith(low));
  }

  private static void requireSameRange(
      ReadView view, NavigableMap<byte[], byte[]> model, KeyRange range) {
    NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
    if (!range.isEmpty()) {
      expected.putAll(
          range.high() == null
              ? model.tailMap(range.low(), true)
              : model.subMap(range.low(), true, range.high(), false));
    }
    for (Direction direction : Direction.values()) {
      NavigableMap<byte[], byte[]> wanted =
          direction == Direction.FORWARD ? expected : expected.descendingMap();
      assertThat(read(view, range, direction)).isEqualTo(lines(wanted));
    }
  }

  private static List<String> read(ReadView view, KeyRange range, Direction direction) {
    List<String> lines = new ArrayList<>();
    try (Cursor cursor = view.cursor(TreeId.ROOT, range, direction)) {
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

  private static NavigableMap<byte[], byte[]> copy(NavigableMap<byte[], byte[]> map) {
    return new TreeMap<>(map);
  }
}
