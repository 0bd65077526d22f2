package dev.zdb.test.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL is to do, in the text files of {@code resources/sql}. */
class SqlScriptsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arithmetic",
        "constraints",
        "dates",
        "names",
        "nulls",
        "ranges",
        "strings",
        "subqueries",
        "types"
      })
  void eachRecordGivesWhatTheScriptSays(String topic) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:zdb:mem:")) {
      assertThat(SltRun.run(SltScript.read("sql/" + topic + ".test"), connection)).isEmpty();
    }
  }
}
