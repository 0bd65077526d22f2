package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.StoreOptions.Create;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.checkpoint.DataFile;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Fault;
import dev.zdb.kv.testing.SimulatedFileSystem.Kind;
import dev.zdb.kv.wal.LogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail or fill up, and paths that are no stores. */
final class StoreDamageTest {
  private static final StoreOptions TINY = StoreOptions.defaults().withPageBytes(256);
  private static final LogOptions LOG = new LogOptions(0, 16 << 10, 64 << 10, 16 << 10);
  private static final int ENTRIES = 12;

  private static void fill(SimulatedFileSystem files) {
    try (Store store = Stores.open(files, TINY, LOG);
        Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < ENTRIES; i++) {
        writer.put(TreeId.ROOT, key(i), value(i));
      }
      writer.commit();
    }
  }

  @Test
  void aFailedForceOfTheLogEndsCommitsAndNotReads() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    fill(disk);
    Store store = Stores.open(disk, TINY, LOG);
    disk.failAfter(0, Kind.FORCE, Fault.ONCE);
    refused(ErrorCode.IO_FAILED, () -> write(store));
    refused(ErrorCode.IO_FAILED, () -> write(store));
    try (Snapshot all = store.snapshot()) {
      assertThat(all.get(TreeId.ROOT, key(1), new Bytes())).isTrue();
      assertThat(all.get(TreeId.ROOT, Bytes.copyOf(new byte[] {9}), new Bytes())).isFalse();
    }
    store.close();
    Stores.open(disk, TINY, LOG).close();
  }

  @Test
  void aFullDiskLosesNothingThatWasAcknowledged() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    fill(disk);
    Store store = Stores.open(disk, TINY, LOG);
    disk.limitTo(disk.totalBytes());
    refused(
        ErrorCode.DISK_FULL,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            write(store);
          }
        });
    store.close();
    disk.limitTo(Long.MAX_VALUE);
    try (Store again = Stores.open(disk, TINY, LOG)) {
      write(again);
      assertThat(again.check().problems()).isEmpty();
    }
  }

  @Test
  void aDamagedSuperblockBehindTheNewestIsToldAndWrittenOver() throws IOException {
    for (int age = 0; age < 4; age++) {
      SimulatedFileSystem disk = new SimulatedFileSystem();
      fill(disk);
      openAndWriteTwice(disk);
      disk.flipBit(DataFile.NAME, slotOfAge(disk, age) * 65_536 + 70, 0);

      try (Store store = Stores.open(disk, TINY, LOG)) {
        List<String> problems = store.check().problems();
        if (age == 1 || age == 2) {
          assertThat(problems).singleElement().asString().contains("superblock at offset");
        } else {
          assertThat(problems).as("age %d, which a crash can do", age).isEmpty();
        }
      }
      openAndWriteTwice(disk);
      try (Store store = Stores.open(disk, TINY, LOG)) {
        assertThat(store.check().problems()).isEmpty();
      }
    }
  }

  /** Takes four checkpoints, two at each close. */
  private static void openAndWriteTwice(SimulatedFileSystem disk) {
    for (int opening = 0; opening < 2; opening++) {
      try (Store store = Stores.open(disk, TINY, LOG)) {
        write(store);
      }
    }
  }

  /** The slot of the superblock that so many came after. */
  private static int slotOfAge(SimulatedFileSystem disk, int age) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(disk.content(DataFile.NAME));
    int newest = 0;
    for (int slot = 0; slot < 4; slot++) {
      newest = Math.max(newest, content.getInt(slot * 65_536 + 52));
    }
    assertThat(newest).isGreaterThan(4);
    return (newest - age) % 4;
  }

  private static void write(Store store) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      writer.put(TreeId.ROOT, Bytes.copyOf(new byte[] {9}), Bytes.copyOf(new byte[50]));
      writer.commit();
    }
  }

  @Test
  void whatIsNoStoreIsRefusedAndLeftAlone(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    StoreOptions never = TINY.with(Create.NEVER);

    refused(ErrorCode.NOT_A_STORE, () -> Stores.open(file, TINY));
    refused(ErrorCode.NOT_A_STORE, () -> Stores.open(directory, TINY));
    refused(ErrorCode.NO_STORE, () -> Stores.open(directory.resolve("none"), never));
    refused(ErrorCode.NOT_A_STORE, () -> Stores.open(directory, never));

    assertThat(directory.resolve("none")).doesNotExist();
    assertThat(directory).isDirectoryContaining(path -> path.equals(file));
    assertThat(file).hasContent("text");
  }

  @Test
  void aStoreOnDiskIsThereWhenOpenedAgainAndHeldWhileOpen(@TempDir Path directory)
      throws IOException {
    Path path = directory.resolve("store");
    try (Store store = Stores.open(path, TINY)) {
      write(store);
      refused(ErrorCode.HELD, () -> Stores.open(path, TINY));
    }
    refused(ErrorCode.NOT_A_STORE, () -> Stores.open(path, TINY.with(Create.ALWAYS)));
    try (Store store = Stores.open(path, TINY.with(Create.NEVER));
        Snapshot all = store.snapshot()) {
      assertThat(all.get(TreeId.ROOT, Bytes.copyOf(new byte[] {9}), new Bytes())).isTrue();
    }
    Path data = path.resolve(DataFile.NAME);
    byte[] newer = Files.readAllBytes(data);
    for (int slot = 0; slot < 4; slot++) {
      newer[slot * 65_536 + 11] = 2;
    }
    Files.write(data, newer);
    refused(ErrorCode.FORMAT, () -> Stores.open(path, TINY));
    assertThat(Files.readAllBytes(data)).isEqualTo(newer);
  }

  @Test
  void anEmptyStoreIsSmall(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("store");
    Stores.open(path, StoreOptions.defaults()).close();
    try (var files = Files.walk(path)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(2 << 20);
    }
    try (Store memory = Stores.memory(StoreOptions.defaults())) {
      assertThat(memory.stats().cachedBytes() + memory.stats().dataFileBytes()).isLessThan(1 << 20);
    }
  }

  @Test
  void spaceOfWhatWasDeletedIsGivenBack() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (Store store = Stores.open(files, TINY, LOG)) {
      long most = 0;
      for (int round = 0; round < 20; round++) {
        fillAndEmpty(store);
        most = Math.max(most, round < 5 ? store.stats().dataFileBytes() : most);
      }
      assertThat(store.stats().dataFileBytes()).isLessThanOrEqualTo(most);
    }
    try (Store store = Stores.open(files, TINY, LOG)) {
      assertThat(store.stats().dataFileBytes()).isLessThan(400_000);
    }
  }

  private static void fillAndEmpty(Store store) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < 200; i++) {
        writer.put(TreeId.ROOT, key(i), value(i));
      }
      writer.commit();
    }
    store.checkpoint();
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < 200; i++) {
        writer.delete(TreeId.ROOT, key(i));
      }
      writer.commit();
    }
    store.checkpoint();
  }

  private static Bytes key(int i) {
    return Bytes.copyOf(new byte[] {5, (byte) (i >> 8), (byte) i});
  }

  private static Bytes value(int i) {
    byte[] value = new byte[i % 7 == 6 ? 300 : 20];
    java.util.Arrays.fill(value, (byte) (i + 1));
    return Bytes.copyOf(value);
  }

  private static void refused(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
