package dev.zdb.kv.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DiskFileSystemTest extends FileSystemContract {
  @TempDir private Path folder;

  @Override
  FileSystem files() {
    return DiskFileSystem.createIn(folder.resolve("above/store"));
  }

  @Test
  void aFileWhereAStoreShouldBeIsRefusedAndLeftAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");

    assertRefused(ErrorCode.NOT_A_STORE, () -> DiskFileSystem.in(file), "is a file");
    assertRefused(ErrorCode.NOT_A_STORE, () -> DiskFileSystem.createIn(file), "is a file");
    assertRefused(
        ErrorCode.NOT_A_STORE,
        () -> DiskFileSystem.createIn(file.resolve("in")),
        "no directory above it");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void anAbsentDirectoryIsRefusedUnlessItIsToBeMade() {
    Path absent = folder.resolve("absent");

    assertRefused(ErrorCode.NO_STORE, () -> DiskFileSystem.in(absent), "no directory");
    assertThat(absent).doesNotExist();
    DiskFileSystem.createIn(absent);
    assertThat(absent).isDirectory();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsMadeIsForItsOwnerAlone() throws IOException {
    FileSystem files = files();
    files.create("data").close();
    files.createDirectory("wal");
    files.lock().close();

    Path store = folder.resolve("above/store");
    assertThat(Files.getPosixFilePermissions(store.resolve("data")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(store.resolve("LOCK")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(store.resolve("wal")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(store))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aStoreIsHeldUnderEachOfItsPaths() throws IOException {
    FileSystem files = files();
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("above/store"));

    try (Closeable held = files.lock()) {
      assertThat(held).isNotNull();
      assertRefused(
          ErrorCode.HELD, () -> DiskFileSystem.in(link).lock(), "in this process already");
    }
  }

  @Test
  void aStoreHeldByAnotherProcessIsRefusedNamingIt() throws IOException, InterruptedException {
    FileSystem files = files();
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/classes" + File.pathSeparator + "target/test-classes",
                LockHolder.class.getName(),
                folder.resolve("above/store").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("held");

      assertRefused(ErrorCode.HELD, files::lock, "process " + holder.pid());
      assertRefused(ErrorCode.HELD, files::lock, "process " + holder.pid());
    } finally {
      holder.destroyForcibly();
    }

    assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    files.lock().close();
  }

  @Test
  void anInterruptedThreadMayWriteALittle() throws Exception {
    byte[] little = new byte[StoreFile.SMALL_WRITE];
    byte[] much = new byte[3 * StoreFile.SMALL_WRITE];
    little[0] = 1;
    FileSystem files = files();
    try (StoreFile file = files.create("data")) {
      file.write(0, much, 0, much.length);
      Thread.currentThread().interrupt();
      file.write(100, little, 0, little.length);
      assertThat(Thread.interrupted()).as("the interrupt is not lost").isTrue();
      file.write(200 + little.length, much, 0, much.length);
      file.force(StoreFile.Force.CONTENT_AND_LENGTH);

      assertThat(file.read(100, little, 0, 1)).isEqualTo(1);
      assertThat(little[0]).isEqualTo((byte) 1);
    }
  }

  @Test
  void interruptsOfReadersFailNoReadAndNoWriteAndAreNotLost() throws Exception {
    byte[] block = new byte[300_000];
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (StoreFile file = files().create("data")) {
      file.write(0, block, 0, block.length);
      AtomicBoolean ended = new AtomicBoolean();
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(() -> readInterrupted(file, block.length, ended)));
      }

      for (int i = 0; i < 300; i++) {
        file.write(0, block, 0, block.length);
      }
      ended.set(true);

      for (Future<?> reader : readers) {
        reader.get(60, TimeUnit.SECONDS);
      }
      file.force(StoreFile.Force.CONTENT);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFullDeviceIsToldFromOtherFailures() {
    assertThat(DiskFile.explained(new IOException("No space left on device")))
        .isInstanceOf(DiskFullException.class);
    assertThat(DiskFile.explained(new IOException("Disk quota exceeded")))
        .isInstanceOf(DiskFullException.class);
    assertThat(DiskFile.explained(new IOException("Input/output error")))
        .isNotInstanceOf(DiskFullException.class);
  }

  @Test
  void whatTheSystemDoesNotPermitIsToldFromOtherFailuresWithItsPath() {
    for (IOException denied :
        List.of(
            new AccessDeniedException("/a/b"),
            new FileSystemException("/a/b", null, "Read-only file system"),
            new FileNotFoundException("/a/b (Permission denied)"))) {
      KvException told = DiskFailure.of(denied, "opening x");
      assertThat(told.code()).isEqualTo(ErrorCode.NOT_PERMITTED);
      assertThat(told)
          .hasMessageContainingAll("opening x", "/a/b")
          .hasMessageMatching("(?i).*(permission denied|read-only).*");
    }
    assertThat(DiskFailure.of(new NoSuchFileException("/a/b"), "opening x"))
        .hasMessage("opening x failed: there is no /a/b");
    assertThat(DiskFailure.of(new IOException("Input/output error"), "opening x").code())
        .isEqualTo(ErrorCode.IO_FAILED);
  }

  private static @Nullable Void readInterrupted(StoreFile file, int length, AtomicBoolean ended)
      throws IOException {
    byte[] into = new byte[length];
    while (!ended.get()) {
      Thread.currentThread().interrupt();
      assertThat(file.read(0, into, 0, length)).isEqualTo(length);
      assertThat(Thread.interrupted()).isTrue();
    }
    return null;
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable opening, String reason) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(reason);
  }

  /** Holds a store until it is killed. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      try (FileSystem.Hold held = DiskFileSystem.in(Path.of(arguments[0])).lock()) {
        held.sign();
        new PrintStream(new FileOutputStream(FileDescriptor.out), /* autoFlush= */ true)
            .println("held");
        if (System.in.read() >= 0) {
          throw new IOException("nobody writes to this process, the holder of " + held);
        }
      }
    }
  }
}
