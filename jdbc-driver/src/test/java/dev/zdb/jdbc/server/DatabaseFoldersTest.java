package dev.zdb.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names are mapped to numbered folders by a file that survives, and whose damage is noticed. */
final class DatabaseFoldersTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("databases");
  }

  private static void assertRefused(SqlErrorCode code, ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }

  @Test
  void aNameKeepsItsFolderAcrossRestarts() {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      assertThat(folders.find("SHOP")).isNull();
      assertThat(folders.findOrEnter("SHOP")).isEqualTo(directory.resolve("1"));
      assertThat(folders.findOrEnter("ACCOUNTS")).isEqualTo(directory.resolve("2"));
      assertThat(folders.findOrEnter("SHOP")).isEqualTo(directory.resolve("1"));
    }
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      assertThat(folders.find("SHOP")).isEqualTo(directory.resolve("1"));
      assertThat(folders.find("ACCOUNTS")).isEqualTo(directory.resolve("2"));
      assertThat(folders.find("OTHER")).isNull();
    }
  }

  @Test
  void theFileIsText() throws IOException {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      folders.findOrEnter("SHOP");
      folders.findOrEnter("ACCOUNTS");
    }
    assertThat(Files.readString(file()))
        .isEqualTo("zdb-databases 1\n2 ACCOUNTS\n1 SHOP\ncrc32c 0851b29e\n");
  }

  @Test
  void everyDamagedByteIsNoticedAndNothingIsTouched() throws IOException {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      folders.findOrEnter("SHOP");
    }
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x04;
      Files.write(file(), damaged);
      assertRefused(SqlErrorCode.CORRUPT, () -> DatabaseFolders.open(directory));
      assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      assertRefused(SqlErrorCode.CORRUPT, () -> DatabaseFolders.open(directory));
    }
    Files.write(file(), whole);
    DatabaseFolders.open(directory).close();
  }

  @Test
  void aFileOfAnotherFormatIsRefusedByItsNumberAndUntouched() throws IOException {
    String newer = "zdb-databases 2\n1 SHOP 2026-11-21\ncrc32c 2886a576\n";
    Files.writeString(file(), newer);

    assertThatThrownBy(() -> DatabaseFolders.open(directory))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            e -> assertThat(e.code()).isEqualTo(SqlErrorCode.FEATURE_NOT_SUPPORTED))
        .hasMessage(file() + " is of format 2; this version reads format 1");
    assertThat(file()).hasContent(newer);
  }

  @Test
  void aLostFileIsNoticedByTheFoldersThatAreThere() throws IOException {
    Files.createDirectory(directory.resolve("1"));
    assertRefused(SqlErrorCode.CONNECTION_FAILED, () -> DatabaseFolders.open(directory));
    assertThat(file()).doesNotExist();
  }

  @Test
  void aDirectoryOfSomethingElseIsRefusedAndUntouched() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "dear to someone");
    assertThatThrownBy(() -> DatabaseFolders.open(directory))
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("thesis.txt");
    try (var entries = Files.list(directory)) {
      assertThat(entries).containsExactly(directory.resolve("thesis.txt"));
    }
  }

  @Test
  void aFileIsRefusedByNameAndUntouched() throws IOException {
    Path taken = Files.writeString(directory.resolve("taken"), "mine");

    assertThatThrownBy(() -> DatabaseFolders.open(taken))
        .isInstanceOfSatisfying(
            SqlProblem.class, e -> assertThat(e.code()).isEqualTo(SqlErrorCode.CONNECTION_FAILED))
        .hasMessage(taken + " is a file; a directory is expected");
    assertThat(taken).hasContent("mine");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDirectoryThatIsNotToBeWrittenIsRefusedByName() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
    assumeThat(Files.isWritable(data)).as("this user may write everything").isFalse();

    assertThatThrownBy(() -> DatabaseFolders.open(data))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            e -> assertThat(e.code()).isEqualTo(SqlErrorCode.INSUFFICIENT_PRIVILEGE))
        .hasMessageContaining("permission denied: " + data);
  }

  @Test
  void aFreshFileSystemIsEmptyEnough() throws IOException {
    Files.createDirectory(directory.resolve("lost+found"));
    DatabaseFolders.open(directory).close();
    assertThat(file()).exists();
  }

  @Test
  void aHalfWrittenReplacementIsNotTheFile() throws IOException {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      folders.findOrEnter("SHOP");
    }
    Files.writeString(directory.resolve("databases.new"), "zdb-data");
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      assertThat(folders.findOrEnter("OTHER")).isEqualTo(directory.resolve("2"));
    }
  }

  @Test
  void aFolderThatNoNameHasIsNotAdopted() throws IOException {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      Files.createDirectory(directory.resolve("1"));
      assertThat(folders.findOrEnter("SHOP")).isEqualTo(directory.resolve("2"));
    }
  }

  @Test
  void aNameThatCouldNotBeStoredIsNotThere() throws IOException {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      Path obstacle = Files.createDirectory(directory.resolve("databases.new"));
      assertRefused(SqlErrorCode.IO_FAILED, () -> folders.findOrEnter("SHOP"));
      assertThat(folders.find("SHOP")).isNull();
      Files.delete(obstacle);
      assertThat(folders.findOrEnter("SHOP")).isEqualTo(directory.resolve("1"));
    }
  }

  @Test
  void twoServersDoNotShareADirectory() {
    try (DatabaseFolders folders = DatabaseFolders.open(directory)) {
      folders.findOrEnter("SHOP");
      assertRefused(SqlErrorCode.DATABASE_IN_USE, () -> DatabaseFolders.open(directory));
      assertThat(folders.find("SHOP")).isNotNull();
    }
    DatabaseFolders.open(directory).close();
  }

  @Test
  void namesAreLettersDigitsAndUnderscoresWithoutCase() {
    assertThat(DatabaseFolders.requireName("a")).isEqualTo("A");
    assertThat(DatabaseFolders.requireName("Web_Shop2")).isEqualTo("WEB_SHOP2");
    assertThat(DatabaseFolders.requireName("x".repeat(63))).isEqualTo("X".repeat(63));
    for (String name :
        new String[] {"", "x".repeat(64), "_a", "1a", "..", "a-b", "\u0131", "\u212A"}) {
      assertRefused(SqlErrorCode.UNDEFINED_DATABASE, () -> DatabaseFolders.requireName(name));
    }
  }
}
