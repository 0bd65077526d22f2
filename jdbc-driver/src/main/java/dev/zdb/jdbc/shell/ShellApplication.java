package dev.zdb.jdbc.shell;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sqlline.Application;
import sqlline.BuiltInProperty;
import sqlline.SqlLine;
import sqlline.SqlLineOpts;

/** What makes sqlline ours: the driver, the examples, and defaults that show something. */
public final class ShellApplication extends Application {
  static final String GREETING =
      "ZDB shell. Type SQL ending in a semicolon, !help for commands, !quit to leave.";

  private static final int WIDTH_WITHOUT_TERMINAL = 160;

  @Override
  public String getInfoMessage() {
    return GREETING;
  }

  @Override
  public List<String> allowedDrivers() {
    return List.of("dev.zdb.jdbc.ZdbDriver");
  }

  @Override
  public Collection<String> getConnectionUrlExamples() {
    return List.of(
        "jdbc:zdb:mem:",
        "jdbc:zdb:mem:NAME",
        "jdbc:zdb:file:PATH",
        "jdbc:zdb://localhost:5490/NAME");
  }

  /**
   * Changes the options that sqlline has by now and does not make new ones, since those lose what
   * the command line said before this class was named on it.
   */
  @Override
  public SqlLineOpts getOpts(SqlLine shell) {
    @Nullable SqlLineOpts current = shell.getOpts();
    SqlLineOpts options = current == null ? super.getOpts(shell) : current;
    options.set(BuiltInProperty.CSV_QUOTE_CHARACTER, '"');
    // There is no authentication yet, and who asks a pipe takes its next lines for answers.
    options.set(BuiltInProperty.CONNECT_INTERACTION_MODE, "notAskCredentials");
    options.set(BuiltInProperty.ISOLATION, "TRANSACTION_READ_COMMITTED");
    if (options.getMaxWidth() <= 0) {
      options.set(BuiltInProperty.MAX_WIDTH, WIDTH_WITHOUT_TERMINAL);
    }
    return options;
  }
}
