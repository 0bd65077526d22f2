package dev.zdb.jdbc.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import sqlline.SqlLine;

/** Runs sqlline as ZDB's shell. */
public final class Shell {
  private Shell() {}

  /** Whether an argument of the program can only be meant for sqlline. */
  public static boolean isOption(String argument) {
    return List.of("-u", "-f", "-e", "-n", "-p").contains(argument);
  }

  /**
   * Runs until the input ends or the user leaves.
   *
   * @param url to connect to, empty for none
   * @param options sqlline's own, passed on
   * @return the exit status
   */
  public static int run(
      String url, List<String> options, InputStream in, PrintStream out, PrintStream err)
      throws IOException {
    List<String> args = new ArrayList<>(List.of("-ac", ShellApplication.class.getName()));
    if (!url.isEmpty()) {
      args.addAll(List.of("-u", url, "-n", "", "-p", ""));
    }
    args.addAll(options);
    SqlLine shell = new SqlLine();
    shell.setOutputStream(out);
    shell.setErrorStream(err);
    SqlLine.Status status = shell.begin(args.toArray(new String[0]), in, /* saveHistory= */ true);
    return status == SqlLine.Status.OK ? 0 : 1;
  }
}
