package dev.zdb.sql.rex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.junit.jupiter.api.Test;

final class ZdbOperatorTableTest {
  /** Those of other values each time, of groups, or (TRANSLATE3) of another name in SQL. */
  private static final Set<String> NOT_IN_FILES =
      Set.of(
          "RAND",
          "RAND_INTEGER",
          "RANDOM",
          "RANDOM_UUID",
          "GEN_RANDOM_UUID",
          "GROUPING",
          "GROUPING_ID",
          "TRANSLATE3");

  @Test
  void everyFunctionOfTheTableIsHeldToAValueInTheFiles() throws IOException {
    String files = "";
    for (Path file : ExpressionsTest.files()) {
      files += Files.readString(file).toUpperCase(Locale.ROOT).replace("\"", "");
    }
    String tested = files;

    List<String> untested =
        ZdbOperatorTable.instance().getOperatorList().stream()
            .filter(operator -> operator instanceof SqlFunction)
            .filter(operator -> !(operator instanceof SqlAggFunction))
            .map(SqlOperator::getName)
            .filter(name -> !NOT_IN_FILES.contains(name))
            .filter(name -> !tested.contains(name))
            .distinct()
            .collect(Collectors.toList());

    assertThat(untested).isEmpty();
  }
}
