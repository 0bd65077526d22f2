package dev.zdb.jdbc.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jline.terminal.TerminalBuilder;
import sqlline.BuiltInProperty;
import sqlline.SqlLine;

/** Runs sqlline as ZDB's shell. */
public final class Shell {
  /**
   * The SQLSTATE of what is closed: at Ctrl-C sqlline cancels the last statement, which has ended
   * if none runs.
   */
  private static final String CLOSED = "HY010";

  /** Options after which the shell ends, having said what was asked of it. */
  private static final List<String> ENDING = List.of("-e", "-f");

  /** Those of sqlline's options behind which their value stands. */
  private static final List<String> WITH_VALUE =
      List.of("-u", "-f", "-e", "-n", "-p", "-d", "-nn", "-log");

  private Shell() {}

  /** Whether an argument of the program can only be meant for sqlline. */
  public static boolean isOption(String argument) {
    return takesValue(argument) || argument.startsWith("--run");
  }

  /** The names of all that sqlline takes, as they stand on a command line. */
  public static List<String> optionNames() {
    List<String> names = new ArrayList<>(WITH_VALUE);
    names.add("--run");
    for (BuiltInProperty property : BuiltInProperty.values()) {
      names.add("--" + property.propertyName());
    }
    return names;
  }

  /** Whether the argument behind this one is its value. */
  public static boolean takesValue(String option) {
    return WITH_VALUE.contains(option);
  }

  /** Where statements come from. */
  public enum Input {
    /** A person, who edits lines and has a history. */
    TERMINAL,
    /** A file or a program. */
    PIPE
  }

  /**
   * Reads standard input until it ends or the user leaves.
   *
   * <p>The stream is not handed to sqlline: it would edit lines of what it takes for a foreign
   * terminal, without history, arrow keys or a width, and with control characters in the output.
   *
   * @param url to connect to, empty for none
   * @param options sqlline's own, passed on
   *     <p>A pipe is read on after a statement that failed, but not where there is no connection to
   *     {@code url}.
   * @return the exit status: 0, 1 if a pipe, {@code -e} or {@code -f} had something that failed, 2
   *     if the options are none of sqlline's
   */
  public static int run(
      String url, List<String> options, Input input, PrintStream out, PrintStream err)
      throws IOException {
    List<String> args = new ArrayList<>(List.of("-ac", ShellApplication.class.getName()));
    if (!url.isEmpty()) {
      args.addAll(List.of("-u", url));
    }
    args.addAll(options);
    if (input == Input.PIPE) {
      // Else JLine looks for a terminal, and warns that there is none.
      System.setProperty(TerminalBuilder.PROP_PROVIDER, TerminalBuilder.PROP_PROVIDER_DUMB);
      System.setProperty(TerminalBuilder.PROP_DUMB, "true");
    }
    boolean obeys = !Collections.disjoint(options, ENDING);
    QuietShell shell =
        new QuietShell(!obeys, /* needsConnection= */ input == Input.PIPE && !url.isEmpty());
    shell.setOutputStream(out);
    shell.setErrorStream(err);
    SqlLine.Status status = shell.begin(args.toArray(new String[0]), null, /* saveHistory= */ true);
    if (status == SqlLine.Status.ARGS) {
      return 2;
    }
    boolean unheard = obeys || input == Input.PIPE;
    return status != SqlLine.Status.OK || (unheard && shell.failed) ? 1 : 0;
  }

  /** Says less than sqlline does, where that would tell the user nothing. */
  private static final class QuietShell extends SqlLine {
    private final boolean greets;
    private final boolean needsConnection;
    private boolean failed;

    QuietShell(boolean greets, boolean needsConnection) {
      this.greets = greets;
      this.needsConnection = needsConnection;
    }

    /** Leaves out the greeting, which sqlline gives after what -e and -f have run. */
    @Override
    public void info(String message) {
      if (greets || !message.equals(ShellApplication.GREETING)) {
        super.info(message);
      }
    }

    /** Notes that something failed: all that does, and each warning, is said here. */
    @Override
    public boolean error(String message) {
      failed |= !message.startsWith("Warning: ");
      if (needsConnection && getConnectionMetadata().getUrl() == null) {
        setExit(/* exit= */ true);
      }
      return super.error(message);
    }

    /** Names an error in a line, where sqlline shows where in the driver it arose. */
    @Override
    public void handleException(Throwable problem) {
      Throwable cause = problem;
      while (!(cause instanceof SQLException) && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (!(cause instanceof SQLException sql) || getOpts().getVerbose()) {
        super.handleException(problem);
      } else if (!CLOSED.equals(sql.getSQLState())) {
        error("error " + sql.getSQLState() + ": " + sql.getMessage());
      }
    }
  }
}
