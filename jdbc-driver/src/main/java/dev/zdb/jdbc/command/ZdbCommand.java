package dev.zdb.jdbc.command;

import dev.zdb.jdbc.shell.Shell;
import dev.zdb.jdbc.url.NearestName;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a name: shows what there is; the commands with names lie beside it. */
@Command(
    name = "zdb",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "ZDB, a SQL database for the JVM.",
    footer = {
      "",
      "Without a command, or with a jdbc: URL alone, zdb opens the shell.",
      "Exit status: 0 done, 1 failed, 2 misuse."
    },
    subcommands = {CommandLine.HelpCommand.class})
final class ZdbCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs a command line and answers the exit status. */
  static int run(Streams streams, String... args) {
    CommandLine line = new CommandLine(new ZdbCommand());
    List<String> names = addCommands(line, streams);
    line.setOut(new PrintWriter(streams.out(), /* autoFlush= */ true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), /* autoFlush= */ true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (problem, commandLine, parsed) -> {
          streams.err().println(Problems.sentence(problem));
          return CommandLine.ExitCode.SOFTWARE;
        });
    line.setParameterExceptionHandler((problem, given) -> misuse(problem));
    return line.execute(withCommand(names, args));
  }

  /** Says in a line or two what is wrong with the command line. */
  private static int misuse(CommandLine.ParameterException problem) {
    CommandLine line = problem.getCommandLine();
    String message = String.valueOf(problem.getMessage());
    if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
        && line.getParent() == null
        && !unmatched.isUnknownOption()) {
      String name = unmatched.getUnmatched().get(0);
      message =
          "zdb has no command '"
              + name
              + "'"
              + NearestName.to(name, line.getSubcommands().keySet())
                  .map(nearest -> "; the nearest is '" + nearest + "'")
                  .orElse("");
    }
    line.getErr().println(message);
    line.getErr().println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static List<String> addCommands(CommandLine line, Streams streams) {
    CommandLine shell = new CommandLine(new ShellCommand(streams));
    shell.getCommandSpec().parser().unmatchedOptionsArePositionalParams(true);
    line.addSubcommand("shell", shell);
    line.addSubcommand("run", new RunCommand(streams));
    line.addSubcommand("import", new ImportCommand(streams));
    line.addSubcommand("check", new CheckCommand(streams));
    line.addSubcommand("server", new ServerCommand(streams));
    line.addSubcommand("demo", new DemoCommand(streams));
    line.addSubcommand("version", new VersionCommand(streams));
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    return new ArrayList<>(line.getSubcommands().keySet());
  }

  /** Reads what names no command as meant for the shell: nothing, a URL, or sqlline's options. */
  private static String[] withCommand(List<String> names, String... args) {
    if (args.length > 0
        && (names.contains(args[0]) || !(args[0].startsWith("jdbc:") || Shell.isOption(args[0])))) {
      return args;
    }
    String[] shell = new String[args.length + 1];
    shell[0] = "shell";
    System.arraycopy(args, 0, shell, 1, args.length);
    return shell;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command is given");
  }
}
