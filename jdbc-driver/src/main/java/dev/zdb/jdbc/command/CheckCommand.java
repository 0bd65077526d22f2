package dev.zdb.jdbc.command;

import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.DatabaseReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code zdb check PATH}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a whole database, verifies every page and that every index agrees with its table.",
      "Nobody else may have the database open. Exit status 1 if anything is wrong."
    })
final class CheckCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "PATH", description = "the database's directory")
  private Path path = Path.of("");

  CheckCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    DatabaseReport report = SqlEngine.check(path);
    streams
        .out()
        .printf(
            Locale.ROOT,
            "%d tables, %d indexes, %d rows, %d pages verified%n",
            report.tables(),
            report.indexes(),
            report.rows(),
            report.pages());
    report.problems().forEach(streams.err()::println);
    streams
        .out()
        .println(report.isClean() ? "no problems" : report.problems().size() + " problems");
    return report.isClean() ? 0 : 1;
  }
}
