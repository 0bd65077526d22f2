package dev.zdb.jdbc.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
  @Test
  void statementsEndAtSemicolonsAndKnowTheirLine() throws IOException {
    assertThat(statements("SELECT 1;\n\n  SELECT\n2 ;SELECT 3"))
        .containsExactly("1: SELECT 1", "3: SELECT\n2", "4: SELECT 3");
  }

  @Test
  void aSemicolonWithinQuotesOrACommentEndsNothing() throws IOException {
    assertThat(statements("SELECT ';', 'it''s;', \"a;b\" -- no; not here\n, 2 /* nor; here */;"))
        .containsExactly("1: SELECT ';', 'it''s;', \"a;b\" -- no; not here\n, 2 /* nor; here */");
  }

  @Test
  void blanksAndCommentsAloneAreNoStatement() throws IOException {
    assertThat(statements(" ; ;\n-- nothing; at all\n/* nor\nhere */ ;\nSELECT 1;\n-- the end"))
        .containsExactly("5: SELECT 1");
  }

  @Test
  void aDivisionAndAMinusAreNoComment() throws IOException {
    assertThat(statements("SELECT 4/2-1;")).containsExactly("1: SELECT 4/2-1");
  }

  private static List<String> statements(String text) throws IOException {
    SqlScript script = new SqlScript(new StringReader(text));
    List<String> found = new ArrayList<>();
    for (SqlScript.@Nullable Statement next = script.next(); next != null; next = script.next()) {
      found.add(next.line() + ": " + next.text());
    }
    return found;
  }
}
