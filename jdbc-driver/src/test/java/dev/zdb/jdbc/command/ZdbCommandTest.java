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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Help, and the exit status: 0 done, 1 failed, 2 misuse, with a line that says why. */
class ZdbCommandTest {
  private static final int LINES_OF_A_SCREEN = 24;
  private static final int COLUMNS_OF_A_SCREEN = 80;

  @TempDir Path folder;

  /** What a command line came to. */
  private record Ended(int status, String output) {}

  @ParameterizedTest
  @CsvSource({
    "'', shell run import check server demo version --help --version",
    "shell, URL -f --outputformat",
    "run, FILE.sql|- URL",
    "import, FILE.csv URL TABLE --delimiter --quote --no-header --null --encoding --skip-bad-rows",
    "check, PATH",
    "server, --data --listen",
    "demo, --scale --dir",
    "version, --version"
  })
  void helpIsAScreenThatNamesWhatThereIs(String command, String words) {
    Ended help = command.isEmpty() ? zdb("--help") : zdb(command, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.output()).startsWith("Usage: zdb").contains(words.split(" "));
    assertThat(help.output().lines())
        .hasSizeLessThanOrEqualTo(LINES_OF_A_SCREEN)
        .allMatch(line -> line.length() <= COLUMNS_OF_A_SCREEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                  | zdb has no command 'nonsense'
          imprt                                     | the nearest is 'import'
          --nonsense                                | Unknown option: '--nonsense'
          run                                       | Missing required parameters: 'FILE.sql
          run -                                     | Missing required parameter: 'URL'
          run - jdbc:zdb:mem: more                  | Unmatched argument at index 3: 'more'
          run --nonsense - jdbc:zdb:mem:            | Unknown option: '--nonsense'
          run - jdbc:other:x                        | 'jdbc:other:x' is no jdbc:zdb: URL
          run - jdbc:zdb:nonsense                   | names no database
          run - jdbc:zdb:mem:?cachSize=1            | did you mean 'cacheSize'?
          import t.csv                              | Missing required parameters: 'URL', 'TABLE'
          import t.csv nonsense t                   | 'nonsense' is no jdbc:zdb: URL
          import t.csv jdbc:zdb:mem: a.b.c.d        | 'a.b.c.d' is no name of a table
          import t.csv jdbc:zdb:mem: t --quote ab   | Invalid value for option '--quote'
          check                                     | Missing required parameter: 'PATH'
          server                                    | Missing required option: '--data=DIR'
          server --data d --listen nonsense         | HOST:PORT is expected
          server --data d --listen 127.0.0.1:70000  | HOST:PORT is expected
          demo --scale x                            | Invalid value for option '--scale'
          demo --scale 0                            | --scale is to be at least
          version more                              | Unmatched argument at index 1: 'more'
          shell nonsense                            | 'nonsense' is no URL
          shell jdbc:zdb:mem: jdbc:zdb:mem:         | is a second URL
          shell --maxwith=3                         | the nearest is '--maxWidth'
          shell -q                                  | the shell has no option '-q'
          jdbc:zdb:mem: --nonsense                  | the shell has no option '--nonsense'
          """)
  void misuseIsToldInALineOrTwo(String line, String told) {
    Ended ended = zdb(line.split(" "));

    assertThat(ended.output()).contains(told);
    assertThat(ended.output().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(ended.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run DIR/none.sql jdbc:zdb:mem:                    | there is no file
          run DIR/bad.sql jdbc:zdb:mem:                     | bad.sql:2: error 42703: there is no column NOPE
          run DIR/good.sql jdbc:zdb:file:DIR/none?create=never | error 3D000: there is no directory
          run DIR/good.sql jdbc:zdb:file:DIR/good.sql       | good.sql
          import DIR/none.csv jdbc:zdb:mem: t               | there is no file
          import DIR/bad.csv jdbc:zdb:mem: t                | bad.csv:3:
          check DIR/none                                    | there is no directory
          check DIR                                         | holds other files
          server --data DIR/bad.csv --listen 127.0.0.1:0    | is a file
          server --data DIR/d --listen 8.8.8.8:0            | does not listen on 8.8.8.8
          demo --dir DIR                                    | exists; name a new directory
          """)
  void whatFailedIsToldWithoutATrace(String line, String told) throws IOException {
    Files.writeString(folder.resolve("good.sql"), "SELECT 1;\n");
    Files.writeString(folder.resolve("bad.sql"), "SELECT 1;\nSELECT nope;\n");
    Files.writeString(folder.resolve("bad.csv"), "id,name\n1,a\n2\n");

    Ended ended = zdb(line.replace("DIR", folder.toString()).split(" "));

    assertThat(ended.output()).contains(told).doesNotContain("\tat ", "Exception");
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void whatIsDoneEndsWithZero() throws IOException {
    Path script = Files.writeString(folder.resolve("good.sql"), "CREATE TABLE t (k INT);\n");
    Path csv = Files.writeString(folder.resolve("good.csv"), "k\n1\n");
    String url = "jdbc:zdb:file:" + folder.resolve("db");

    for (List<String> line :
        List.of(
            List.of("run", script.toString(), url),
            List.of("import", csv.toString(), url, "t"),
            List.of("check", folder.resolve("db").toString()),
            List.of("version"))) {
      Ended ended = zdb(line.toArray(new String[0]));
      assertThat(ended.status()).as(line + ": " + ended.output()).isZero();
    }
  }

  private static Ended zdb(String... args) {
    String[] given = Arrays.stream(args).filter(arg -> !arg.isEmpty()).toArray(String[]::new);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, /* autoFlush= */ true, StandardCharsets.UTF_8);
    int status =
        ZdbCommand.run(
            new Streams(InputStream.nullInputStream(), out, out, Shell.Input.PIPE), given);
    return new Ended(status, printed.toString(StandardCharsets.UTF_8));
  }
}
