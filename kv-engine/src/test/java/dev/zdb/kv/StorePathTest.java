package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where on a disk a store can be, and what is said where it can not. */
final class StorePathTest {
  private static final StoreOptions OPTIONS = StoreOptions.defaults();

  @TempDir private Path folder;

  /** Else what a test made unreadable could not be deleted. */
  @AfterEach
  void permitAll() throws IOException {
    permit(folder.resolve("store"), "rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "100%", "%41", "grün€", "-", "a;b=c", "..."})
  void anyNameOfADirectoryWillDo(String name) throws IOException {
    Path path = folder.resolve(name);

    commit(path);

    assertThat(namesIn(folder)).containsExactly(name);
    assertThat(hasKey(path)).isTrue();
  }

  @Test
  void aNameTooLongForTheSystemIsRefusedSayingSo() throws IOException {
    Path path = folder.resolve("x".repeat(300));

    assertRefused(ErrorCode.IO_FAILED, "too long", () -> Stores.open(path, OPTIONS));
    assertRefused(
        ErrorCode.IO_FAILED, "too long", () -> Stores.open(path, OPTIONS.with(Create.NEVER)));
    assertThat(namesIn(folder)).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkLeadsToItsStoreAndOneToNothingIsRefused() throws IOException {
    commit(folder.resolve("store"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));
    Path loose = Files.createSymbolicLink(folder.resolve("loose"), folder.resolve("absent"));

    assertThat(hasKey(link)).isTrue();
    assertRefused(ErrorCode.NOT_A_STORE, loose.toString(), () -> Stores.open(loose, OPTIONS));
    assertRefused(
        ErrorCode.NO_STORE, "loose", () -> Stores.open(loose, OPTIONS.with(Create.NEVER)));
    assertThat(folder.resolve("absent")).doesNotExist();
  }

  @Test
  void anUnfinishedStoreIsNoneAndIsLeftAsItIsUnlessOneIsToBeMade() throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    Path data = Files.createFile(store.resolve("data.zdb.new"));

    assertRefused(
        ErrorCode.NO_STORE, "no store", () -> Stores.open(store, OPTIONS.with(Create.NEVER)));
    assertThat(data).isEmptyFile();
    commit(store);
    assertThat(hasKey(store)).isTrue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDirectoryThatIsNotToBeReadIsRefusedByName() throws IOException {
    Path store = folder.resolve("store");
    commit(store);
    permit(store, "-wx------");
    assumeThat(Files.isReadable(store)).as("this user may read everything").isFalse();

    assertRefused(ErrorCode.NOT_PERMITTED, store.toString(), () -> Stores.open(store, OPTIONS));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDirectoryThatIsNotToBeWrittenIsRefusedByNameAndLeftAsItIs() throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    permit(store, "r-x------");
    assumeThat(Files.isWritable(store)).as("this user may write everything").isFalse();

    assertRefused(ErrorCode.NOT_PERMITTED, store.toString(), () -> Stores.open(store, OPTIONS));
    assertRefused(
        ErrorCode.NOT_PERMITTED,
        store.resolve("in").toString(),
        () -> Stores.open(store.resolve("in"), OPTIONS));
    assertThat(namesIn(store)).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aStoreWhoseFilesAreNotToBeWrittenIsRefusedByName() throws IOException {
    Path store = folder.resolve("store");
    commit(store);
    Path data = store.resolve("data.zdb");
    permit(data, "r--------");
    assumeThat(Files.isWritable(data)).as("this user may write everything").isFalse();

    assertRefused(ErrorCode.NOT_PERMITTED, data.toString(), () -> Stores.open(store, OPTIONS));
    permit(data, "rw-------");
    assertThat(hasKey(store)).isTrue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aStoreWhoseDirectoryVanishesFailsByNameAndCanBeClosed() throws IOException {
    Path path = folder.resolve("store");
    Store store = Stores.open(path, OPTIONS);
    commit(store);
    delete(path);

    assertRefused(
        ErrorCode.IO_FAILED,
        "there is no " + path,
        () -> {
          for (int i = 0; i < 3; i++) {
            commit(store);
            store.checkpoint();
          }
        });
    assertRefused(ErrorCode.IO_FAILED, "opened again", () -> commit(store));
    store.close();
    assertThat(path).doesNotExist();
  }

  private static void commit(Path path) {
    try (Store store = Stores.open(path, OPTIONS)) {
      commit(store);
    }
  }

  private static void commit(Store store) {
    try (Transaction writer = store.begin(TransactionOptions.defaults())) {
      writer.put(TreeId.ROOT, key(), key());
      writer.commit();
    }
  }

  private static boolean hasKey(Path path) {
    try (Store store = Stores.open(path, OPTIONS.with(Create.NEVER));
        Snapshot all = store.snapshot()) {
      return all.get(TreeId.ROOT, key(), new Bytes());
    }
  }

  private static Bytes key() {
    return Bytes.copyOf("key".getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> content = Files.list(directory)) {
      return content.map(path -> String.valueOf(path.getFileName())).toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> content = Files.walk(directory)) {
      for (Path path : content.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void permit(Path path, String permissions) throws IOException {
    if (Files.exists(path)
        && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  private static void assertRefused(ErrorCode code, String part, ThrowingCallable steps) {
    assertThatThrownBy(steps)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(part);
  }
}
