package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.kv.wal.LogOptions;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that fills up at any byte: the transaction that finds no room fails and leaves nothing,
 * reading goes on, and so does writing once there is room again, without opening the store anew.
 */
@Tag("slow")
final class FullDiskTest {
  private static final StoreOptions TINY =
      StoreOptions.defaults()
          .withPageBytes(256)
          .withCacheBytes(96 << 10)
          .withCheckpointLogBytes(12 << 10);
  private static final StoreOptions LARGE_LOG =
      TINY.withPageBytes(4 << 10).withCheckpointLogBytes(1 << 20);
  private static final LogOptions LOG = new LogOptions(0, 4 << 10, 16 << 10, 4 << 10);

  private final NavigableMap<byte[], byte[]> committed = StoreContent.empty();
  private NavigableMap<byte[], byte[]> attempted = StoreContent.empty();

  @ParameterizedTest
  @EnumSource
  void aStoreGoesOnAfterAFullDisk(Durability durability) {
    for (int room = 0; room < 300_000; room += room < 20_000 ? 509 : 4_093) {
      committed.clear();
      SimulatedFileSystem disk = new SimulatedFileSystem();
      try (Store store = Stores.open(disk, TINY, LOG)) {
        Random random = new Random(room);
        commit(store, random, durability);
        disk.limitTo(disk.totalBytes() + room);
        fillUp(store, random, durability);
        requireReadable(store);
        assertThat(isRefused(store, random, durability)).isTrue();
        requireReadable(store);

        disk.limitTo(Long.MAX_VALUE);
        commit(store, random, durability);
        requireReadable(store);
        store.checkpoint();
        requireRecovered(disk.crash(Loss.KEEPS_NOTHING, room));
        commit(store, random, Durability.FULL);
        requireRecovered(disk.crash(Loss.KEEPS_NOTHING, room));
        assertThat(store.check().problems()).as("room for %d", room).isEmpty();
      }
      requireRecovered(disk);
    }
  }

  @Test
  void aPowerCutWhileItGoesOnLosesNothing() {
    int operations = 60;
    for (int at = 0; at < operations; at++) {
      committed.clear();
      SimulatedFileSystem disk = new SimulatedFileSystem();
      Random random = new Random(at);
      Store store = Stores.open(disk, TINY, LOG);
      commit(store, random, Durability.FULL);
      disk.limitTo(disk.totalBytes() + 7_000 + 100L * at);
      fillUp(store, random, Durability.FULL);
      disk.limitTo(Long.MAX_VALUE).cutPowerAfter(at, Cut.DURING);
      boolean dark = false;
      while (!dark) {
        dark = losesPower(store, random);
      }
      for (Loss loss : Loss.values()) {
        requireCommittedOrAttempted(disk.crash(loss, at), at + " " + loss);
      }
    }
  }

