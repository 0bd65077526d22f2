package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.wal.LogOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Memory and disk that a store takes, whatever its users do. */
@Tag("slow")
final class BoundsTest {
  private static final LogOptions LOG = new LogOptions(0, 16 << 10, 64 << 10, 16 << 10);
  private static final int MIB = 1 << 20;
  private static final StoreOptions ONE_MIB = StoreOptions.defaults().withCacheBytes(MIB);

  /** What old versions may take at least, however small the cache is. */
  private static final int HISTORY = 4 * MIB;

  @Test
  void aSnapshotWhoseVersionsHadToMakeRoomSaysSoAndANewOneReads() {
    try (Store store = Stores.open(new MemoryFileSystem(), ONE_MIB, LOG)) {
      rewrite(store, 1);
      Snapshot old = store.snapshot();
      Cursor cursor = old.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD);
      assertThat(cursor.fetch()).isTrue();

      rewrite(store, 2);

      refused(ErrorCode.SNAPSHOT_TOO_OLD, () -> old.get(TreeId.ROOT, key(1), new Bytes()));
      refused(ErrorCode.SNAPSHOT_TOO_OLD, cursor::fetch);
      old.close();
      try (Snapshot fresh = store.snapshot()) {
        Bytes value = new Bytes();
        assertThat(fresh.get(TreeId.ROOT, key(1), value)).isTrue();
        assertThat(value.array()[0]).isEqualTo((byte) 2);
      }
    }
  }

  @Test
  void memoryStaysBoundedUnderSnapshotsThatNobodyCloses() {
    List<Snapshot> kept = new ArrayList<>();
    try (Store store = Stores.open(new MemoryFileSystem(), ONE_MIB, LOG)) {
      for (int round = 0; round < 8; round++) {
        rewrite(store, round);
        kept.add(store.snapshot());
        assertThat(store.stats().cachedBytes()).isLessThan(MIB + HISTORY + MIB);
      }
      kept.forEach(Snapshot::close);
    }
  }

  @Test
  void aTransactionOverAQuarterOfTheHeapIsRefusedWithItsLimitAndCanBeRolledBack() {
    try (Store store = Stores.open(new MemoryFileSystem(), ONE_MIB, LOG);
        Transaction writer = store.begin(TransactionOptions.defaults())) {
      writer.put(TreeId.ROOT, key(1), key(1));
      long savepoint = writer.savepoint();
      long limit = store.capabilities().maxTransactionBytes();
      assertThat(limit).isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 4);
      Bytes large = Bytes.copyOf(new byte[16 * MIB]);

      assertThatThrownBy(
              () -> {
                for (int i = 0; i <= limit / large.length(); i++) {
                  writer.put(TreeId.ROOT, key(i), large);
                }
              })
          .isInstanceOfSatisfying(
              KvException.class, e -> assertThat(e.code().sqlState()).isEqualTo("53200"))
          .hasMessageContaining("the limit is " + limit);

      writer.rollbackTo(savepoint);
      writer.commit();
      try (Snapshot all = store.snapshot()) {
        assertThat(all.get(TreeId.ROOT, key(1), new Bytes())).isTrue();
        assertThat(all.get(TreeId.ROOT, key(2), new Bytes())).isFalse();
      }
    }
  }

  @Test
  void theDiskStaysBoundedHoweverMuchIsWritten() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    LogOptions log = new LogOptions(0, 4 << 10, 16 << 10, 4 << 10);
    StoreOptions options = ONE_MIB.withCheckpointLogBytes(32 << 10);
    long data = 0;
    long most = 0;
    try (Store store = Stores.open(disk, options, log)) {
      data = disk.totalBytes();
      for (int i = 0; i < 3_000; i++) { // each takes a block of 4 KiB, however little it writes
        try (Transaction writer =
            store.begin(TransactionOptions.defaults().with(Durability.NORMAL))) {
          writer.put(TreeId.ROOT, key(i % 40), key(i));
          writer.commit();
        }
        most = Math.max(most, disk.totalBytes());
      }
    }
    assertThat(most - data).isLessThan(8 * options.checkpointLogBytes() + MIB / 4);
    assertThat(disk.totalBytes()).isLessThan(MIB / 2);
  }

  @Test
  void theFileShrinksWhileOpenButNotUnderASnapshot() {
    StoreOptions roomy = ONE_MIB.withCacheBytes(64 * MIB);
    try (Store store = Stores.open(new MemoryFileSystem(), roomy, LOG)) {
      rewrite(store, 1);
      store.checkpoint();
      long full = store.stats().dataFileBytes();
      try (Snapshot all = store.snapshot()) {
        deleteAll(store);
        writeAndCheckpoint(store, 3);
        assertThat(all.get(TreeId.ROOT, key(1), new Bytes())).isTrue();
      }
      writeAndCheckpoint(store, 4);
      assertThat(store.stats().dataFileBytes()).isLessThan(full / 4);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  /** Inner pages stay in memory: what they take is a small part of what they lead to. */
  @Test
  void innerPagesTakeASmallPartOfTheData(TestReporter reporter) {
    MemoryFileSystem files = new MemoryFileSystem();
    try (Store store = Stores.open(files, ONE_MIB, LOG)) {
      for (int round = 0; round < 5; round++) {
        try (Transaction writer = store.begin(TransactionOptions.defaults())) {
          for (int i = 0; i < 40_000; i++) {
            int number = round * 40_000 + i;
            byte[] key =
                ("customer/" + number * 7_919L + "/order").getBytes(StandardCharsets.US_ASCII);
            writer.put(TreeId.ROOT, Bytes.copyOf(key), Bytes.copyOf(new byte[100]));
          }
          writer.commit();
        }
      }
    }
    try (Store store = Stores.open(files, ONE_MIB.withCacheBytes(0), LOG)) {
      try (Snapshot all = store.snapshot();
          Cursor cursor = all.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
        int entries = 0;
        while (cursor.fetch()) {
          entries += cursor.count();
        }
        assertThat(entries).isEqualTo(200_000);
      }
      long inner = store.stats().cachedBytes();
      long data = store.stats().dataFileBytes();
      reporter.publishEntry("bytes of inner pages", inner + " for " + data + " of data");
      assertThat(inner).isLessThan(data / 100);
    }
  }

  private static void rewrite(Store store, int fill) {
    byte[] value = new byte[1_000];
    Arrays.fill(value, (byte) fill);
    for (int from = 0; from < 8_000; from += 400) {
      try (Transaction writer = store.begin(TransactionOptions.defaults())) {
        for (int i = from; i < from + 400; i++) {
          writer.put(TreeId.ROOT, key(i), Bytes.copyOf(value));
        }
        writer.commit();
      }
    }
  }

  private static void deleteAll(Store store) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < 8_000; i++) {
        writer.delete(TreeId.ROOT, key(i));
      }
      writer.commit();
    }
  }

  private static void writeAndCheckpoint(Store store, int times) {
    for (int i = 0; i < times; i++) {
      try (Transaction writer = store.begin(TransactionOptions.defaults())) {
        writer.put(TreeId.ROOT, key(i), key(i));
        writer.commit();
      }
      store.checkpoint();
    }
  }

  private static Bytes key(int i) {
    return Bytes.copyOf(ByteBuffer.allocate(4).putInt(i).array());
  }

  private static void refused(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
