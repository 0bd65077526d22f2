package dev.zdb.kv.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A module's floor plan: the table in its {@code ARCHITECTURE.md}, held against its classes.
 *
 * @param root the module's root package, the roof, which may know every room
 * @param rooms which rooms each room may import
 */
public record FloorPlan(String root, Map<String, Set<String>> rooms) {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\|([^|]*)\\|", Pattern.MULTILINE);

  /** Reads the plan of the module in whose folder the tests run. */
  public static FloorPlan of(String root) throws IOException {
    Map<String, Set<String>> rooms = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("ARCHITECTURE.md")));
    while (row.find()) {
      rooms.put(row.group(1), Set.of(row.group(2).strip().split(",\\s*")));
    }
    return new FloorPlan(root, rooms);
  }

  /** Fails unless each room imports only those of its row, none in a circle, all being in use. */
  public void holdsFor(JavaClasses types) {
    List<String> trespasses = new ArrayList<>();
    Set<String> lived = new TreeSet<>();
    for (var type : types) {
      String from = room(type.getName());
      if (from.isEmpty()) {
        continue;
      }
      lived.add(from);
      assertThat(rooms).as("rooms in ARCHITECTURE.md").containsKey(from);
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        String to = room(dependency.getTargetClass().getName());
        if (!to.isEmpty() && !to.equals(from) && !rooms.getOrDefault(from, Set.of()).contains(to)) {
          trespasses.add(dependency.getDescription());
        }
      }
    }
    assertThat(trespasses).isEmpty();
    assertThat(rooms.keySet()).as("rooms in ARCHITECTURE.md, all lived in").isEqualTo(lived);
    slices().matching(root + ".(*)..").should().beFreeOfCycles().check(types);
  }

  /** Fails on static state that can change and on names that say nothing. */
  public static void mannersHoldFor(JavaClasses types) {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .check(types);
    classes().should().haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager)").check(types);
  }

  private String room(String className) {
    if (!className.startsWith(root + '.')) {
      return "";
    }
    String within = className.substring(root.length() + 1);
    int dot = within.indexOf('.');
    return dot < 0 ? "" : within.substring(0, dot);
  }
}
