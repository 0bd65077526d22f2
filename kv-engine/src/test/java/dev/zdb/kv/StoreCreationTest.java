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
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.kv.wal.LogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is a store and what is not: one that a crash left half made is made again, one that is
 * damaged and a file of somebody else's are refused and left as they were.
 */
final class StoreCreationTest {
  private static final StoreOptions TINY = StoreOptions.defaults().withPageBytes(256);
  private static final StoreOptions NEVER = TINY.with(Create.NEVER);
  private static final LogOptions LOG = new LogOptions(0, 16 << 10, 64 << 10, 16 << 10);
  private static final Bytes KEY = Bytes.copyOf(new byte[] {9});

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 4_096, 70_000, 300_000, 2_000_000})
  void aDataFileOfSomebodyElsesIsRefusedAndLeftAlone(int length, @TempDir Path directory)
      throws IOException {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 'x');
    Files.write(directory.resolve(DataFile.NAME), content);
    Map<String, String> before = state(directory);

    refused(ErrorCode.CORRUPT, () -> Stores.open(directory, TINY), "no file of ZDB");
    refused(ErrorCode.CORRUPT, () -> Stores.open(directory, NEVER), "no file of ZDB");

    assertThat(state(directory)).isEqualTo(before);
  }

  @Test
  void aStoreThatIsRefusedForItsFormatOrDamageIsLeftAlone(@TempDir Path directory)
      throws IOException {
    Path path = directory.resolve("store");
    try (Store store = Stores.open(path, TINY)) {
      write(store);
    }
    Path data = path.resolve(DataFile.NAME);
    byte[] whole = Files.readAllBytes(data);

    byte[] newer = whole.clone();
    byte[] rootless = whole.clone();
    for (int slot = 0; slot < 4; slot++) {
      newer[slot * 65_536 + 11] = 2;
      Arrays.fill(rootless, slot * 65_536, slot * 65_536 + 4_096, (byte) 0);
    }
    byte[] mapless = whole.clone();
    Arrays.fill(mapless, 262_144, mapless.length, (byte) 0);

    requireRefusedUntouched(path, ErrorCode.FORMAT, newer);
    requireRefusedUntouched(path, ErrorCode.CORRUPT, rootless);
    requireRefusedUntouched(path, ErrorCode.CORRUPT, mapless);
    Files.write(data, whole);
    Stores.open(path, NEVER).close();
  }

  private static void requireRefusedUntouched(Path path, ErrorCode code, byte[] content)
      throws IOException {
    Files.write(path.resolve(DataFile.NAME), content);
    Files.writeString(path.resolve("LOCK"), "1234567\n");
    Map<String, String> before = state(path);

    refused(code, () -> Stores.open(path, TINY), DataFile.NAME);

    assertThat(state(path)).isEqualTo(before);
  }

  @Test
  void aSmallStoreWithNeitherSuperblocksNorLogIsDamaged() throws IOException {
    SimulatedFileSystem disk = killedAfterACommit();
    deleteSegments(disk, disk.list("wal"));
    byte[] content = disk.content(DataFile.NAME);
    for (int slot = 0; slot < 4; slot++) {
      for (int at = slot * 65_536; at < Math.min(content.length, slot * 65_536 + 4_096); at++) {
        for (int bit = 0; bit < 8; bit++) {
          if ((content[at] & 1 << bit) != 0) {
            disk.flipBit(DataFile.NAME, at, bit);
          }
        }
      }
    }

    refused(ErrorCode.CORRUPT, () -> Stores.open(disk, TINY, LOG), "no file of ZDB");
  }

  @Test
  void aLogThatIsGoneIsDamage() throws IOException {
    SimulatedFileSystem disk = killedAfterACommit();
    deleteSegments(disk, disk.list("wal"));

    refused(ErrorCode.CORRUPT, () -> Stores.open(disk, TINY, LOG), "holds LSN 0 is missing");
  }

  @Test
  void aLogWhoseNewestSegmentIsGoneIsDamage() throws IOException {
    SimulatedFileSystem running = new SimulatedFileSystem();
    try (Store store = Stores.open(running, TINY, LOG)) {
      write(store);
      store.checkpoint();
      write(store);
      SimulatedFileSystem killed = running.restart();
      List<String> segments = killed.list("wal");
      assertThat(segments).hasSizeGreaterThan(1);
      deleteSegments(killed, segments.subList(segments.size() - 1, segments.size()));

      refused(ErrorCode.CORRUPT, () -> Stores.open(killed, TINY, LOG), "behind it is missing");
    }
  }

  @Test
  void aLogWhoseFirstHeaderIsDamagedIsDamage() throws IOException {
    SimulatedFileSystem disk = killedAfterACommit();
    String segment = "wal/" + disk.list("wal").get(0);
    for (int bit = 0; bit < 8; bit++) {
      disk.flipBit(segment, 60, bit);
    }

    refused(ErrorCode.CORRUPT, () -> Stores.open(disk, TINY, LOG), segment);
  }

  @Test
  void aLogWithoutADataFileIsDamage() throws IOException {
    SimulatedFileSystem disk = killedAfterACommit();
    disk.delete(DataFile.NAME);

    refused(ErrorCode.CORRUPT, () -> Stores.open(disk, TINY, LOG), "data.zdb is missing");
  }

  @Test
  void whereverACrashCutsTheMakingThereIsAStoreOrNone() throws IOException {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    Stores.open(whole, TINY, LOG).close();
    int opened = 0;
    for (int at = 0; at < whole.operations(); at++) {
      for (Cut cut : Cut.values()) {
        SimulatedFileSystem disk = new SimulatedFileSystem().cutPowerAfter(at, cut);
        boolean made = isMade(disk);
        for (Loss loss : Loss.values()) {
          opened += requireStoreOrNone(disk.crash(loss, at), made);
        }
        opened += requireStoreOrNone(disk.restart(), made);
      }
    }
    assertThat(opened).as("stores that were there").isPositive();
  }

  /** Whether the store was said to be there before the power went. */
  private static boolean isMade(SimulatedFileSystem disk) {
    boolean made = false;
    try (Store store = Stores.open(disk, TINY, LOG)) {
      made = store.stats().checkpoints() >= 0;
    } catch (KvException expected) {
      assertThat(expected).hasMessageContaining("power");
    }
    return made;
  }

  /** Returns 1 if there is a store, and 0 if not, when one can be made. */
  private static int requireStoreOrNone(SimulatedFileSystem disk, boolean made) {
    SimulatedFileSystem asked = disk.restart();
    int found = 1;
    try {
      Stores.open(asked, NEVER, LOG).close();
    } catch (KvException none) {
      assertThat(none.code()).isEqualTo(ErrorCode.NO_STORE);
      assertThat(made).isFalse();
      assertThat(asked.operations()).isZero();
      found = 0;
    }
    try (Store store = Stores.open(disk, TINY, LOG)) {
      assertThat(store.check().problems()).isEmpty();
      write(store);
    }
    try (Store store = Stores.open(disk, NEVER, LOG);
        Snapshot all = store.snapshot()) {
      assertThat(all.get(TreeId.ROOT, KEY, new Bytes())).isTrue();
    }
    return found;
  }

  @Test
  void whereNoStoreIsToBeMadeNothingIs(@TempDir Path directory) throws IOException {
    refused(ErrorCode.NO_STORE, () -> Stores.open(directory, NEVER), directory.toString());
    refused(ErrorCode.NO_STORE, () -> Stores.memory(NEVER), "there is no store in memory");

    assertThat(state(directory)).hasSize(1);
  }

  private static SimulatedFileSystem killedAfterACommit() {
    SimulatedFileSystem running = new SimulatedFileSystem();
    try (Store store = Stores.open(running, TINY, LOG)) {
      write(store);
      return running.restart();
    }
  }

  private static void deleteSegments(FileSystem disk, List<String> names) throws IOException {
    for (String name : List.copyOf(names)) {
      disk.delete("wal/" + name);
    }
  }

  private static void write(Store store) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      writer.put(TreeId.ROOT, KEY, KEY);
      writer.commit();
    }
  }

  /** All files and directories, each with its time and bytes. */
  private static Map<String, String> state(Path directory) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> content = Files.walk(directory)) {
      for (Path path : content.toList()) {
        FileTime time = Files.getLastModifiedTime(path);
        int bytes = Files.isDirectory(path) ? 0 : Arrays.hashCode(Files.readAllBytes(path));
        state.put(path.toString(), time + " " + bytes);
      }
    }
    return state;
  }

  private static void refused(ErrorCode code, ThrowingCallable action, String reason) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(reason);
  }
}
