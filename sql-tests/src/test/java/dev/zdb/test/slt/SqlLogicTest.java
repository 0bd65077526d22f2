package dev.zdb.test.slt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sqllogictest scripts. What is not passed yet stands in {@code slt/not-passed.txt}, a line
 * "script:line reason" for each, and nothing else may fail; nor may what stands there pass.
 */
@Tag("slow")
class SqlLogicTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "test/select1.test",
        "test/select2.test",
        "test/select3.test",
        "test/select4.test",
        "test/select5.test",
        "test/evidence/in1.test",
        "test/evidence/in2.test",
        "test/evidence/slt_lang_aggfunc.test",
        "test/evidence/slt_lang_createtrigger.test",
        "test/evidence/slt_lang_createview.test",
        "test/evidence/slt_lang_dropindex.test",
        "test/evidence/slt_lang_droptable.test",
        "test/evidence/slt_lang_droptrigger.test",
        "test/evidence/slt_lang_dropview.test",
        "test/evidence/slt_lang_reindex.test",
        "test/evidence/slt_lang_replace.test",
        "test/evidence/slt_lang_update.test"
      })
  void eachRecordGivesWhatTheScriptSaysButThoseListed(String script)
      throws SQLException, IOException {
    run(script, Place.MEMORY);
  }

  @ParameterizedTest
  @EnumSource(names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
  void theFirstScriptGivesTheSameInEveryPlace(Place place) throws SQLException, IOException {
    run("test/select1.test", place);
  }

  @Test
  void theListSaysHowManyStandInIt() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src", "test", "resources", "slt", "not-passed.txt"));

    assertThat(lines.get(0)).startsWith("# " + (lines.size() - 1) + " records ");
  }

  private static void run(String script, Place place) throws SQLException, IOException {
    List<SltRecord> records = SltScript.read(script);
    Map<Integer, String> failures;
    try (Place.Database database = place.open();
        Connection connection = database.connect()) {
      failures = SltRun.run(records, connection);
    }

    Map<Integer, String> listed = listed(script);
    Map<Integer, String> unlisted = new TreeMap<>(failures);
    unlisted.keySet().removeAll(listed.keySet());
    assertThat(unlisted).as("failures of %d records that are not listed", records.size()).isEmpty();
    assertThat(failures.keySet()).as("listed, and failing still").isEqualTo(listed.keySet());
  }

  private static Map<Integer, String> listed(String script) throws IOException {
    Map<Integer, String> listed = new TreeMap<>();
    try (InputStream in = SqlLogicTest.class.getResourceAsStream("/slt/not-passed.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line : reader.lines().toList()) {
        if (line.startsWith(script + ":")) {
          String[] words = line.substring(script.length() + 1).split(" ", 2);
          listed.put(Integer.valueOf(words[0]), words[1]);
        }
      }
    }
    return listed;
  }
}
