package dev.zdb.jdbc.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final String ROWS =
      "SELECT * FROM (VALUES ('a', 10, 'long one'), ('b', 2000, NULL)) AS t (x, amount, text)";

  @Test
  void rowsStandInColumnsWithNumbersToTheRight() throws SQLException {
    assertThat(printed(80))
        .isEqualTo(
            """
            X  AMOUNT  TEXT
            -  ------  --------
            a      10  long one
            b    2000  NULL
            """);
  }

  @Test
  void whatIsWiderThanTheWidthIsFolded() throws SQLException {
    assertThat(printed(10))
        .isEqualTo(
            """
            X  AMOUNT
            -  ------
            a      10
            b    2000

            TEXT
            --------
            long one
            NULL
            """);
  }

  @Test
  void aColumnWiderThanTheWidthIsNotCut() throws SQLException {
    assertThat(printed(1)).contains("AMOUNT\n------\n", "\n\nTEXT\n", "long one\n");
  }

  private static String printed(int width) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Connection db = DriverManager.getConnection("jdbc:zdb:mem:");
        Statement sql = db.createStatement();
        ResultSet rows = sql.executeQuery(ROWS);
        PrintStream out = new PrintStream(bytes, /* autoFlush= */ true, StandardCharsets.UTF_8)) {
      assertThat(ResultTable.print(rows, out, width)).isEqualTo(2);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
