package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.exec.Plan;
import dev.zdb.sql.plan.QueryPlanner;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanCacheTest {
  private static final String SHORT = "VALUES (1)";

  private final Catalog catalog = new Catalog("TEST", 1, List.of());

  private Plan plan(PlanCache cache, String text) {
    return cache.plan(text, catalog, Catalog.PUBLIC, () -> {});
  }

  @Test
  void theSameTextHasTheSamePlanWhereCatalogAndSchemaAreTheSame() {
    PlanCache cache = new PlanCache(new QueryPlanner());
    Plan plan = plan(cache, SHORT);

    assertThat(plan(cache, SHORT)).isSameAs(plan);
    assertThat(cache.plan(SHORT, catalog, Catalog.INFORMATION_SCHEMA, () -> {})).isNotSameAs(plan);
    Catalog changed = new Catalog("TEST", 2, List.of());
    Plan ofChanged = cache.plan(SHORT, changed, Catalog.PUBLIC, () -> {});
    assertThat(ofChanged).isNotSameAs(plan);
    assertThat(cache.plan(SHORT, changed, Catalog.PUBLIC, () -> {})).isSameAs(ofChanged);
  }

  @Test
  void ofTooManyPlansThoseUsedLongestAgoGo() {
    PlanCache cache = new PlanCache(new QueryPlanner());
    Plan used = plan(cache, SHORT);
    Plan unused = plan(cache, "VALUES (-1)");
    for (int i = 0; i < 1_100; i++) {
      plan(cache, "VALUES (" + i + ", 0)");
      assertThat(plan(cache, SHORT)).isSameAs(used);
    }

    assertThat(plan(cache, "VALUES (-1)")).isNotSameAs(unused);
  }

  @Test
  void largePlansTakeTheRoomOfManySmallOnes() {
    PlanCache cache = new PlanCache(new QueryPlanner(), 200_000);
    Plan small = plan(cache, SHORT);
    Plan first = plan(cache, large(1));
    assertThat(plan(cache, large(1))).isSameAs(first);
    assertThat(plan(cache, SHORT)).isSameAs(small);

    Plan second = plan(cache, large(2));

    assertThat(plan(cache, large(2))).isSameAs(second);
    assertThat(plan(cache, SHORT)).isSameAs(small);
    assertThat(plan(cache, large(1))).isNotSameAs(first);
  }

  /** A text of 4,000 characters, more than half of 200,000 bytes as a plan. */
  private static String large(int number) {
    return "VALUES (" + number + ")" + ", (1)".repeat(800);
  }
}
