package dev.zdb.jdbc.command;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param input whether a person sits there
 */
record Streams(InputStream in, PrintStream out, PrintStream err, Input input) {

  /** What standard input is. */
  enum Input {
    TERMINAL,
    PIPE
  }
}
