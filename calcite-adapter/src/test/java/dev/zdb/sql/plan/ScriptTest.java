package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every script under {@code plans} gives what it says. */
final class ScriptTest {
  @TestFactory
  List<DynamicNode> everyStatementGivesWhatItsScriptSays() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/plans"))) {
      return files.sorted().map(ScriptTest::of).toList();
    }
  }

  private static DynamicNode of(Path file) {
    SqlSession session = Script.session();
    Stream<DynamicTest> steps =
        script(file).steps().stream()
            .map(
                step ->
                    DynamicTest.dynamicTest(
                        step.line() + ": " + step.statement(),
                        () ->
                            assertThat(Script.run(session, step.statement()))
                                .as("%s line %d: %s", file, step.line(), step.statement())
                                .isEqualTo(step.expected())));
    return DynamicContainer.dynamicContainer(
        file.getFileName().toString(), steps.onClose(session::close));
  }

  private static Script script(Path file) {
    try {
      return Script.parse(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
