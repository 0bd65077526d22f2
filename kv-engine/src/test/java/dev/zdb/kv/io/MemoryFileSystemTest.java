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
  void roomIsWhatNoFileHolds() throws IOException {
    MemoryFileSystem small = new MemoryFileSystem(100 << 10);
    try (StoreFile file = small.create("file")) {
      file.write(1 << 20, new byte[40 << 10], 0, 40 << 10);
      assertThat(small.room()).isEqualTo(52 << 10);

      file.truncate((1 << 20) + 1);
      assertThat(small.room()).isEqualTo(84 << 10);
    }

    small.delete("file");
    assertThat(small.room()).isEqualTo(100 << 10);
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
