package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Fault;
import dev.zdb.kv.wal.LogOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks through trees of several levels. */
final class CursorTest {
  private static final int KEYS = 2_000;
  private static final List<Integer> ALL = IntStream.range(0, KEYS).boxed().toList();

  private static final LogOptions LOG = new LogOptions(0, 64 << 10, 256 << 10, 64 << 10);

  private final SimulatedFileSystem disk = new SimulatedFileSystem();

  @ParameterizedTest
  @EnumSource
  void aWalkStaysAtItsMomentWhileTheLeavesBesideItSplitAndGo(Direction direction) {
    try (Store store = open()) {
      write(store, 0, KEYS, 40);
      try (Snapshot snapshot = store.snapshot();
          Cursor cursor = snapshot.cursor(TreeId.ROOT, KeyRange.all(), direction)) {
        List<Integer> seen = new ArrayList<>();
        assertThat(cursor.fetch()).isTrue();
        addKeys(cursor, seen);
        write(store, 0, KEYS, 80);
        assertThat(cursor.fetch()).isTrue();
        addKeys(cursor, seen);
        delete(store, 0, KEYS);
        while (cursor.fetch()) {
          addKeys(cursor, seen);
        }

        assertThat(seen).isEqualTo(inOrder(direction));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWalkThatCouldNotReadGoesOnWithTheEntryThatItFailedAt(Direction direction) {
    try (Store store = open()) {
      write(store, 0, KEYS, 40);
      write(store, KEYS / 2, KEYS / 2 + 10, 5_000);
    }
    try (Store store = open();
        Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.cursor(TreeId.ROOT, KeyRange.all(), direction)) {
      List<Integer> seen = new ArrayList<>();
      int failures = 0;
      boolean more = true;
      for (int attempt = 0; more; attempt++) {
        if (attempt % 2 == 0) {
          disk.failReadAfter(attempt / 2 % 3, Fault.ONCE);
        }
        try {
          more = cursor.fetch();
          addKeys(cursor, seen);
        } catch (KvException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED);
          failures++;
        }
      }

      assertThat(seen).isEqualTo(inOrder(direction));
      assertThat(failures).isGreaterThan(10);
    }
  }

  private Store open() {
    return Stores.open(disk, StoreOptions.defaults().withPageBytes(512), LOG);
  }

  private static List<Integer> inOrder(Direction direction) {
    List<Integer> keys = new ArrayList<>(ALL);
    if (direction == Direction.BACKWARD) {
      Collections.reverse(keys);
    }
    return keys;
  }

  private static void addKeys(Cursor cursor, List<Integer> seen) {
    for (int i = 0; i < cursor.count(); i++) {
      seen.add(ByteBuffer.wrap(cursor.key(i).array()).getInt());
    }
  }

  private static void write(Store store, int from, int to, int valueBytes) {
    Bytes value = Bytes.copyOf(new byte[valueBytes]);
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = from; i < to; i++) {
        writer.put(TreeId.ROOT, key(i), value);
      }
      writer.commit();
    }
  }

  private static void delete(Store store, int from, int to) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = from; i < to; i++) {
        writer.delete(TreeId.ROOT, key(i));
      }
      writer.commit();
    }
  }

  private static Bytes key(int i) {
    return Bytes.copyOf(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
  }
}
