package dev.zdb.sql.rex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSetOperator;
import org.junit.jupiter.api.Test;

final class ZdbOperatorTableTest {
  /** Those of other values each time, of groups, or (TRANSLATE3) of another name in SQL. */
  private static final Set<String> NOT_IN_FILES =
      Set.of(
          "RAND",
          "RANDOM",
          "RANDOM_UUID",
          "GEN_RANDOM_UUID",
          "GROUPING",
          "GROUPING_ID",
          "TRANSLATE3");

  /** What is part of other expressions or of queries, or has no value by itself. */
  private static final Set<String> OF_SYNTAX =
      Set.of(
          "$LiteralChain",
          "$SCALAR_QUERY",
          "AS",
          "CUBE",
          "DEFAULT",
          "DESC",
          "ESCAPE",
          "EXISTS",
          "FILTER",
          "GROUPING SETS",
          "INTERVAL",
          "LATERAL",
          "NULLS FIRST",
          "NULLS LAST",
          "OVER",
          "ROLLUP",
          "ROW",
          "TABLE",
          "UNIQUE",
          "VALUES",
          "WITHIN GROUP");

  private static final Set<String> WITHOUT_ARGUMENTS =
      Set.of(
          "PI",
          "CURRENT_CATALOG",
          "CURRENT_SCHEMA",
          "CURRENT_USER",
          "SESSION_USER",
          "SYSTEM_USER",
          "USER",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "LOCALTIME",
          "LOCALTIMESTAMP",
          "NOW");

  @Test
  void everyFunctionOfTheTableIsHeldToAValueInTheFiles() throws IOException {
    StringBuilder files = new StringBuilder();
    for (Path file : ExpressionsTest.files()) {
      files.append(Files.readString(file));
    }

    assertThat(missingIn(files.toString())).isEmpty();
  }

  @Test
  void everyFunctionWithArgumentsIsHeldToWhatItMakesOfNull() throws IOException {
    String nulls = Files.readString(Path.of("src/test/resources/expressions/nulls.test"));

    assertThat(missingIn(nulls)).isSubsetOf(WITHOUT_ARGUMENTS);
  }

  @Test
  void everyOperatorIsHeldToWhatItMakesOfNull() throws IOException {
    String nulls = Files.readString(Path.of("src/test/resources/expressions/nulls.test"));
    String words = ' ' + nulls.replaceAll("=> |[(),\n]", " ").replaceAll(" +", " ");

    assertThat(operators())
        .contains("AND", "IS NOT NULL", "<= SOME", "||")
        .allMatch(words::contains);
  }

  /** Those that are no functions and make a value of values. */
  private static List<String> operators() {
    return ZdbOperatorTable.instance().getOperatorList().stream()
        .filter(operator -> !(operator instanceof SqlFunction))
        .filter(operator -> !(operator instanceof SqlSetOperator))
        .map(operator -> operator.getName().replace(" ASYMMETRIC", ""))
        .filter(name -> !OF_SYNTAX.contains(name))
        .distinct()
        .toList();
  }

  private static List<String> missingIn(String text) {
    Set<String> words =
        new HashSet<>(List.of(text.toUpperCase(Locale.ROOT).split("[^A-Z0-9_]+", -1)));
    return ZdbOperatorTable.instance().getOperatorList().stream()
        .filter(operator -> operator instanceof SqlFunction)
        .filter(operator -> !(operator instanceof SqlAggFunction))
        .map(SqlOperator::getName)
        .filter(name -> !NOT_IN_FILES.contains(name))
        .filter(name -> !words.contains(name.replace("\"", "")))
        .distinct()
        .toList();
  }
}
