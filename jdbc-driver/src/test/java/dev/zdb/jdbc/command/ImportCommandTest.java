package dev.zdb.jdbc.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.jdbc.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code zdb import} makes of good and bad files, and what the program says to misuse. */
class ImportCommandTest {
  @TempDir Path folder;

  @Test
  void anUnquotedEmptyFieldIsNullAndAQuotedOneIsEmpty() throws IOException, SQLException {
    assertThat(imported("id,name\n1,\n2,\"\"\n")).isEqualTo("0: 2 rows loaded into T\n");
    assertThat(rows()).containsExactly("1|null", "2|");
  }

  @Test
  void aByteOrderMarkCarriageReturnsAndLineEndsWithinQuotesAreTaken()
      throws IOException, SQLException {
    assertThat(imported("\ufeffid,name\r\n1,\"a \"\"b\"\"\nc\"\r\n"))
        .isEqualTo("0: 1 row loaded into T\n");
    assertThat(rows()).containsExactly("1|a \"b\"\nc");
  }

  @Test
  void whatOnlyJavaReadsAsANumberOrAnIdentifierStaysText() throws IOException, SQLException {
    imported("id,name\n3d,1-2-3-4-5\n");
    assertThat(rows()).containsExactly("3d|1-2-3-4-5");
  }

  @Test
  void aColumnOfTheTableTakesAllTheDigitsThatItHolds() throws IOException, SQLException {
    execute("CREATE TABLE t (id DECIMAL(38, 20), name VARCHAR(9))");
    imported("id,name\n0.12345678901234567890,a\n");
    assertThat(rows()).containsExactly("0.12345678901234567890|a");
  }

  @Test
  void aTabIsTypedAsABackslashAndAT() throws IOException, SQLException {
    imported("id\tname\n1\ta\n", "--delimiter", "\\t");
    assertThat(rows()).containsExactly("1|a");
  }

  @Test
  void aQuoteThatIsNeverClosedLoadsNothing() throws IOException {
    assertThat(imported("id,name\n1,\"open\n2,b\n")).startsWith("1: error: ").contains("quote");
  }

  @Test
  void bytesThatAreNoTextLoadNothing() throws IOException {
    Files.write(folder.resolve("t.csv"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    assertThat(zdb("import", folder.resolve("t.csv").toString(), url(), "t"))
        .startsWith("1: error: ")
        .contains("no text in UTF-8");
  }

  @Test
  void aHeaderThatNamesAColumnTwiceOrNotAtAllIsRefused() throws IOException {
    assertThat(imported("id,ID\n1,2\n")).contains("names column ID twice");
    assertThat(imported("id,,b\n1,2,3\n")).contains("column 2 has no name in the header");
  }

  @Test
  void aMissingFileMakesNoDatabase() {
    assertThat(zdb("import", "nothing.csv", url(), "t"))
        .isEqualTo("1: error: there is no file nothing.csv\n");
    assertThat(folder.resolve("db")).doesNotExist();
  }

  @Test
  void aBadRowIsNamedByItsLine() throws IOException, SQLException {
    execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))");
    assertThat(imported("id,name\n1,a\nx,b\n")).contains("t.csv:3: column ID: 'x' is no INTEGER");
    assertThat(imported("id,name\n1,a\n1,b\n"))
        .contains("t.csv:3: constraint T_PKEY of table PUBLIC.T demands unique values");
    assertThat(rows()).isEmpty();
    assertThat(imported("id,name\n1,a\nx,b\n2,c\n", "--skip-bad-rows")).startsWith("0: ");
    assertThat(rows()).containsExactly("1|a", "2|c");
  }

  @Test
  void whatDoesNotFitIsToldTheTypeOfTheTable() throws IOException, SQLException {
    execute("CREATE TABLE t (id DECIMAL(5, 2), name VARCHAR(3), small SMALLINT)");
    assertThat(imported("id,name,small\nx,a,1\n"))
        .contains("t.csv:2: column ID: 'x' is no DECIMAL(5, 2)");
    assertThat(imported("id,name,small\n1234,a,1\n"))
        .contains("t.csv:2: column ID: '1234' is too large for DECIMAL(5, 2)");
    assertThat(imported("id,name,small\n1,abcd,1\n"))
        .contains("t.csv:2: column NAME: 'abcd' is too large for VARCHAR(3)");
    assertThat(imported("id,name,small\n1,a,40000\n"))
        .contains("t.csv:2: column SMALL: '40000' is too large for SMALLINT");
  }

