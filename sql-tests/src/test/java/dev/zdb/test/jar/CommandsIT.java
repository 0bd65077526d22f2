package dev.zdb.test.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person meets them: exit statuses, Ctrl-C, and a terminal or none. */
@Timeout(180)
@Tag("slow")
class CommandsIT {
  /** A query that ends with the machine. */
  private static final String ENDLESS =
      "SELECT COUNT(*) FROM t a, t b, t c, t d, t e, t f, t g, t h WHERE a.k + h.k < 0;";

  @TempDir Path folder;

  @Test
  void theExitStatusIsThatOfTheCommand() throws Exception {
    assertThat(OneJar.run("", OneJar.command("version")).status()).isZero();
    assertThat(OneJar.run("SELECT nope;", OneJar.command("run", "-", "jdbc:zdb:mem:")).status())
        .isEqualTo(1);
    assertThat(OneJar.run("", OneJar.command("run", "-")).status()).isEqualTo(2);
  }

  @Test
  void ctrlCEndsAScriptAtOnceAndLeavesAWholeDatabase() throws Exception {
    Path script = folder.resolve("long.sql");
    Files.writeString(script, numbers() + ENDLESS);
    try (Running run = Running.start(interruptible("run", script.toString(), url()))) {
      run.await("40 rows changed");
      run.interrupt();

      assertThat(run.status()).isEqualTo(130);
    }
    OneJar.Ended check = OneJar.run("", OneJar.command("check", folder.resolve("db").toString()));
    assertThat(check.output()).contains("1 tables", "40 rows", "no problems");
    assertThat(check.status()).isZero();
  }

  @Test
  void ctrlCEndsAServerInOrder() throws Exception {
    String data = folder.resolve("data").toString();
    try (Running server =
        Running.start(interruptible("server", "--data", data, "--listen", "127.0.0.1:0"))) {
      String address = server.await("\n").strip().replaceFirst("listening on ", "");
      String shop = "jdbc:zdb://" + address + "/shop";
      assertThat(OneJar.run(numbers(), OneJar.command("run", "-", shop)).status()).isZero();
      server.interrupt();

      server.await("stopped");
      assertThat(server.status()).isZero();
    }
  }

  @Test
  void ctrlCInTheShellCancelsTheStatementAlone() throws Exception {
    try (Running shell = Running.start(OneJar.onTerminal(interruptible("jdbc:zdb:mem:")))) {
      shell.await("> ");
      shell.type(numbers());
      shell.await("40 rows affected");
      shell.type(ENDLESS + "\n");
      shell.await("h.k < 0");
      shell.typeUntil("\u0003", "57014");
      shell.type("SELECT 6 * 7 AS answer;\n");
      assertThat(shell.await("1 row selected")).contains("| ANSWER |", "| 42     |");
      shell.type("!quit\n");

      assertThat(shell.status()).isZero();
    }
  }

  @Test
  void aTerminalSeesABarToItsEndAndAPipeNone() throws Exception {
    StringBuilder rows = new StringBuilder("k,v\n");
    for (int i = 0; i < 50_000; i++) {
      rows.append(i).append(",some text\n");
    }
    Path csv = Files.writeString(folder.resolve("t.csv"), rows);

    OneJar.Ended piped = OneJar.run("", OneJar.command("import", csv.toString(), url(), "piped"));
    assertThat(piped.output()).isEqualTo("50000 rows loaded into PIPED\n");

    try (Running seen =
        Running.start(OneJar.onTerminal(OneJar.command("import", csv.toString(), url(), "seen")))) {
      String output = seen.await("rows loaded into SEEN");
      for (String pass : List.of("check", "load")) {
        assertThat(output.split("\n", -1))
            .as(output)
            .filteredOn(line -> line.contains(pass + " 100%"))
            .singleElement()
            .asString()
            .matches("(?s).*" + pass + " 100% [^%]*"); // what is last on the line
      }
      assertThat(seen.status()).isZero();
    }
  }

  private String url() {
    return "jdbc:zdb:file:" + folder.resolve("db");
  }

  /** A script that makes a table of forty rows. */
  private static String numbers() {
    StringBuilder script = new StringBuilder("CREATE TABLE t (k INT PRIMARY KEY);\n");
    script.append("INSERT INTO t VALUES (0)");
    for (int i = 1; i < 40; i++) {
      script.append(", (").append(i).append(')');
    }
    return script.append(";\n").toString();
  }

  /** A command that hears SIGINT even where these tests were started in the background. */
  private static List<String> interruptible(String... arguments)
      throws IOException, InterruptedException {
    List<String> hearing = new ArrayList<>(List.of("env", "--default-signal=INT"));
    assumeTrue(
        OneJar.run("", List.of("sh", "-c", "env --default-signal=INT true")).status() == 0,
        "this machine's env has no --default-signal");
    hearing.addAll(OneJar.command(arguments));
    return hearing;
  }
}