  @Test
  void eachWriterTriesAgainAndLeavesNothingWhereThereIsNoMoreRoomThanBefore() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    Random random = new Random(1);
    try (Store store = Stores.open(disk, TINY, LOG)) {
      commit(store, random, Durability.FULL);
      disk.limitTo(disk.totalBytes() + 30_000);
      fillUp(store, random, Durability.FULL);
      assertThat(isRefused(store, random, Durability.FULL)).isTrue();
      long taken = disk.totalBytes();
      for (int i = 0; i < 5; i++) {
        int operations = disk.operations();
        assertThat(isRefused(store, random, Durability.FULL)).isTrue();
        assertThat(disk.operations()).as("tried").isGreaterThan(operations);
        assertThat(disk.totalBytes()).isLessThanOrEqualTo(taken);
      }

      disk.limitTo(disk.totalBytes() + 300_000);
      commit(store, random, Durability.FULL);
    }
    requireRecovered(disk);
  }

  /** The log grows ahead of what is written: what a failed commit took of it is given back. */
  @Test
  void aTransactionTooLargeForTheDiskLeavesRoomForSmallOnes() {
    LogOptions longSegments = new LogOptions(0, 4 << 10, 1 << 20, 4 << 10);
    SimulatedFileSystem disk = new SimulatedFileSystem();
    Random random = new Random(1);
    long limit;
    try (Store store = Stores.open(disk, LARGE_LOG, longSegments)) {
      commit(store, random, Durability.FULL);
      limit = disk.totalBytes() + 350_000;
      disk.limitTo(limit);
      assertThatThrownBy(() -> putLargeValues(store, 100)).hasMessageContaining("no space left");
    }
    SimulatedFileSystem again = disk.restart().limitTo(limit);
    try (Store store = Stores.open(again, LARGE_LOG, longSegments)) {
      requireReadable(store);
      assertThatThrownBy(() -> putLargeValues(store, 100)).hasMessageContaining("no space left");
      commit(store, random, Durability.FULL);
      requireReadable(store);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  private static void putLargeValues(Store store, int count) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < count; i++) {
        writer.put(
            TreeId.ROOT, Bytes.copyOf(new byte[] {100, (byte) i}), new Bytes().setLength(4_000));
      }
      writer.commit();
    }
  }

  @Test
  void aStoreClosedWhileTheDiskIsFullSaysWhatItLost() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    Random random = new Random(1);
    Store store = Stores.open(disk, TINY, LOG);
    commit(store, random, Durability.FULL);
    NavigableMap<byte[], byte[]> safe = StoreContent.copy(committed);
    disk.limitTo(disk.totalBytes());
    fillUp(store, random, Durability.NONE);

    assertThatThrownBy(store::close)
        .hasMessageContaining("without its newest commits")
        .hasMessageContaining("no space left");
    assertThat(committed).isNotEqualTo(safe);
  }

  private boolean losesPower(Store store, Random random) {
    try {
      commit(store, random, Durability.FULL);
      return false;
    } catch (KvException e) {
      assertThat(e).hasMessageContaining("power");
      letGo(store);
      return true;
    }
  }

  private static void letGo(Store store) {
    try {
      store.close();
    } catch (KvException e) {
      assertThat(e).hasMessageContaining("power");
    }
  }

  private void requireCommittedOrAttempted(SimulatedFileSystem disk, String place) {
    try (Store store = Stores.open(disk, TINY, LOG);
        Snapshot all = store.snapshot()) {
      boolean isOneOfThem =
          StoreContent.shows(all, TreeId.ROOT, committed)
              || StoreContent.shows(all, TreeId.ROOT, attempted);
      assertThat(isOneOfThem).as(place).isTrue();
    }
  }

  private void fillUp(Store store, Random random, Durability durability) {
    int commits = 0;
    while (!isRefused(store, random, durability)) {
      commits++;
      assertThat(commits).isLessThan(3_000);
    }
  }

  private boolean isRefused(Store store, Random random, Durability durability) {
    try {
      commit(store, random, durability);
      return false;
    } catch (KvException e) {
      assertThat(e.code()).as(e.toString()).isEqualTo(ErrorCode.DISK_FULL);
      assertThat(e).hasMessageContaining("no space left");
      return true;
    }
  }

  private void commit(Store store, Random random, Durability durability) {
    attempted = StoreContent.copy(committed);
    NavigableMap<byte[], byte[]> after = StoreContent.copy(committed);
    try (Transaction writer = store.begin(TransactionOptions.defaults().with(durability))) {
      for (int i = 0; i < 20; i++) {
        byte[] key = {(byte) random.nextInt(12), (byte) random.nextInt(12)};
        byte[] value = new byte[random.nextInt(30) == 0 ? 3_000 : random.nextInt(50)];
        random.nextBytes(value);
        writer.put(TreeId.ROOT, Bytes.copyOf(key), Bytes.copyOf(value));
        after.put(key, value);
      }
      attempted = after;
      writer.commit();
      committed.clear();
      committed.putAll(after);
    }
  }

  private void requireReadable(Store store) {
    try (Snapshot all = store.snapshot()) {
      requireCommitted(all);
    }
  }

  private void requireRecovered(SimulatedFileSystem disk) {
    try (Store store = Stores.open(disk.restart(), TINY, LOG)) {
      requireReadable(store);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  private void requireCommitted(ReadView view) {
    StoreContent.requireSame(view, TreeId.ROOT, committed, () -> new byte[] {3, 3});
  }
}
