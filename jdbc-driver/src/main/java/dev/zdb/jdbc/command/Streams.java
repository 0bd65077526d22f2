package dev.zdb.jdbc.command;

import dev.zdb.jdbc.shell.Shell;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param input whether a person sits there
 */
record Streams(InputStream in, PrintStream out, PrintStream err, Shell.Input input) {}
