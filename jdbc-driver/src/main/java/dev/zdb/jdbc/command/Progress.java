package dev.zdb.jdbc.command;

import dev.zdb.jdbc.shell.Shell;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress bars, on a terminal only. */
final class Progress {
  private static final int WIDTH = 78;
  private static final int UPDATE_MILLIS = 200;
  private static final int BYTES_PER_MIB = 1 << 20;

  private Progress() {}

  /** Starts a bar that counts rows; close it. */
  static ProgressBar ofRows(Streams streams, String name, long max) {
    return bar(streams, name, max).setUnit(" rows", 1).showSpeed().build();
  }

  /** A bar that counts bytes, not yet started. */
  static ProgressBarBuilder ofBytes(Streams streams, String name, long max) {
    return bar(streams, name, max).setUnit(" MiB", BYTES_PER_MIB);
  }

  private static ProgressBarBuilder bar(Streams streams, String name, long max) {
    PrintStream out =
        streams.input() == Shell.Input.TERMINAL
            ? streams.err()
            : new PrintStream(
                OutputStream.nullOutputStream(), /* autoFlush= */ false, StandardCharsets.UTF_8);
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(max)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH));
  }
}
