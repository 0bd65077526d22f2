package dev.zdb.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.zdb.kv.testing.FloorPlan;
import java.io.IOException;

/** The floor plan of the driver as a test; the plan is the table in {@code ARCHITECTURE.md}. */
@AnalyzeClasses(packages = "dev.zdb.jdbc", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static void eachRoomKnowsOnlyThoseInItsRow(JavaClasses types) throws IOException {
    FloorPlan.of("dev.zdb.jdbc").holdsFor(types);
  }

  @ArchTest
  static void mannersHold(JavaClasses types) {
    FloorPlan.mannersHoldFor(types);
  }

  @ArchTest
  static final ArchRule THE_DRIVER_KNOWS_OF_SQL_THE_WAIST_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.zdb.jdbc.url..", "dev.zdb.jdbc.convert..", "dev.zdb.jdbc.driver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.zdb.sql",
              "dev.zdb.sql.catalog..",
              "dev.zdb.sql.codec..",
              "dev.zdb.sql.exec..",
              "dev.zdb.sql.expr..",
              "dev.zdb.sql.plan..",
              "dev.zdb.sql.value..",
              "dev.zdb.kv..");

  @ArchTest
  static final ArchRule THE_DRIVER_NEEDS_THE_JDK_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.zdb.jdbc.url..", "dev.zdb.jdbc.convert..", "dev.zdb.jdbc.driver..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..", "javax..", "dev.zdb..", "org.jspecify..", "com.google.errorprone..");
}
