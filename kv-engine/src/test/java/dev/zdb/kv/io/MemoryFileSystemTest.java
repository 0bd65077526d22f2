package dev.zdb.kv.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.ErrorCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MemoryFileSystemTest extends FileSystemContract {
  private final FileSystem files = new MemoryFileSystem();

  @Override
  FileSystem files() {
    return files;
  }

  @Test
  void aHeapThatIsFullIsNoFullDisk() {
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");

    assertThat(DiskFailure.of(new DiskFullException("full", heap), "writing").code())
        .isEqualTo(ErrorCode.MEMORY_FULL);
    assertThat(DiskFailure.of(new DiskFullException("full"), "writing").code())
        .isEqualTo(ErrorCode.DISK_FULL);
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
