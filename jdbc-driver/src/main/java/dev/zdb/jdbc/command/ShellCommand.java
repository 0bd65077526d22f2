package dev.zdb.jdbc.command;

import dev.zdb.jdbc.shell.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code zdb [shell] [URL]}. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = {
      "Opens the shell (sqlline), connected to URL if one is given.",
      "Other options are sqlline's own, such as -f FILE or --outputformat=csv."
    })
final class ShellCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "a jdbc:zdb: URL")
  private String url = "";

  @Unmatched private List<String> others = new ArrayList<>();

  ShellCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    return Shell.run(url, others, streams.input(), streams.out(), streams.err());
  }
}
