package dev.zdb.kv.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.StoreFile.Force;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every file system behind the seam does, whatever it is made of. */
abstract class FileSystemContract {
  /** An empty file system, the same one in each call of a test. */
  abstract FileSystem files() throws IOException;

  @Test
  void aFileReadsAsItWasWrittenHoweverLarge() throws IOException {
    byte[] written = randomBytes(1_000_003);
    try (StoreFile file = files().create("data")) {
      file.write(77, written, 0, written.length);
      file.force(Force.CONTENT_AND_LENGTH);
    }

    try (StoreFile file = files().open("data")) {
      byte[] read = new byte[written.length + 5];
      int count = file.read(77, read, 0, read.length);

      assertThat(count).isEqualTo(written.length);
      assertThat(Arrays.copyOf(read, count)).isEqualTo(written);
      assertThat(file.length()).isEqualTo(77 + written.length);
    }
  }

  @Test
  void aGapReadsAsZerosAndBehindTheEndIsNothing() throws IOException {
    try (StoreFile file = files().create("data")) {
      file.write(100_000, new byte[] {1}, 0, 1);
      byte[] read = randomBytes(3);

      assertThat(file.read(50_000, read, 0, 3)).isEqualTo(3);
      assertThat(read).containsExactly(0, 0, 0);
      assertThat(file.read(100_001, read, 0, 3)).isZero();
      assertThat(file.read(1L << 40, read, 0, 3)).isZero();
    }
  }

  @Test
  void whatWasCutOffReadsAsZerosWhenTheFileGrowsAgain() throws IOException {
    try (StoreFile file = files().create("data")) {
      byte[] written = randomBytes(70_000);
      file.write(0, written, 0, written.length);
      file.truncate(10);
      file.truncate(20);
      assertThat(file.length()).isEqualTo(10);
      file.write(60_000, new byte[] {1}, 0, 1);

      byte[] read = new byte[11];
      file.read(0, read, 0, 11);

      assertThat(Arrays.copyOf(read, 10)).isEqualTo(Arrays.copyOf(written, 10));
      assertThat(read[10]).isZero();
    }
  }

  @Test
  void aFileIsMadeOnceAndOpenedOnlyWhereItIs() throws IOException {
    files().create("data").close();

    assertThatThrownBy(() -> files().create("data").close())
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> files().open("absent").close())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> files().create("nowhere/data").close())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> files().delete("absent")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileMovesToANameThatIsFree() throws IOException {
    try (StoreFile file = files().create("data.new")) {
      file.write(0, new byte[] {7}, 0, 1);
    }
    files().rename("data.new", "data");
    files().create("data.new").close();

    assertThatThrownBy(() -> files().rename("data.new", "data"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> files().rename("absent", "other"))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(files().list("")).containsExactly("data", "data.new");
    try (StoreFile file = files().open("data")) {
      assertThat(file.length()).isEqualTo(1);
    }
  }

  @Test
  void aDirectoryListsWhatItHoldsInOrder() throws IOException {
    files().createDirectory("wal");
    files().createDirectory("wal");
    files().create("wal/b").close();
    files().create("wal/a").close();
    files().create("data").close();
    files().syncDirectory("wal");

    assertThat(files().list("")).containsExactly("data", "wal");
    assertThat(files().list("wal")).containsExactly("a", "b");
    files().delete("wal/a");
    assertThat(files().list("wal")).containsExactly("b");
    assertThat(files().exists("wal/a")).isFalse();
    assertThat(files().exists("wal")).isTrue();
  }

  @Test
  void oneOpenerHoldsTheStoreUntilItLetsGo() throws IOException {
    Closeable first = files().lock();

    assertThatThrownBy(() -> files().lock().close())
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HELD));
    first.close();
    first.close();
    files().lock().close();
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }
}
