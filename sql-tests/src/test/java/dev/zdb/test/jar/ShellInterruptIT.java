package dev.zdb.test.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shell at a terminal, which {@code script} of util-linux stands in for. */
class ShellInterruptIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final char CTRL_C = 3;

  /** Counts ten billion rows, which takes minutes. */
  private static final String LONG_QUERY =
      "WITH t(x) AS (VALUES (1),(2),(3),(4),(5),(6),(7),(8),(9),(10)) SELECT COUNT(*)"
          + " FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j;";

  private final StringBuffer shown = new StringBuffer();

  @Test
  @Timeout(180)
  void ctrlCEndsTheStatementAndNotTheShell() throws IOException, InterruptedException {
    assumeThat(SCRIPT).as("script of util-linux").isExecutable();
    Process terminal = terminal();
    try (OutputStream keys = terminal.getOutputStream()) {
      Thread screen = new Thread(() -> watch(terminal.getInputStream()), "screen");
      screen.start();
      waitFor("Type SQL", terminal);

      while (!shown.toString().contains("error 57014")) {
        type(keys, LONG_QUERY + "\n");
        interruptSomeTimes(keys, terminal);
      }
      type(keys, "SELECT 'still ' || 'alive' AS word;\n");
      waitFor("still alive", terminal);
      type(keys, "!quit\n");

      assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).as("left: %s", shown).isTrue();
      assertThat(terminal.exitValue()).as("%s", shown).isZero();
    } finally {
      terminal.destroyForcibly();
    }
  }

  /** A signal that comes before the statement began is heard by nobody, or ends what was typed. */
  private void interruptSomeTimes(OutputStream keys, Process terminal)
      throws IOException, InterruptedException {
    for (int i = 0; i < 20 && !isShown("error 57014", terminal, 500); i++) {
      type(keys, String.valueOf(CTRL_C));
    }
  }

  private static Process terminal() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String shell = "'" + java + "' -jar '" + OneJar.PATH + "' jdbc:zdb:mem:";
    return new ProcessBuilder(List.of(SCRIPT.toString(), "-qec", shell, "/dev/null"))
        .redirectErrorStream(true)
        .start();
  }

  private static void type(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.US_ASCII));
    keys.flush();
  }

  private void watch(InputStream from) {
    byte[] some = new byte[4_096];
    try {
      for (int count = from.read(some); count >= 0; count = from.read(some)) {
        shown.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      shown.append(e);
    }
  }

  private void waitFor(String text, Process terminal) throws InterruptedException {
    assertThat(isShown(text, terminal, 90_000)).as("'%s' is shown: %s", text, shown).isTrue();
  }

  private boolean isShown(String text, Process terminal, int millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (shown.indexOf(text) < 0 && System.nanoTime() < deadline && terminal.isAlive()) {
      terminal.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return shown.indexOf(text) >= 0;
  }
}
