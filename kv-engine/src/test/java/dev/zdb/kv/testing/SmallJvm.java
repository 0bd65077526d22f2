package dev.zdb.kv.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests' own in a process with a small heap. */
public final class SmallJvm {
  private SmallJvm() {}

  /** Runs a program that must end well; returns what it said. */
  public static String run(String heap, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-ea", "-Xmx" + heap));
    command.addAll(
        List.of("-cp", String.join(File.pathSeparator, "target/classes", "target/test-classes")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    return said.strip();
  }

  /** Says something, in the program, to whoever runs it. */
  public static void say(String words) {
    new PrintStream(new FileOutputStream(FileDescriptor.out), /* autoFlush= */ true).println(words);
  }
}
