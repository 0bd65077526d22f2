package dev.zdb.kv;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.zdb.kv.testing.FloorPlan;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;

/** The engine's floor plan as a test; the plan itself is the table in {@code ARCHITECTURE.md}. */
@AnalyzeClasses(packages = "dev.zdb.kv", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static void eachRoomKnowsOnlyThoseInItsRow(JavaClasses types) throws IOException {
    FloorPlan.of("dev.zdb.kv").holdsFor(types);
  }

  @ArchTest
  static void mannersHold(JavaClasses types) {
    FloorPlan.mannersHoldFor(types);
  }

  @ArchTest
  static final ArchRule ONLY_IO_TOUCHES_THE_DISK =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.zdb.kv.io..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.nio.channels..")
                  .or(belongToAnyOf(Files.class, FileSystem.class, FileSystems.class)));
}
