package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JdbcEscapesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1 | SELECT 1",
        "SELECT {d '2024-02-29'} | SELECT DATE '2024-02-29'",
        "SELECT {t '01:02:03'} | SELECT TIME '01:02:03'",
        "SELECT { TS '2024-02-29 01:02:03' } | SELECT TIMESTAMP '2024-02-29 01:02:03' ",
        "SELECT {fn ucase(x)} | SELECT UPPER(x)",
        "SELECT {fn UCASE({fn lcase(x)})} | SELECT UPPER(LOWER(x))",
        "SELECT {fn mod(1, 2)} | SELECT mod(1, 2)",
        "SELECT {fn now()} | SELECT LOCALTIMESTAMP",
        "SELECT {fn curdate( )}, 1 | SELECT CURRENT_DATE, 1",
        "SELECT * FROM {oj A LEFT JOIN B ON C = D} | SELECT * FROM A LEFT JOIN B ON C = D",
        "A LIKE 'x' {escape '!'} | A LIKE 'x' ESCAPE '!'",
        "{call f(1)} | CALL f(1)",
        "SELECT 1 {limit 5 offset 2} | SELECT 1 LIMIT 5 offset 2",
        "SELECT '{d x}' | SELECT '{d x}'",
        "SELECT 'it''s {d x}' | SELECT 'it''s {d x}'",
        "SELECT \"{d x}\" | SELECT \"{d x}\"",
        "SELECT 1 -- {d x} | SELECT 1 -- {d x}",
        "SELECT /* {d x} */ {d '2024-01-01'} | SELECT /* {d x} */ DATE '2024-01-01'",
        "SELECT {fn ucase('}')} | SELECT UPPER('}')"
      })
  void anEscapeBecomesSql(String given, String expected) throws SQLException {
    assertThat(JdbcEscapes.translate(given).text().strip()).isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT {", "SELECT {x y}", "SELECT {d '2024-01-01'", "SELECT {}"})
  void anEscapeThatCannotBeReadIsRefused(String sql) {
    assertThatThrownBy(() -> JdbcEscapes.translate(sql))
        .isInstanceOf(SQLSyntaxErrorException.class)
        .hasMessageContaining("character 8");
  }

  @Test
  void deepNestingIsRefusedNotOverflowed() {
    assertThatThrownBy(() -> JdbcEscapes.translate("{fn ".repeat(100_000)))
        .isInstanceOf(SQLSyntaxErrorException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | true",
        "  (( values 1 | true",
        "/* UPDATE */ explain x | true",
        "WITH x AS | false",
        "UPDATE T | false",
        "-- SELECT | false"
      })
  void aQueryIsKnownByItsFirstWord(String sql, boolean isQuery) {
    assertThat(SqlScan.beginsLikeQuery(sql)).isEqualTo(isQuery);
  }

  @Test
  void theTargetOfAnInsertIsFound() {
    assertThat(SqlScan.insertTarget("insert into /* x */ a.\"b\"\"C\" (d)"))
        .containsExactly("A", "b\"C");
    assertThat(SqlScan.insertTarget("INSERT INTO t VALUES (1)")).containsExactly("T");
    assertThat(SqlScan.insertTarget("UPDATE t")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT {ts '2024-01-01 00:00:00'}, nope",
        "SELECT {fn now()},\n  {fn ucase({fn lcase(nope)})}",
        "SELECT {d '2024-01-01'},\n\n {fn nope(1)}",
        "SELECT nope, {fn length('x')}",
        "SELECT '{', nope"
      })
  void aFaultIsToldWhereItStandsInWhatWasGiven(String given) throws SQLException {
    TranslatedSql sql = JdbcEscapes.translate(given);
    SqlProblem there = at("nope", sql.text());
    SqlProblem here = at("nope", given);

    assertThatThrownBy(
            () ->
                sql.placing(
                    () -> {
                      throw there;
                    }))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            told -> {
              assertThat(told.line()).isEqualTo(here.line());
              assertThat(told.column()).isEqualTo(here.column());
            });
  }

  @Test
  void aFaultInATranslatedEscapeIsToldWhereTheEscapeBegins() throws SQLException {
    TranslatedSql sql = JdbcEscapes.translate("SELECT 1, {ts 'x'}");
    SqlProblem there = at("TIMESTAMP", sql.text());

    assertThatThrownBy(
            () ->
                sql.placing(
                    () -> {
                      throw there;
                    }))
        .isInstanceOfSatisfying(SqlProblem.class, told -> assertThat(told.column()).isEqualTo(11));
  }

  private static SqlProblem at(String word, String text) {
    int offset = text.indexOf(word);
    int line = (int) text.substring(0, offset).lines().count();
    int start = text.lastIndexOf('\n', offset) + 1;
    return SqlProblem.of(SqlErrorCode.SYNTAX, "wrong").at(Math.max(1, line), offset - start + 1);
  }
}
