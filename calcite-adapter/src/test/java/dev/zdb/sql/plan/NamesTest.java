package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Words that are names without quotes, and those that are not. */
final class NamesTest {
  private static final Pattern WORD = Pattern.compile("\"([A-Z_0-9]+)\"");
  private static final Pattern CODE = Pattern.compile("`([A-Z_0-9]+)`");

  /** A column that is called so would begin like a constraint. */
  private static final String HALF_FREE = "CONSTRAINT";

  @Test
  void everyFreedWordNamesTablesColumnsAndAliases() throws IOException {
    String grammar = Files.readString(Path.of("src/main/codegen/config.fmpp"));
    int from = grammar.indexOf("nonReservedKeywordsToAdd");
    Matcher words = WORD.matcher(grammar.substring(from, grammar.indexOf(']', from)));
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    try (SqlSession session = Script.session()) {
      while (words.find()) {
        if (!words.group(1).equals(HALF_FREE)) {
          tried++;
          // SKIP, of which the grammar has another already, ends in a bar there.
          wrong.addAll(failures(session, words.group(1).replaceFirst("_$", "")));
        }
      }
    }

    assertThat(tried).isGreaterThan(200);
    assertThat(wrong).isEmpty();
  }

  private static List<String> failures(SqlSession session, String word) {
    List<String> failures = new ArrayList<>();
    for (String pattern :
        List.of(
            "CREATE TABLE w (w INT PRIMARY KEY, o INT, CHECK (w > 0))",
            "INSERT INTO w (w, o) VALUES (1, 2)",
            "SELECT x.w AS w FROM w AS x WHERE w = 1 ORDER BY w",
            "SELECT w.o w FROM w w GROUP BY w.o",
            "SELECT w, w + 1, w - 1, -w, CASE w WHEN w THEN w ELSE w END FROM w ORDER BY w DESC",
            "SELECT SUM(w), MAX((w)) FROM w WHERE (w = 1 OR w IN (w, 2)) AND w IS NOT NULL",
            "SELECT COALESCE(w, 1), ABS(w) FROM (SELECT w FROM w) w WHERE w BETWEEN w AND w",
            "SELECT (SELECT MAX(x.w) FROM w x WHERE x.w = w.w) FROM w JOIN w y USING (w)",
            "UPDATE w SET w = 2 WHERE w = 1",
            "DROP TABLE w")) {
      String statement = pattern.replaceAll("\\bw\\b", word);
      String found = Script.run(session, statement).get(0);
      if (found.startsWith("error")) {
        failures.add(statement + " => " + found);
      }
    }
    return failures;
  }

  /** Those of which {@code docs/words.md} says so. */
  @Test
  void whatIsReservedIsANameInQuotes() throws IOException {
    Matcher words = CODE.matcher(Files.readString(Path.of("docs/words.md")));
    try (SqlSession session = Script.session()) {
      while (words.find()) {
        String word = words.group(1);
        assertThat(Script.run(session, "CREATE TABLE t (" + word + " INT)").get(0))
            .as(word)
            .startsWith(word.equals("LIKE") ? "error 0A000" : "error 42601"); // a clause there
        String quoted = '"' + word + '"';
        assertThat(Script.run(session, "CREATE TABLE " + quoted + " (" + quoted + " INT)"))
            .as(quoted)
            .containsExactly("count 0");
      }
    }
  }
}
