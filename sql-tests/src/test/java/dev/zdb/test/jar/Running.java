package dev.zdb.test.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs, whose output, both streams together, is awaited and answered.
 *
 * <p><b>Threads:</b> one. <b>Failure:</b> what does not come within a minute fails with what came
 * instead; closing kills the program.
 */
final class Running implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int POLL_MILLIS = 20;
  private static final int TYPING_MILLIS = 1_000;

  private final Process process;
  private final StringBuilder heard = new StringBuilder();

  private Running(Process process) {
    this.process = process;
  }

  static Running start(List<String> command) throws IOException {
    return new Running(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits until the program has printed that; answers, and forgets, all that it has. */
  String await(String wanted) throws IOException, InterruptedException {
    return await(wanted, PATIENCE_NANOS);
  }

  private String await(String wanted, long nanos) throws IOException, InterruptedException {
    long end = System.nanoTime() + nanos;
    while (heard.indexOf(wanted) < 0 && System.nanoTime() < end) {
      hear();
    }
    hear();
    if (heard.indexOf(wanted) < 0) {
      throw new IllegalStateException("no '" + wanted + "' in what was printed: " + heard);
    }
    String all = heard.toString();
    heard.setLength(0);
    return all;
  }

  private void hear() throws IOException, InterruptedException {
    InputStream output = process.getInputStream();
    int available = output.available();
    if (available > 0) {
      heard.append(new String(output.readNBytes(available), StandardCharsets.UTF_8));
    } else {
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Types that again and again until the program has printed what is wanted. */
  void typeUntil(String text, String wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (heard.indexOf(wanted) < 0 && System.nanoTime() < end) {
      type(text);
      long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TYPING_MILLIS);
      while (heard.indexOf(wanted) < 0 && System.nanoTime() < next) {
        hear();
      }
    }
    await(wanted, 0);
  }

  /** Sends SIGINT, as Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end; answers the exit status. */
  int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("still running; printed: " + heard);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
