package dev.zdb.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of the tests' own class path, whose standard output is read line by line. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static ChildJvm start(Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The next line of its output; null once it has ended. */
  public String line() throws IOException {
    return output.readLine();
  }

  /** Ends it as {@code kill -9} does, at once and without a word. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // which leaves what it has printed readable
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a killed process lives on");
    }
  }

  /** Ends it as a signal does that asks for it; answers its exit status. */
  public int terminate() throws InterruptedException {
    process.toHandle().destroy(); // which leaves what it prints readable
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a process that was asked to end lives on");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
