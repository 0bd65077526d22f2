package dev.zdb.kv.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.io.DiskFullException;
import dev.zdb.kv.io.StoreFile;
import dev.zdb.kv.io.StoreFile.Force;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.kv.testing.SimulatedFileSystem.Fault;
import dev.zdb.kv.testing.SimulatedFileSystem.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulatedFileSystemTest {
  private final SimulatedFileSystem disk = new SimulatedFileSystem();

  @ParameterizedTest
  @EnumSource
  void whatWasForcedAndNamedSurvivesEveryPowerCut(Loss loss) throws IOException {
    StoreFile file = durableFile("data", bytes(4096, 1));
    file.write(0, bytes(4096, 1), 0, 4096);
    file.write(4096, bytes(4096, 2), 0, 4096);

    for (int seed = 0; seed < 100; seed++) {
      SimulatedFileSystem found = disk.crash(loss, seed);
      assertThat(Arrays.copyOf(found.content("data"), 4096)).isEqualTo(bytes(4096, 1));
    }
  }

  @Test
  void whatWasNotForcedSurvivesInEveryPart() throws IOException {
    StoreFile file = durableFile("data", bytes(8192, 0));
    file.write(0, bytes(4096, 1), 0, 4096);
    file.write(4096, bytes(4096, 2), 0, 4096);

    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).content("data")).isEqualTo(bytes(8192, 0));
    assertThat(disk.crash(Loss.KEEPS_ALL, 0).content("data")[8191]).isEqualTo((byte) 2);
    assertThat(ends(disk.crash(Loss.KEEPS_FIRST, 0))).isEqualTo("10");
    assertThat(ends(disk.crash(Loss.KEEPS_LAST, 0))).isEqualTo("02");
    assertThat(disk.crash(Loss.KEEPS_HEADERS, 0).content("data")[511]).isEqualTo((byte) 1);
    assertThat(disk.crash(Loss.KEEPS_HEADERS, 0).content("data")[512]).isZero();
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      seen.add(ends(disk.crash(Loss.RANDOM, seed)));
    }
    assertThat(seen).contains("00", "10", "02", "12");
  }

  @Test
  void theLengthOfAFileSurvivesApartFromItsBytes() throws IOException {
    StoreFile file = durableFile("data", bytes(10, 1));
    file.write(10, bytes(10, 2), 0, 10);

    assertThat(disk.crash(Loss.KEEPS_LENGTHS, 0).content("data")).endsWith(0, 0).hasSize(20);
    file.force(Force.CONTENT);
    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).content("data")).hasSize(10);
    assertThat(disk.crash(Loss.KEEPS_LENGTHS, 0).content("data")).endsWith(2, 2).hasSize(20);
    file.force(Force.CONTENT_AND_LENGTH);
    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).content("data")).endsWith(2, 2).hasSize(20);
  }

  @Test
  void aForcedFileWithoutASyncedNameIsLostAndADeletedOneComesBack() throws IOException {
    durableFile("old", bytes(10, 1));
    disk.delete("old");
    try (StoreFile file = disk.create("new")) {
      file.write(0, bytes(10, 2), 0, 10);
      file.force(Force.CONTENT_AND_LENGTH);
    }

    SimulatedFileSystem found = disk.crash(Loss.KEEPS_NOTHING, 0);
    assertThat(found.list("")).containsExactly("old");
    assertThat(disk.crash(Loss.KEEPS_ALL, 0).list("")).containsExactly("new");
    Set<Object> seen = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      seen.add(disk.crash(Loss.RANDOM, seed).list(""));
    }
    assertThat(seen).hasSize(4);
    disk.syncDirectory("");
    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).list("")).containsExactly("new");
  }

  @Test
  void aDirectoryThatNobodySyncedTakesItsFilesWithIt() throws IOException {
    disk.createDirectory("wal");
    disk.create("wal/a").close();
    disk.syncDirectory("wal");

    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).exists("wal/a")).isFalse();
    disk.syncDirectory("");
    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).exists("wal/a")).isTrue();
  }

  @Test
  void afterAFailedForceTheBytesAreShownAndNeverDurable() throws IOException {
    StoreFile file = durableFile("data", bytes(10, 1));
    file.write(0, bytes(10, 2), 0, 10);
    disk.failAfter(0, Kind.FORCE, Fault.ONCE);

    assertThatThrownBy(() -> file.force(Force.CONTENT)).isInstanceOf(IOException.class);
    file.force(Force.CONTENT);

    assertThat(disk.content("data")).isEqualTo(bytes(10, 2));
    assertThat(disk.restart().content("data")).isEqualTo(bytes(10, 2));
    assertThat(disk.crash(Loss.KEEPS_ALL, 0).content("data")).isEqualTo(bytes(10, 1));
  }

  @Test
  void withoutPowerNothingWorks() throws IOException {
    StoreFile file = durableFile("data", bytes(10, 1));
    disk.cutPowerAfter(1, Cut.DURING);
    file.write(0, bytes(10, 2), 0, 10);

    assertThatThrownBy(() -> file.write(0, bytes(10, 3), 0, 10))
        .isInstanceOf(PowerCutException.class);
    assertThatThrownBy(() -> file.force(Force.CONTENT)).isInstanceOf(PowerCutException.class);
    assertThatThrownBy(() -> disk.list("")).isInstanceOf(PowerCutException.class);
    assertThat(disk.crash(Loss.KEEPS_ALL, 0).content("data")).isEqualTo(bytes(10, 3));
    assertThat(disk.crash(Loss.KEEPS_FIRST, 0).content("data")).isEqualTo(bytes(10, 2));
  }

  @Test
  void aFullDiskTakesWhatFits() throws IOException {
    StoreFile file = durableFile("data", bytes(10, 1));
    disk.limitTo(15);

    assertThatThrownBy(() -> file.write(10, bytes(10, 2), 0, 10))
        .isInstanceOf(DiskFullException.class);
    assertThat(file.length()).isEqualTo(15);
    file.write(0, bytes(10, 2), 0, 10);
  }

  @Test
  void oneSeedGivesOneState() throws IOException {
    StoreFile file = durableFile("data", bytes(10, 1));
    for (int i = 0; i < 20; i++) {
      file.write(i * 1000L, bytes(1500, i), 0, 1500);
    }

    for (int seed = 0; seed < 20; seed++) {
      assertThat(disk.crash(Loss.RANDOM, seed).content("data"))
          .isEqualTo(disk.crash(Loss.RANDOM, seed).content("data"));
    }
  }

  private StoreFile durableFile(String name, byte[] content) throws IOException {
    StoreFile file = disk.create(name);
    file.write(0, content, 0, content.length);
    file.force(Force.CONTENT_AND_LENGTH);
    disk.syncDirectory("");
    return file;
  }

  private static byte[] bytes(int count, int value) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String ends(SimulatedFileSystem found) throws IOException {
    byte[] content = found.content("data");
    return "" + content[0] + content[8191];
  }
}
