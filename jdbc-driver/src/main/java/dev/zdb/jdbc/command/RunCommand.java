package dev.zdb.jdbc.command;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code zdb run FILE.sql|- URL}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the statements of a script and prints what they give; stops at an error.")
final class RunCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(index = "0", paramLabel = "FILE.sql|-", description = "the script; - for input")
  private String file = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      converter = UrlArgument.class,
      description = "a jdbc:zdb: URL")
  private String url = "";

  RunCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    try (Reader reader = open();
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      SqlScript script = new SqlScript(reader);
      for (SqlScript.@Nullable Statement next = script.next(); next != null; next = script.next()) {
        try {
          execute(statement, next.text());
        } catch (SQLException e) {
          streams.err().printf(Locale.ROOT, "%s:%d: %s%n", file, next.line(), Problems.sentence(e));
          return 1;
        }
      }
    }
    return 0;
  }

  private Reader open() throws IOException {
    if (file.equals("-")) {
      return new InputStreamReader(streams.in(), StandardCharsets.UTF_8);
    }
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException(Files.exists(path) ? file + " is no file" : "there is no file " + file);
    }
    Reader text = Files.newBufferedReader(path);
    text.mark(1);
    if (text.read() != '\ufeff') {
      text.reset();
    }
    return text;
  }

  private void execute(Statement statement, String text) throws SQLException {
    if (!statement.execute(text)) {
      long count = statement.getLargeUpdateCount();
      streams.out().println(count == 1 ? "1 row changed" : count + " rows changed");
      return;
    }
    try (ResultSet rows = statement.getResultSet()) {
      long count = ResultTable.print(rows, streams.out());
      streams.out().println(count == 1 ? "(1 row)" : "(" + count + " rows)");
    }
  }
}
