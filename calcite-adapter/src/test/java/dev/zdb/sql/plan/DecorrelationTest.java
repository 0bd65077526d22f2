package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.catalog.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether correlated sub-queries become joins, without Calcite giving up on any. */
final class DecorrelationTest {
  private static final String T = " FROM (VALUES (1, 2), (2, 3)) AS t(a, b) ";
  private static final String U = " FROM (VALUES (1, 5), (2, 6)) AS u(c, d) ";

  private final QueryPlanner planner = new QueryPlanner();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a, (SELECT max(d)" + U + "WHERE c < a)" + T,
        "SELECT a" + T + "WHERE b > (SELECT avg(d)" + U + "WHERE c = a)",
        "SELECT a" + T + "WHERE EXISTS (SELECT 1" + U + "WHERE c = a) OR b = 3",
        "SELECT a" + T + "WHERE b IN (SELECT d" + U + "WHERE c = a GROUP BY d) OR a = 1"
      })
  void calciteGivesUpOnNoneOfThese(String query) {
    planner.plan(query, new Catalog("DB", /* version= */ 1, List.of()), Catalog.PUBLIC, () -> {});

    assertThat(planner.correlatesKept()).isZero();
  }

  @Test
  void aLimitForEachOuterRowStaysCorrelated() {
    String query = "SELECT a, (SELECT d" + U + "WHERE c = a ORDER BY d LIMIT 1)" + T;

    planner.plan(query, new Catalog("DB", /* version= */ 1, List.of()), Catalog.PUBLIC, () -> {});

    assertThat(planner.correlatesKept()).isOne();
  }

  /** Calcite's decorrelator mixes the branches up and ends with an exception. */
  @Test
  void whatCalciteFailsOnStaysCorrelated() {
    String query =
        "SELECT a IN (SELECT a"
            + U
            + ")"
            + T
            + "UNION ALL SELECT a = 0"
            + T
            + "CROSS JOIN LATERAL (SELECT c"
            + U
            + "WHERE d > a) AS l";

    planner.plan(query, new Catalog("DB", /* version= */ 1, List.of()), Catalog.PUBLIC, () -> {});

    assertThat(planner.correlatesKept()).isOne();
  }
}
