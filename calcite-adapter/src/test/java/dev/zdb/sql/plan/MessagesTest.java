package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the sentences of errors to {@code messages.test} and {@code refusals.test}, and what no
 * sentence may contain.
 */
final class MessagesTest {
  private static final Pattern JARGON =
      Pattern.compile("Sql[A-Z]|Rex[A-Z]|Rel[A-Z]|calcite|NOT NULL|was expecting|\\$|Exception");

  @ParameterizedTest
  @ValueSource(strings = {"messages.test", "refusals.test"})
  void everyErrorIsASentenceThatNamesTheThing(String file) throws IOException {
    Script script = Script.parse(Files.readString(Path.of("src/test/resources", file)));
    List<String> wrong = new ArrayList<>();

    try (SqlSession session = Script.session()) {
      for (Script.Step step : script.steps()) {
        String said = said(session, step.statement());
        if (!List.of(said).equals(step.expected()) || JARGON.matcher(said).find()) {
          wrong.add(step.statement() + " => " + said);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static String said(SqlSession session, String statement) {
    try {
      session.execute(statement, new Object[0], ExecuteOptions.defaults());
      return "count 0";
    } catch (SqlProblem e) {
      String place =
          e.line() == 0 ? "" : String.format(Locale.ROOT, " %d:%d", e.line(), e.column());
      return e.code().sqlState() + place + " " + e.getMessage();
    }
  }
}
