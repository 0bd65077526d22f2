package dev.zdb.test.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plain sqlline, as it comes from Maven Central, with {@code zdb.jar} before or behind it on the
 * class path.
 */
@Tag("slow")
class SqllineIT {
  private static final String METADATA =
      """
      DROP TABLE IF EXISTS item;
      CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(8, 2));
      CREATE INDEX item_name ON item (name);
      INSERT INTO item VALUES (1, 'pencil', 0.90);
      !tables
      !columns ITEM
      !indexes ITEM
      !primarykeys ITEM
      !dbinfo
      !typeinfo
      SELECT * FROM item;
      """;

  /** On the class path of the tests. */
  private static final String SQLLINE =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .filter(path -> path.contains("sqlline") || path.contains("jline"))
          .collect(Collectors.joining(File.pathSeparator));

  @TempDir Path folder;

  @Test
  void itConnectsToAFileAndAnswersTheMetadataCommands() throws IOException, InterruptedException {
    assertAnswers("jdbc:zdb:file:" + folder.resolve("shop"));
  }

  @Test
  void itConnectsToAMemoryDatabaseAndAnswersTheMetadataCommands()
      throws IOException, InterruptedException {
    assertAnswers("jdbc:zdb:mem:");
  }

  @Test
  void itConnectsToAServerAndAnswersTheMetadataCommands() throws IOException, InterruptedException {
    Process server =
        new ProcessBuilder(
                java(),
                "-jar",
                OneJar.PATH.toString(),
                "server",
                "--data",
                folder.resolve("data").toString(),
                "--listen",
                "127.0.0.1:0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
      assertAnswers("jdbc:zdb://" + said.readLine().replace("listening on ", "") + "/shop");
      server.toHandle().destroy();
      assertThat(said.readLine()).isEqualTo("stopped");
      assertThat(server.waitFor()).isZero();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void ourShellRunsAScriptFileAndQuotesCsvWithDoubleQuotes()
      throws IOException, InterruptedException {
    Path script = folder.resolve("script.sql");
    java.nio.file.Files.writeString(script, "SELECT 'a,\"b' AS c, 2 AS n;\n");
    OneJar.Ended ended =
        OneJar.run(
            "",
            List.of(
                java(),
                "-jar",
                OneJar.PATH.toString(),
                "shell",
                "jdbc:zdb:mem:",
                "--outputformat=csv",
                "-f",
                script.toString()));
    assertThat(ended.output())
        .contains("\"C\",\"N\"")
        .contains("\"a,\"\"b\",\"2\"")
        .doesNotContain("WARN", "ZDB shell");
  }

  private static void assertAnswers(String url) throws IOException, InterruptedException {
    for (String classPath :
        List.of(
            OneJar.PATH + File.pathSeparator + SQLLINE,
            SQLLINE + File.pathSeparator + OneJar.PATH)) {
      assertAnswers(url, classPath);
    }
  }

  private static void assertAnswers(String url, String classPath)
      throws IOException, InterruptedException {
    OneJar.Ended ended =
        OneJar.run(
            METADATA,
            List.of(
                java(),
                "-cp",
                classPath,
                "sqlline.SqlLine",
                "-d",
                "dev.zdb.jdbc.ZdbDriver",
                "-u",
                url,
                "-n",
                "",
                "-p",
                "",
                "--maxWidth=400",
                "--color=false"));
    assertThat(ended.output())
        .contains("TABLE_NAME", "COLUMN_NAME", "INDEX_NAME", "PK_NAME", "getDatabaseProductName")
        .contains("ITEM_NAME", "DECIMAL", "pencil", "TIMESTAMP")
        .doesNotContain("Error:")
        .doesNotContain("Exception");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
