package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.catalog.Catalog;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Planning stops when it is told to. */
final class StopCheckTest {
  private static final Catalog EMPTY = new Catalog("DB", /* version= */ 1, List.of());
  private static final Object[] NO_PARAMETERS = {};

  @Test
  void planningStopsWhereverItLooks() {
    QueryPlanner planner = new QueryPlanner();
    int[] looks = {0};
    planner.plan(sum(50), EMPTY, Catalog.PUBLIC, () -> looks[0]++);
    assertThat(looks[0]).isGreaterThan(100);

    for (int last = 1; last <= looks[0]; last += 10) {
      int[] left = {last};
      StopCheck stop =
          () -> {
            if (--left[0] == 0) {
              throw SqlProblem.of(SqlErrorCode.CANCELLED, "told to stop");
            }
          };
      assertThatThrownBy(() -> planner.plan(sum(50), EMPTY, Catalog.PUBLIC, stop))
          .hasMessage("told to stop");
    }
  }

  @Test
  void readingALongTextLooksToo() {
    QueryPlanner planner = new QueryPlanner();
    String values = "VALUES " + "(1),".repeat(10_000);
    int[] looks = {0};

    // It ends too early, so that there is nothing to plan.
    assertThatThrownBy(() -> planner.plan(values, EMPTY, Catalog.PUBLIC, () -> looks[0]++))
        .isInstanceOf(SqlProblem.class);
    assertThat(looks[0]).isGreaterThan(50);

    int[] left = {30};
    StopCheck stop =
        () -> {
          if (--left[0] == 0) {
            throw SqlProblem.of(SqlErrorCode.CANCELLED, "told to stop");
          }
        };
    assertThatThrownBy(() -> planner.plan(values, EMPTY, Catalog.PUBLIC, stop))
        .hasMessage("told to stop");
  }

  @Test
  void aTimeOutEndsPlanning() {
    try (SqlSession session = Script.session()) {
      ExecuteOptions options = ExecuteOptions.defaults();
      ExecuteOptions brief =
          new ExecuteOptions(
              options.maxRows(), options.fetchSize(), /* timeoutMillis= */ 1, options.keys());

      assertThatThrownBy(() -> session.execute(sum(2_400), NO_PARAMETERS, brief))
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CANCELLED))
          .hasMessageContaining("time-out");
      assertThat(Script.run(session, "VALUES 1")).containsExactly("1");
    }
  }

  @Test
  void cancellingEndsPlanning() throws Exception {
    try (SqlSession session = Script.session()) {
      FutureTask<List<String>> outcome = new FutureTask<>(() -> Script.run(session, sum(2_400)));
      new Thread(outcome, "planning").start();
      while (!outcome.isDone()) {
        session.cancel();
        Thread.onSpinWait();
      }

      assertThat(outcome.get()).containsExactly("error 57014");
      assertThat(Script.run(session, "VALUES 1")).containsExactly("1");
    }
  }

  private static String sum(int terms) {
    return IntStream.range(0, terms)
        .mapToObj(i -> "X + " + i)
        .collect(Collectors.joining(" + ", "SELECT ", " FROM (VALUES 1) AS V (X)"));
  }
}