  @Test
  void whatANumberOrATimeWouldLoseStaysAsItIs() throws IOException, SQLException {
    imported("id,name\n007,12345678901234567890123456789.5\n");
    assertThat(rows()).containsExactly("007|12345678901234567890123456789.5");
    execute("DROP TABLE t");
    imported("id,name\n+7,2020-01-01 12:00:00.123456789\n");
    assertThat(rows()).containsExactly("+7|2020-01-01 12:00:00.123456789");
  }

  @Test
  void aTableWithALowerCaseUuidTakesItsRows() throws IOException, SQLException {
    execute("CREATE TABLE t (\"id\" UUID PRIMARY KEY, name INT)");
    assertThat(imported("id,name\n00000000-0000-0000-0000-000000000001,1\n"))
        .startsWith("0: 1 row");
  }

  @Test
  void theSchemaMayBeNamed() throws IOException, SQLException {
    Files.writeString(folder.resolve("t.csv"), "id,name\n1,a\n");
    String file = folder.resolve("t.csv").toString();
    assertThat(zdb("import", file, url(), "public.t")).startsWith("0: 1 row loaded into PUBLIC.T");
    assertThat(rows()).containsExactly("1|a");
    assertThat(zdb("import", file, url(), "nowhere.t")).startsWith("1: error 3F000");
    assertThat(zdb("import", file, url(), "a.b.c"))
        .startsWith("2: ")
        .contains("no name of a table");
  }

  @Test
  void anEmptyLineIsARowWhereThereIsOneColumn() throws IOException, SQLException {
    Files.writeString(folder.resolve("t.csv"), "id\n1\n\n3\n");
    assertThat(zdb("import", folder.resolve("t.csv").toString(), url(), "t"))
        .startsWith("0: 3 rows loaded");
  }

  @Test
  void aLimitOfTheDatabaseIsNoFaultOfARow() throws IOException, SQLException {
    execute("CREATE TABLE t (id INT PRIMARY KEY CHECK (100 / (id - 2) > -200), name VARCHAR(9))");
    assertThat(imported("id,name\n1,a\n2,b\n3,c\n", "--skip-bad-rows")).startsWith("0: ");
    assertThat(rows()).containsExactly("1|a", "3|c");
    execute("DROP TABLE t");
    execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(9))");
    try (Connection other = DriverManager.getConnection(url() + "?lockTimeout=10s");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (2, 'held')");
      assertThat(
              zdb(
                  "import",
                  folder.resolve("t.csv").toString(),
                  url() + "?lockTimeout=1ms",
                  "t",
                  "--skip-bad-rows"))
          .startsWith("1: error 55P03");
      other.rollback();
    }
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() {
    assertThat(zdb("imprt", "x"))
        .isEqualTo("2: zdb has no command 'imprt'; the nearest is 'import'\nTry: zdb --help\n");
  }

  private String imported(String text, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    List<String> args = new ArrayList<>(List.of("import", file.toString(), url(), "t"));
    args.addAll(List.of(options));
    return zdb(args.toArray(new String[0]));
  }

  /** Runs the program; answers its exit status and what it printed. */
  private static String zdb(String... args) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, /* autoFlush= */ true, StandardCharsets.UTF_8);
    Streams streams = new Streams(InputStream.nullInputStream(), out, out, Shell.Input.PIPE);
    int status = ZdbCommand.run(streams, args);
    return status
        + ": "
        + printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private String url() {
    return "jdbc:zdb:file:" + folder.resolve("db");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, name FROM t ORDER BY id")) {
      while (rows.next()) {
        found.add(rows.getString(1) + "|" + rows.getString(2));
      }
    }
    return found;
  }
}
