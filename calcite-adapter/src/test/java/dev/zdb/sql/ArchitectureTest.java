package dev.zdb.sql;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.zdb.kv.testing.FloorPlan;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.calcite.jdbc.CalciteSchema;

/** The floor plan of the SQL layer as a test; the plan is the table in {@code ARCHITECTURE.md}. */
@AnalyzeClasses(packages = "dev.zdb.sql", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> ARE_WRITTEN_BY_JAVACC =
      DescribedPredicate.describe(
          "are written by JavaCC",
          type ->
              type.getPackageName().equals("dev.zdb.sql.parse")
                  && Stream.of(
                          "GeneratedParser",
                          "ParseException",
                          "SimpleCharStream",
                          "Token",
                          "TokenMgrError")
                      .anyMatch(name -> type.getName().contains(".parse." + name)));

  @ArchTest
  static void eachRoomKnowsOnlyThoseInItsRow(JavaClasses types) throws IOException {
    FloorPlan.of("dev.zdb.sql").holdsFor(types);
  }

  @ArchTest
  static void mannersHold(JavaClasses types) {
    FloorPlan.mannersHoldFor(types.that(not(ARE_WRITTEN_BY_JAVACC)));
  }

  @ArchTest
  static final ArchRule NOTHING_OF_CALCITE_IN_EXECUTION =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.zdb.sql.api..",
              "dev.zdb.sql.value..",
              "dev.zdb.sql.codec..",
              "dev.zdb.sql.catalog..",
              "dev.zdb.sql.expr..",
              "dev.zdb.sql.exec..",
              "dev.zdb.sql.scan..",
              "dev.zdb.sql.write..",
              "dev.zdb.sql.ddl..",
              "dev.zdb.sql")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.calcite..", "org.codehaus..", "com.google.common..");

  /** On a class path the engine's module descriptor hides nothing: this is the wall. */
  @ArchTest
  static final ArchRule OF_THE_ENGINE_ITS_INTERFACE_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.zdb.kv..")
                  .and(not(resideInAnyPackage("dev.zdb.kv", "dev.zdb.kv.api"))));

  /** Calcite's validator looks tables up in a CalciteSchema and in nothing else. */
  @ArchTest
  static final ArchRule NO_ENUMERABLE_NO_BINDABLE_NO_JANINO =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "org.apache.calcite.adapter.enumerable..",
                      "org.apache.calcite.interpreter..",
                      "org.apache.calcite.jdbc..",
                      "org.codehaus..")
                  .and(not(equivalentTo(CalciteSchema.class))));
}
