package dev.zdb.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.zdb.kv.testing.FloorPlan;
import dev.zdb.sql.SqlEngine;
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

  /** Those that open databases know one class more. */
  @ArchTest
  static final ArchRule ALL_KNOW_OF_SQL_THE_WAIST_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.zdb.sql..", "dev.zdb.kv..", "org.apache.calcite..")
                  .and(not(resideInAPackage("dev.zdb.sql.api")))
                  .and(not(equivalentTo(SqlEngine.class))));

  @ArchTest
  static final ArchRule DATABASES_ARE_OPENED_BY_THE_ROOT_THE_SERVER_AND_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.zdb.jdbc", "dev.zdb.jdbc.server..", "dev.zdb.jdbc.command..")
          .should()
          .dependOnClassesThat(equivalentTo(SqlEngine.class));

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
