package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import dev.zdb.sql.exec.Plan;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can be reached from a plan: a cache keeps plans for long, and a single node of Calcite's
 * algebra would keep its planner, its catalog and all that these know.
 */
final class PlanContentsTest {
  /** Of columns, so that nothing is folded. */
  private static final String FUNCTIONS =
      "SELECT UPPER(name), INITCAP(name), SUBSTRING(name FROM 2 FOR 3), TRIM(name),"
          + " CHAR_LENGTH(name), POSITION('a' IN name), name || 'x', REPLACE(name, 'a', 'b'),"
          + " name LIKE ? ESCAPE '!', ABS(price), ROUND(price, 1), FLOOR(price), MOD(id, 3),"
          + " POWER(2, id), SQRT(id), price * price / 3, EXTRACT(YEAR FROM born),"
          + " born + INTERVAL '1' DAY, CAST(price AS VARCHAR(20)), CAST(name AS DATE),"
          + " CAST(born AS TIMESTAMP), CURRENT_DATE, CURRENT_TIMESTAMP, COALESCE(name, 'z'),"
          + " NULLIF(id, ?), CASE WHEN id > 3 THEN 1 ELSE 2 END, id IN (1, 2, ?), NOT (id = 7),"
          + " price BETWEEN 1 AND ? OR born IS NULL FROM sample WHERE id < ?";

  private static final List<String> CHANGES =
      List.of(
          "INSERT INTO sample VALUES (?, ?, 1 + ?, DATE '2026-11-21')",
          "INSERT INTO sample (id) SELECT id + 100 FROM sample WHERE price > ?",
          "UPDATE sample SET price = price + ?, name = UPPER(?) WHERE id = ?",
          "UPDATE sample SET price = (SELECT MAX(s.price) FROM sample s WHERE s.id < sample.id)",
          "DELETE FROM sample WHERE id = ?",
          "DELETE FROM sample WHERE price IN (SELECT price FROM sample WHERE born > ?)");

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/plans"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void noPlanOfAScriptHoldsAnythingOfCalcite(Path file) throws IOException {
    int plans = 0;
    try (SqlSession session = Script.session()) {
      for (Script.Step step : Script.parse(Files.readString(file)).steps()) {
        Plan plan = planOf(session, step.statement());
        if (plan != null) {
          assertThat(foreignIn(plan)).as("%s line %d", file, step.line()).isEmpty();
          plans++;
        }
        Script.run(session, step.statement());
      }
    }
    assertThat(plans).isPositive();
  }

  @Test
  void noExpressionAndNoChangeHoldsAnythingOfCalcite() {
    try (SqlSession session = Script.session()) {
      Script.run(
          session,
          "CREATE TABLE sample (id INTEGER PRIMARY KEY, name VARCHAR(9) DEFAULT 'a' || 'b',"
              + " price DECIMAL(9, 2) DEFAULT 1.5 CHECK (price > 0), born DATE UNIQUE)");
      assertThat(foreignIn(Objects.requireNonNull(planOf(session, FUNCTIONS)))).isEmpty();
      for (String change : CHANGES) {
        Plan plan = Objects.requireNonNull(planOf(session, change), change);
        assertThat(foreignIn(plan)).as(change).isEmpty();
      }
    }
  }

  /** What a prepared statement keeps; null if the text is refused. */
  private static @Nullable Plan planOf(SqlSession session, String text) {
    try (PreparedSql prepared = session.prepare(text)) {
      Field plan = prepared.getClass().getDeclaredField("plan");
      plan.setAccessible(true);
      return (Plan) plan.get(prepared);
    } catch (SqlProblem refused) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** The classes of all that is reached from a plan and is neither ours nor a plain value. */
  private static Set<String> foreignIn(Plan plan) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(plan));
    Set<String> foreign = new TreeSet<>();
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (seen.add(next)) {
        String type = next.getClass().getName();
        if (!type.startsWith("dev.zdb.") && !type.startsWith("java.") && !type.startsWith("[")) {
          foreign.add(type);
        }
        partsOf(next).forEach(open::push);
      }
    }
    assertThat(seen).hasSizeGreaterThan(1);
    return foreign;
  }

  private static Collection<Object> partsOf(Object whole) {
    Stream<@Nullable Object> parts;
    if (whole instanceof Collection<?> many) {
      parts = many.stream().map(part -> part);
    } else if (whole instanceof Map<?, ?> map) {
      parts = Stream.concat(map.keySet().stream(), map.values().stream());
    } else if (whole instanceof AtomicReference<?> reference) {
      parts = Stream.of(new Object[] {reference.get()});
    } else if (whole instanceof Object[] array) {
      parts = Arrays.stream(array);
    } else if (whole.getClass().getName().startsWith("java.")) {
      assertThat(isPlain(whole)).as("what is inside %s?", whole.getClass()).isTrue();
      parts = Stream.empty();
    } else {
      parts = fieldsOf(whole);
    }
    return parts.filter(Objects::nonNull).toList();
  }

  /** Whether nothing of others can be in it. */
  private static boolean isPlain(Object value) {
    String type = value.getClass().getName();
    return value instanceof Comparable || type.startsWith("java.time.") || value instanceof Class;
  }

  private static Stream<@Nullable Object> fieldsOf(Object whole) {
    Stream.Builder<@Nullable Object> values = Stream.builder();
    for (Class<?> type = whole.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean isOurs = type.getName().startsWith("dev.zdb.");
        if (isOurs && !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          try {
            values.add(field.get(whole));
          } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
          }
        }
      }
    }
    return values.build();
  }
}
