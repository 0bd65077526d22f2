package dev.zdb.test.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher {@code zdb}, with programs in the places of Java and Maven that tell how they were
 * called.
 */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("..", "zdb").toAbsolutePath().normalize();
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sort",
          "wc");
  private static final String BUILT =
      "building ZDB, once; this takes a few minutes ... done: zdb.jar, 0 MB\n";

  @TempDir Path folder;
  private Path home;
  private Path programs;
  private Path jar;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void aCloneThatWasNotBuilt() throws IOException {
    home = Files.createDirectory(folder.resolve("a clone"));
    programs = Files.createDirectory(folder.resolve("bin"));
    jar = home.resolve("jdbc-driver").resolve("target").resolve("zdb.jar");
    Files.copy(LAUNCHER, home.resolve("zdb")).toFile().setExecutable(true);
    for (String tool : TOOLS) {
      program(programs.resolve(tool), "exec '" + find(tool) + "' \"$@\"");
    }
    java("17.0.2");
    maven("3.9.6", "mkdir -p jdbc-driver/target; echo jar > jdbc-driver/target/zdb.jar");
  }

  private static Path find(String tool) {
    for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path path = Path.of(place, tool);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    return Assumptions.abort("this machine has no " + tool);
  }

  private void java(String version) throws IOException {
    program(
        programs.resolve("java"),
        "[ \"$1\" != -version ] || { echo 'openjdk version \"" + version + "\" x' >&2; exit; }",
        "for argument in \"$@\"; do printf '<%s>\\n' \"$argument\"; done");
  }

  private void maven(String version, String build) throws IOException {
    program(
        programs.resolve("mvn"),
        "[ \"$1\" != -v ] || { echo 'Apache Maven " + version + " (x)'; exit; }",
        "echo \"$PWD: $*\" >> '" + folder.resolve("calls") + "'",
        build);
  }

  private static void program(Path path, String... lines) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    path.toFile().setExecutable(true);
  }

  @Test
  void whereThereIsNoJarMavenMakesItOnceAndALineTells() throws Exception {
    OneJar.Ended first = zdb("version");
    OneJar.Ended second = zdb("version");

    assertThat(first.output()).startsWith(BUILT).endsWith("<-jar>\n<" + jar + ">\n<version>\n");
    assertThat(second.output()).startsWith("<").endsWith("<" + jar + ">\n<version>\n");
    assertThat(List.of(first.status(), second.status())).containsOnly(0);
    assertThat(folder.resolve("calls"))
        .hasContent(home + ": -B -q -DskipTests -pl jdbc-driver -am package");
  }

  @Test
  void aBuildThatFailsShowsWhatMavenSaid() throws Exception {
    maven("3.9.6", "echo 'no such plugin'; exit 3");

    OneJar.Ended ended = zdb("version");

    assertThat(ended.output()).contains("... failed\n", "no such plugin").doesNotContain("<-jar>");
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void aMissingOrOldJavaIsNamed() throws Exception {
    for (String old : List.of("1.8.0_292", "11.0.20")) {
      java(old);
      assertRefused("is version " + (old.startsWith("1.8") ? "8" : "11") + "; ZDB needs 17");
    }
    Files.delete(programs.resolve("java"));
    assertRefused("zdb: no java found; install a JDK, version 17 or later");
  }

  @Test
  void aMissingOrOldMavenIsNamed() throws Exception {
    maven("3.6.3", "exit 1");
    assertRefused("zdb: mvn is version 3.6.3; building needs 3.8.6 or later");
    Files.delete(programs.resolve("mvn"));
    assertRefused("zdb: no mvn found; building needs Maven 3.8.6 or later");
  }

  private void assertRefused(String why) throws Exception {
    OneJar.Ended ended = zdb("version");
    assertThat(ended.output()).contains(why).doesNotContain("<-jar>");
    assertThat(ended.output().lines()).hasSize(1);
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void argumentsArePassedOnAsTheyAre() throws Exception {
    List<String> arguments =
        List.of("run", "my file.sql", "it's \"x\"", "", "$HOME `id` *", "--a=b c", "back\\slash");

    OneJar.Ended ended = zdb(arguments.toArray(new String[0]));

    assertThat(ended.output())
        .endsWith("<" + jar + ">\n<" + String.join(">\n<", arguments) + ">\n");
  }

  @Test
  void aLinkToALinkWorksFromAnywhere() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("z"), Path.of("..", "a clone", "zdb"));
    Path second = Files.createSymbolicLink(folder.resolve("zz"), link);

    OneJar.Ended ended = run(elsewhere, List.of(second.toString(), "version"));

    assertThat(ended.output()).startsWith(BUILT).endsWith("<" + jar + ">\n<version>\n");
  }

  @Test
  void theJavaOfJavaHomeGoesFirst() throws Exception {
    Path other = Files.createDirectories(folder.resolve("jdk").resolve("bin"));
    program(
        other.resolve("java"),
        "[ \"$1\" != -version ] || { echo 'openjdk version \"21\" x' >&2; exit; }",
        "echo 'that of JAVA_HOME'");
    environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    assertThat(zdb("version").output()).endsWith("that of JAVA_HOME\n");

    environment.put("JAVA_HOME", folder.resolve("none").toString());
    assertThat(zdb("version").output())
        .contains("there is no Java in JAVA_HOME, which is " + folder.resolve("none"))
        .endsWith("<version>\n");
  }

  private OneJar.Ended zdb(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("zdb").toString()));
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  private OneJar.Ended run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().putAll(environment);
    return OneJar.run("", builder);
  }
}
