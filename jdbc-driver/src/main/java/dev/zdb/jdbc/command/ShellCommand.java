package dev.zdb.jdbc.command;

import dev.zdb.jdbc.shell.Shell;
import dev.zdb.jdbc.url.NearestName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zdb [shell] [URL]}. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    customSynopsis = "zdb shell [URL] [OPTION...]",
    description = {
      "Opens the shell (sqlline), connected to URL, a jdbc:zdb: URL, if one is given.",
      "Other options are sqlline's own, such as -f FILE or --outputformat=csv."
    })
final class ShellCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The URL and, since picocli is told to leave them, sqlline's options, in the order given. */
  @Parameters(hidden = true)
  private List<String> arguments = new ArrayList<>();

  ShellCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    String url = "";
    List<String> options = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (argument.startsWith("-")) {
        requireKnown(argument);
        options.add(argument);
        if (Shell.takesValue(argument) && rest.hasNext()) {
          options.add(rest.next());
        }
      } else if (url.isEmpty() && argument.startsWith("jdbc:")) {
        url = argument;
      } else {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "'" + argument + "' is " + (url.isEmpty() ? "no" : "a second") + " URL");
      }
    }
    return Shell.run(url, options, streams.input(), streams.out(), streams.err());
  }

  /** Refuses what sqlline would answer with a page of usage. */
  private void requireKnown(String argument) {
    String name = argument.replaceFirst("=.*", "").replaceFirst("^--no-", "--");
    List<String> known = Shell.optionNames();
    boolean isKnown =
        name.startsWith("--")
            ? known.stream().anyMatch(name::equalsIgnoreCase)
            : known.contains(name);
    if (!isKnown) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "the shell has no option '"
              + name
              + "'"
              + NearestName.to(name, known).map(n -> "; the nearest is '" + n + "'").orElse(""));
    }
  }
}
