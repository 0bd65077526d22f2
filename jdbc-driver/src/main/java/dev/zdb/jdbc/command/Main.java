package dev.zdb.jdbc.command;

import dev.zdb.jdbc.shell.Shell;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program {@code zdb}.
 *
 * <p>Ends with 0 when done, 1 when it failed, 2 when misused.
 */
public final class Main {
  /** A command says itself what its user is to know; held here, or the level would be lost. */
  private static final Logger LOG = Logger.getLogger("dev.zdb");

  private Main() {}

  public static void main(String[] args) {
    LOG.setLevel(Level.WARNING);
    Streams streams =
        new Streams(
            new FileInputStream(FileDescriptor.in),
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            isTerminal() ? Shell.Input.TERMINAL : Shell.Input.PIPE);
    int status = ZdbCommand.run(streams, args);
    streams.out().flush();
    streams.err().flush();
    System.exit(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new FileOutputStream(descriptor), /* autoFlush= */ true, terminalCharset());
  }

  private static Charset terminalCharset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name == null || !Charset.isSupported(name)
        ? StandardCharsets.UTF_8
        : Charset.forName(name);
  }

  /** Whether both ends are a terminal, which until Java 22 is when there is a console at all. */
  @SuppressWarnings("SystemConsoleNull") // what follows asks a later Java itself
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
