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

  private Progress() {}

  /**
   * Starts a bar; close it.
   *
   * @param max how much there is to do, -1 where nobody knows
   */
  static ProgressBar bar(Streams streams, String name, long max) {
    PrintStream out =
        streams.input() == Shell.Input.TERMINAL
            ? streams.err()
            : new PrintStream(
                OutputStream.nullOutputStream(), /* autoFlush= */ false, StandardCharsets.UTF_8);
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(max)
        .setUnit(" rows", 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
        .showSpeed()
        .build();
  }
}
