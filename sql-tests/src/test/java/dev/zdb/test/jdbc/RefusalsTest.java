package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdb.test.ChildJvm;
import dev.zdb.test.crash.Holder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be opened is refused by its own words, and nothing on disk is touched. */
final class RefusalsTest {
  /** The first bytes of a superblock, "ZDBSTORE", behind which its format number stands. */
  private static final long SUPERBLOCK = 0x5A44_4253_544F_5245L;

  private static final int UNIT = 4_096;

  @TempDir Path folder;

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted().toList()) {
        contents.put(
            root.relativize(path).toString(),
            Files.isDirectory(path)
                ? "directory"
                : Files.size(path) + " bytes " + Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  private void assertRefused(String url, String sqlState, String... words) throws IOException {
    Map<String, String> before = contents(folder);
    SQLException refused =
        catchThrowableOfType(
            SQLException.class, () -> DriverManager.getConnection("jdbc:zdb:file:" + url).close());
    assertThat((Throwable) refused).as(url).isNotNull().hasMessageContainingAll(words);
    assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo(sqlState);
    assertThat(contents(folder)).isEqualTo(before);
  }

  private Path makeDatabase() throws SQLException {
    Path made = folder.resolve("shop");
    try (Connection db = DriverManager.getConnection("jdbc:zdb:file:" + made);
        Statement sql = db.createStatement()) {
      sql.execute("CREATE TABLE t (k INT PRIMARY KEY)");
      sql.execute("INSERT INTO t VALUES (1)");
    }
    return made;
  }

  /** Makes every superblock one of format 2; answers how many there are. */
  private static int raiseFormat(Path database) throws IOException {
    int raised = 0;
    try (Stream<Path> all = Files.walk(database)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(path);
        for (int at = 0; at + UNIT <= bytes.length; at += UNIT) {
          if (ByteBuffer.wrap(bytes).getLong(at) == SUPERBLOCK) {
            ByteBuffer.wrap(bytes).putInt(at + Long.BYTES, 2);
            raised++;
          }
        }
        Files.write(path, bytes);
      }
    }
    return raised;
  }

  @Test
  void aPathThatIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "not a database");
    assertRefused(file.toString(), "08001", "notes.txt", "file");
    assertRefused(file + "/below", "08001", "notes.txt");
  }

  @Test
  void aDirectoryThatIsNotADatabase() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "not a database");
    assertRefused(folder.toString(), "08001", folder.toString(), "notes.txt");
    assertRefused(folder + "?create=always", "08001", folder.toString());
    assertRefused(folder + "?create=never", "08001", folder.toString());
  }

  @Test
  void aDatabaseThatIsNotThereWhereNoneIsToBeMade() throws IOException {
    assertRefused(folder.resolve("gone") + "?create=never", "3D000", "gone");
  }

  @Test
  void aDatabaseThatIsThereWhereANewOneIsToBeMade() throws IOException, SQLException {
    assertRefused(makeDatabase() + "?create=always", "08001", "shop");
  }

  @Test
  void aDatabaseThatAnotherProcessHolds() throws IOException, SQLException, InterruptedException {
    Path shop = makeDatabase();
    try (ChildJvm holder = ChildJvm.start(Holder.class, "jdbc:zdb:file:" + shop)) {
      assertThat(holder.line()).isEqualTo("held");
      assertRefused(shop.toString(), "55006", "shop", "process");
      holder.kill();
    }
    try (Connection db = DriverManager.getConnection("jdbc:zdb:file:" + shop)) {
      assertThat(db.isValid(5)).isTrue();
    }
  }

  @Test
  void aDatabaseOfANewerFormat() throws IOException, SQLException {
    Path shop = makeDatabase();
    assertThat(raiseFormat(shop)).as("superblocks").isPositive();
    assertRefused(shop.toString(), "0A000", "data.zdb", "has format 2", "reads format 1");
  }
}
