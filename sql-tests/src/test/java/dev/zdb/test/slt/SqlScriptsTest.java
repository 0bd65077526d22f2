package dev.zdb.test.slt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.test.Place;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL is to do, in the text files of {@code resources/sql}. */
@ParameterizedClass
@EnumSource
class SqlScriptsTest {
  /** JUnit puts each place here in turn. */
  @Parameter Place place = Place.MEMORY;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arithmetic",
        "calcite_bugs",
        "chars",
        "constraints",
        "dates",
        "definitions_refused",
        "identities",
        "information_schema",
        "literals",
        "names",
        "nulls",
        "ranges",
        "strings",
        "subqueries",
        "types"
      })
  void eachRecordGivesWhatTheScriptSays(String topic) throws SQLException, IOException {
    try (Place.Database database = place.open();
        Connection connection = database.connect()) {
      assertThat(SltRun.run(SltScript.read("sql/" + topic + ".test"), connection)).isEmpty();
    }
  }
}
