package dev.zdb.kv.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MemoryFileSystemTest extends FileSystemContract {
  private final FileSystem files = new MemoryFileSystem();

  @Override
  FileSystem files() {
    return files;
  }

  @Test
  void aVeryLongFileHoldsOnlyWhatWasWritten() throws IOException {
    try (StoreFile file = files.create("sparse")) {
      file.write(1L << 38, new byte[] {1}, 0, 1);

      assertThat(file.length()).isEqualTo((1L << 38) + 1);
    }
    assertThat(files.gainsFromFillingAhead()).isFalse();
  }
}
