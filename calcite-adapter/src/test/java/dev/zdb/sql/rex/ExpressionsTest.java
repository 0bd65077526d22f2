package dev.zdb.sql.rex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.rex.ExpressionBench.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the files in {@code expressions/} is {@code expression => value}. */
final class ExpressionsTest {
  private static final Path FILES = Path.of("src/test/resources/expressions");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyExpressionHasItsValueFoldedAsWrittenAndOfColumns(Path file) {
    ExpressionBench bench = new ExpressionBench();
    List<String> wrong = new ArrayList<>();

    for (String line : lines(file)) {
      String[] parts = line.split(" => ", 2);
      for (Way way : Way.values()) {
        String value = evaluate(bench, parts[0].strip(), way);
        if (!value.equals(parts[1].strip())) {
          wrong.add(line + "   but " + way + ": " + value);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** A crash is one expression's failure, not the whole file's. */
  private static String evaluate(ExpressionBench bench, String expression, Way way) {
    try {
      return bench.evaluate(expression, way);
    } catch (RuntimeException | AssertionError failure) {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return "crash: " + root;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
