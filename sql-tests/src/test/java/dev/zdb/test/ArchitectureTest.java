package dev.zdb.test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.zdb.kv.testing.FloorPlan;
import java.io.IOException;

/** The floor plan of the tests; the plan is the table in {@code ARCHITECTURE.md}. */
@AnalyzeClasses(packages = "dev.zdb.test")
final class ArchitectureTest {
  @ArchTest
  static void eachRoomKnowsOnlyThoseInItsRow(JavaClasses types) throws IOException {
    FloorPlan.of("dev.zdb.test").holdsFor(types);
  }
}
