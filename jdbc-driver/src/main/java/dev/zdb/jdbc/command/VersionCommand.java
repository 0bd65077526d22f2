package dev.zdb.jdbc.command;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code zdb version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version, and what it runs on.")
final class VersionCommand implements Callable<Integer> {
  private final Streams streams;

  VersionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    streams
        .out()
        .printf(
            Locale.ROOT,
            "ZDB %s on Java %s (%s)%n",
            Version.number(),
            System.getProperty("java.version"),
            System.getProperty("java.vendor"));
    return 0;
  }
}
