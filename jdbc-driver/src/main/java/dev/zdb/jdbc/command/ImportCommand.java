package dev.zdb.jdbc.command;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zdb import FILE.csv URL TABLE}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Brings a CSV file into a table, which is made if it is missing, all or nothing.",
      "A first pass checks every row; a bad one is named by its line."
    })
final class ImportCommand implements Callable<Integer> {
  private static final int BAD_ROWS_NAMED = 20;

  private final Streams streams;

  @Parameters(index = "0", paramLabel = "FILE.csv")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "URL",
      converter = UrlArgument.class,
      description = "a jdbc:zdb: URL")
  private String url = "";

  @Parameters(
      index = "2",
      paramLabel = "TABLE",
      converter = NameOfTable.class,
      description = "or SCHEMA.TABLE; folded to upper case unless quoted")
  private TableName table = new TableName(List.of(""));

  @Option(
      names = "--delimiter",
      paramLabel = "C",
      converter = Delimiter.class,
      description = "between fields; default ,; \\t for a tab")
  private char delimiter = ',';

  @Option(names = "--quote", paramLabel = "C", description = "around fields; default \"")
  private char quote = '"';

  @Option(names = "--no-header", description = "the first line is a row, not names")
  private boolean headless;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description = "the unquoted field that means NULL; default the empty one")
  private String nullText = "";

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = Encoding.class,
      description = "of the file; default UTF-8")
  private Charset encoding = StandardCharsets.UTF_8;

  @Option(
      names = "--skip-bad-rows",
      description = "names rows that do not fit and loads the others")
  private boolean skipBadRows;

  private long badCount;

  ImportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    CsvFile csv =
        new CsvFile(
            file,
            new CsvFile.Format(
                delimiter, quote, headless ? CsvFile.Header.ABSENT : CsvFile.Header.PRESENT),
            encoding,
            nullText);
    csv.names(); // a file that cannot be read makes no database
    long loaded;
    try (Connection connection = DriverManager.getConnection(url)) {
      loaded = new CsvImport(csv, connection, table, this::note, this::watched).run();
    }
    streams
        .out()
        .printf(Locale.ROOT, "%d %s loaded into %s%n", loaded, loaded == 1 ? "row" : "rows", table);
    if (badCount > 0) {
      streams
          .err()
          .printf(Locale.ROOT, "%d bad %s skipped%n", badCount, badCount == 1 ? "row" : "rows");
    }
    return 0;
  }

  private InputStream watched(InputStream bytes, CsvImport.Pass pass) {
    String name = pass == CsvImport.Pass.CHECK ? "check" : "load";
    return ProgressBar.wrap(bytes, Progress.ofBytes(streams, name, file.toFile().length()));
  }

  private void note(long line, String why) throws SQLException {
    String sentence = String.format(Locale.ROOT, "%s:%d: %s", file, line, why);
    if (!skipBadRows) {
      throw new SQLException(sentence + "; nothing was loaded", "22000");
    }
    badCount++;
    if (badCount <= BAD_ROWS_NAMED) {
      streams.err().println(sentence);
    }
  }

  /** The name of a table, or misuse. */
  private static final class NameOfTable implements CommandLine.ITypeConverter<TableName> {
    @Override
    public TableName convert(String value) {
      try {
        return TableName.parse(value);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** The name of an encoding that Java knows, or misuse. */
  private static final class Encoding implements CommandLine.ITypeConverter<Charset> {
    @Override
    public Charset convert(String value) {
      try {
        return Charset.forName(value);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException("there is no encoding '" + value + "'");
      }
    }
  }

  /** A character that can be typed: a shell passes on {@code \\t} as two. */
  private static final class Delimiter implements CommandLine.ITypeConverter<Character> {
    @Override
    public Character convert(String value) {
      String delimiter = value.equals("\\t") ? "\t" : value;
      if (delimiter.length() != 1) {
        throw new CommandLine.TypeConversionException("'" + value + "' is not a single character");
      }
      return delimiter.charAt(0);
    }
  }
}
