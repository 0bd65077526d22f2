package dev.zdb.jdbc.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second computation is held against published answers, where those are at hand. */
class TpchAnswersTest {
  private static final Path PUBLISHED =
      Path.of("..", "..", "shared", "suites", "tpch", "answers", "sf0.01");

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 6, 14})
  void theAnswersAreThoseThatWerePublished(int query) throws IOException {
    Path file = PUBLISHED.resolve(String.format(Locale.ROOT, "q%02d.csv", query));
    assumeTrue(Files.exists(file), "no published answers at hand");

    List<List<Object>> rows = new TpchAnswers(0.01).rows("Q" + query);

    List<String> lines = Files.readAllLines(file);
    assertThat(rows).hasSize(lines.size() - 1);
    for (int i = 0; i < rows.size(); i++) {
      String[] fields = lines.get(i + 1).split("\\|", -1);
      for (int j = 0; j < fields.length; j++) {
        assertThat(shown(rows.get(i).get(j))).isEqualTo(shown(fields[j]));
      }
    }
  }

  /** Money and quotients to four places, which both sides have. */
  private static String shown(Object value) {
    String text = value.toString().strip();
    return text.matches("-?\\d+\\.\\d+")
        ? new BigDecimal(text).setScale(4, RoundingMode.HALF_UP).toString()
        : text;
  }
}
