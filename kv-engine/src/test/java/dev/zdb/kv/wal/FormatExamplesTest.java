package dev.zdb.kv.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.io.StoreFile;
import dev.zdb.kv.testing.HexExample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The example in {@code docs/format/wal.md} is what the log writes and reads, byte for byte. */
final class FormatExamplesTest {
  private static final UUID STORE = UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210");
  private static final LogEnd BEFORE =
      new LogEnd(0x40, 0x11223344, 0x40, List.of(), /* isBare= */ false);

  @Test
  void theLogReadsTheExample() throws IOException {
    FileSystem files = new MemoryFileSystem();
    files.createDirectory("wal");
    byte[] example = example();
    try (StoreFile file = files.create("wal/0000000000000040.wal")) {
      file.write(0, example, 0, example.length);
    }

    List<String> found = new ArrayList<>();
    try (LogReader reader = LogReader.open(files, STORE, new LogReader.Start(0x40, 0x40))) {
      while (reader.next()) {
        found.add(
            reader.type() + new String(reader.payload().toArray(), StandardCharsets.US_ASCII));
      }
      assertThat(reader.end().lsn()).isEqualTo(0x51);
    }
    assertThat(found).containsExactly("1hello", "1");
  }

  @Test
  void theLogWritesTheExample() throws IOException {
    FileSystem files = new MemoryFileSystem();
    LogOptions options = new LogOptions(0, 4096, 1 << 20, 1 << 10);

    try (WriteAheadLog log = WriteAheadLog.continueAfter(BEFORE, files, STORE, options)) {
      log.append((byte) 1, LogHistory.pieces("hello"));
      log.append((byte) 1, LogHistory.pieces(""));
      log.writeWatermark();
    }

    byte[] written = new byte[3 * 4096];
    try (StoreFile file = files.open("wal/0000000000000040.wal")) {
      assertThat(file.length()).isEqualTo(written.length);
      file.read(0, written, 0, written.length);
    }
    assertThat(written).isEqualTo(example());
  }

  private static byte[] example() throws IOException {
    return HexExample.under("## Example", "wal.md", 3 * 4096);
  }
}
