package dev.zdb.test.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** {@code zdb.jar} holds all it needs, nothing that is not ours under its own name, and runs. */
class OneJarIT {
  private static final long MOST_BYTES = 25L << 20;
  private static final String RELOCATED = "dev.zdb.x.";

  @Test
  void itIsSmallEnough() throws IOException {
    assertThat(Files.size(OneJar.PATH)).as("bytes of zdb.jar").isLessThan(MOST_BYTES);
  }

  @Test
  void everyClassInItLoads() throws IOException {
    List<String> broken = new ArrayList<>();
    try (JarFile jar = new JarFile(OneJar.PATH.toFile());
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {OneJar.PATH.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : classNames(jar)) {
        try {
          Class.forName(name, /* initialize= */ false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
          broken.add(name + ": " + e);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void onlyOurPackagesAndThoseThatCannotMoveStandInIt() throws IOException {
    NavigableSet<String> roots = new TreeSet<>();
    try (JarFile jar = new JarFile(OneJar.PATH.toFile())) {
      for (String name : classNames(jar)) {
        String[] parts = name.split("\\.", -1);
        roots.add(parts[0] + '.' + parts[1]);
      }
    }
    assertThat(roots).containsExactly("dev.zdb", "org.jline");
  }

  /** A class or resource that kept its name could take the place of an application's own. */
  @Test
  void nothingElseStandsInItUnderItsOldName() throws IOException {
    try (JarFile jar = new JarFile(OneJar.PATH.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName).filter(name -> !name.endsWith("/")))
          .allMatch(name -> name.matches("(dev/zdb|org/jline|META-INF)/.*"))
          .noneMatch(name -> name.startsWith("META-INF/versions/"));
    }
  }

  @Test
  void itRegistersOneDriverAlone() throws IOException {
    try (JarFile jar = new JarFile(OneJar.PATH.toFile())) {
      assertThat(text(jar, "META-INF/services/java.sql.Driver").strip())
          .isEqualTo("dev.zdb.jdbc.ZdbDriver");
    }
  }

  @Test
  void itTellsTheLicenseOfEachLibraryInIt() throws IOException {
    try (JarFile jar = new JarFile(OneJar.PATH.toFile())) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      List<String> told =
          text(jar, "META-INF/THIRD-PARTY")
              .lines()
              .filter(line -> line.matches("  [a-z0-9.]+  .*"))
              .map(line -> line.strip().replaceAll(" .*", ""))
              .toList();
      assertThat(told).containsExactlyInAnyOrderElementsOf(libraries(jar));
    }
  }

  /** Where each library's packages begin, without what we put before. */
  private static NavigableSet<String> libraries(JarFile jar) {
    NavigableSet<String> libraries = new TreeSet<>(List.of("org.jline"));
    for (String name : classNames(jar)) {
      if (name.startsWith(RELOCATED)) {
        String[] parts = name.substring(RELOCATED.length()).split("\\.", -1);
        boolean isShort = parts[0].equals("picocli") || parts[0].equals("sqlline");
        libraries.add(isShort ? parts[0] : parts[0] + '.' + parts[1]);
      }
    }
    return libraries;
  }

  private static String text(JarFile jar, String entry) throws IOException {
    return new String(
        jar.getInputStream(jar.getJarEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void itAnswersAQueryOnEveryJdkFrom17To25ThatIsInstalled()
      throws IOException, InterruptedException {
    String script =
        "CREATE TABLE t (value INT PRIMARY KEY, label VARCHAR(10));"
            + "INSERT INTO t VALUES (1, 'one'), (2, 'two');"
            + "SELECT label, COUNT(*) AS n FROM t WHERE value > 1 GROUP BY label;";
    for (Map.Entry<Integer, Path> jdk : OneJar.installedJdks().entrySet()) {
      OneJar.Ended ended =
          OneJar.run(
              script,
              List.of(
                  jdk.getValue().toString(),
                  "-jar",
                  OneJar.PATH.toString(),
                  "run",
                  "-",
                  "jdbc:zdb:mem:"));
      assertThat(ended.output())
          .as("on Java " + jdk.getKey())
          .isEqualTo("0 rows changed\n2 rows changed\nLABEL  N\n-----  -\ntwo    1\n(1 row)\n");
      assertThat(ended.status()).isZero();
    }
  }

  @Test
  void theShellRunsWhatAPipeSaysAndNamesErrorsInALine() throws IOException, InterruptedException {
    OneJar.Ended ended =
        shell(
            "SELECT 11 AS first_one;\nSELECT nope;\nSELECT 12\n  AS second_one;\n!tables\n",
            "jdbc:zdb:mem:");
    assertThat(ended.output())
        .contains("| FIRST_ONE |", "error 42703: ", "| SECOND_ONE |", "INFORMATION_SCHEMA")
        .doesNotContain("\tat ", "\u001b", "dev.zdb.x", "WARN");
    assertThat(ended.status()).as("something failed").isEqualTo(1);
  }

  @Test
  void theShellEndsWithZeroWhereNothingOfAPipeFailed() throws IOException, InterruptedException {
    OneJar.Ended ended = shell("SELECT 11 AS eleven;\nCOMMIT;\n", "jdbc:zdb:mem:");

    assertThat(ended.output()).contains("ELEVEN", "Warning: there is no transaction");
    assertThat(ended.status()).isZero();
  }

  @Test
  void theShellRunsNothingOfAPipeWithoutItsDatabase() throws IOException, InterruptedException {
    OneJar.Ended ended = shell("SELECT 11 AS eleven;\n", "jdbc:zdb:mem:;nonsense=1");

    assertThat(ended.output()).contains("nonsense").doesNotContain("No current connection");
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void theShellAsksForNoNameAndNoPassword() throws IOException, InterruptedException {
    OneJar.Ended option =
        shell("SELECT 11 AS eleven;\n", "shell", "-u", "jdbc:zdb:mem:", "-n", "someone");
    OneJar.Ended command = shell("!connect jdbc:zdb:mem:x\nSELECT 12 AS twelve;\n", "shell");

    assertThat(option.output()).contains("| ELEVEN |").doesNotContain("Enter", "Exception");
    assertThat(option.status()).isZero();
    assertThat(command.output()).contains("| TWELVE |").doesNotContain("Enter", "Exception");
    assertThat(command.status()).isZero();
  }

  @Test
  void theShellEndsWithTwoWhereItsOptionsAreNone() throws IOException, InterruptedException {
    OneJar.Ended ended = shell("", "jdbc:zdb:mem:", "--maxwith=3");

    assertThat(ended.output().lines())
        .containsExactly(
            "the shell has no option '--maxwith'; the nearest is '--maxWidth'",
            "Try: zdb shell --help");
    assertThat(ended.status()).isEqualTo(2);
  }

  private static OneJar.Ended shell(String input, String... arguments)
      throws IOException, InterruptedException {
    return OneJar.run(input, OneJar.command(arguments));
  }

  private static List<String> classNames(JarFile jar) {
    return jar.stream()
        .map(JarEntry::getName)
        .filter(name -> name.endsWith(".class"))
        .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
        .toList();
  }
}
