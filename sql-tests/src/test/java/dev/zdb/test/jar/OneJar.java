package dev.zdb.test.jar;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The built jar, and the JDKs of this machine that it is to run on. */
final class OneJar {
  static final Path PATH = Path.of("..", "jdbc-driver", "target", "zdb.jar").toAbsolutePath();

  private static final Pattern RELEASE = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private OneJar() {}

  /** What a program printed, both streams together, and how it ended. */
  record Ended(int status, String output) {}

  /** What starts the jar with those arguments, on the Java of the tests. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", PATH.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** What starts a program on a terminal of its own, 120 by 40; its arguments hold no quotes. */
  static List<String> onTerminal(List<String> command) throws IOException, InterruptedException {
    boolean works;
    try {
      works = run("", List.of("script", "-qec", "true", "/dev/null")).status() == 0;
    } catch (IOException missing) {
      works = false;
    }
    assumeTrue(works, "this machine has no script(1) that makes a terminal");
    String sized = "stty cols 120 rows 40; TERM=xterm exec '" + String.join("' '", command) + "'";
    return List.of("script", "-qec", sized, "/dev/null");
  }

  /** Runs a program with something to read. */
  static Ended run(String input, List<String> command) throws IOException, InterruptedException {
    return run(input, new ProcessBuilder(command));
  }

  static Ended run(String input, ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile("zdb-jar", ".out");
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running: " + builder.command());
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** One java program for each feature version from 17 to 25 that is installed, by version. */
  static Map<Integer, Path> installedJdks() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    for (Path parent :
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"),
            Path.of("/Library/Java/JavaVirtualMachines"))) {
      if (Files.isDirectory(parent)) {
        try (Stream<Path> children = Files.list(parent)) {
          children.forEach(homes::add);
        }
      }
    }
    Map<Integer, Path> jdks = new TreeMap<>();
    for (Path home : homes) {
      Path release = home.resolve("release");
      Path java = home.resolve("bin").resolve("java");
      if (Files.isRegularFile(release) && Files.isExecutable(java)) {
        Matcher version = RELEASE.matcher(Files.readString(release));
        if (version.find()) {
          jdks.put(Integer.valueOf(version.group(1)), java);
        }
      }
    }
    jdks.keySet().removeIf(version -> version < 17 || version > 25);
    return jdks;
  }
}
