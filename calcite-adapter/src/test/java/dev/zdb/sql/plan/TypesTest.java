package dev.zdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.ColumnMetadata;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The types that parameters and results have, and what becomes of values of others. */
final class TypesTest {
  private final SqlSession session = Script.session();

  @AfterEach
  void close() {
    session.close();
  }

  /** Lines of {@code types.test}: a statement, an arrow, its parameters' types, its columns'. */
  @Test
  void everyParameterAndColumnHasItsType() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/types.test"))) {
      if (line.startsWith("CREATE")) {
        Script.run(session, line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        String statement = line.substring(0, line.lastIndexOf(" => "));
        String found = statement + " => " + types(statement);
        if (!found.equals(line)) {
          wrong.add(found);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private String types(String statement) {
    try (PreparedSql prepared = session.prepare(statement)) {
      return prepared.parameters()
          + " -> "
          + prepared.columns().stream().map(ColumnMetadata::type).toList();
    } catch (SqlProblem e) {
      return String.format(Locale.ROOT, "%s %d:%d", e.code().sqlState(), e.line(), e.column());
    }
  }

  @Test
  void whatIsLongerOrFinerThanTheColumnIsComparedAsItIs() {
    run("CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR(3), c CHAR(3), n DECIMAL(10, 2))");
    run("INSERT INTO t VALUES (1, 'abc', 'ab', 1.01)");

    assertThat(run("SELECT k FROM t WHERE v LIKE ?", "%a%b%c%")).containsExactly("1");
    assertThat(run("SELECT k FROM t WHERE v = ?", "abcd")).isEmpty();
    assertThat(run("SELECT k FROM t WHERE v < ?", "abcd")).containsExactly("1");
    assertThat(run("SELECT k FROM t WHERE c = ?", "ab   ")).containsExactly("1");
    assertThat(run("SELECT k FROM t WHERE c < ?", "abcd")).containsExactly("1");
  }

  @Test
  void aMomentThatWouldLoseItsTimeOrItsDayToBeComparedIsRefused() {
    run("CREATE TABLE t (k INT PRIMARY KEY, d DATE, tm TIME)");
    run("INSERT INTO t VALUES (1, DATE '2024-01-31', TIME '10:00:00')");
    LocalDateTime ten = LocalDateTime.of(2024, 1, 31, 10, 0);

    for (String lossy : List.of("d < ?", "d = ?", "d IN (?)", "d BETWEEN ? AND d", "tm = ?")) {
      assertThat(run("SELECT k FROM t WHERE " + lossy, ten))
          .as(lossy)
          .containsExactly("error 22023");
    }
    assertThat(run("SELECT k FROM t WHERE d = ?", ten.toLocalDate().atStartOfDay()))
        .containsExactly("1");
    assertThat(run("SELECT k FROM t WHERE d < CAST(? AS TIMESTAMP)", ten)).containsExactly("1");
    assertThat(run("UPDATE t SET d = ?, tm = ?", ten, ten)).containsExactly("count 1");
  }

  @Test
  void aNumberThatWouldBeRoundedToBeComparedIsRefused() {
    run("CREATE TABLE t (k INT PRIMARY KEY, n DECIMAL(10, 2))");
    run("INSERT INTO t VALUES (?, ?)", 1, new BigDecimal("1.005"));

    assertThat(run("SELECT n FROM t WHERE k = ?", new BigDecimal("1.00"))).containsExactly("1.01");
    for (String lossy : List.of("k = ?", "k IN (?, 2)", "n < ?", "n = ? * 2", "n + ? > 0")) {
      assertThat(run("SELECT k FROM t WHERE " + lossy, new BigDecimal("1.005")))
          .as(lossy)
          .containsExactly("error 22023");
    }
    assertThat(run("SELECT k FROM t WHERE n > CAST(? AS DECIMAL(10, 3))", new BigDecimal("1.005")))
        .containsExactly("1");
  }

  @Test
  void aParameterThatStandsTwiceInWhatASentenceBecomesHasOneType() {
    assertThat(run("SELECT NULLIF(?, 1)", 1)).containsExactly("NULL");
    assertThat(run("SELECT NULLIF(?, 1)", 2)).containsExactly("2");
    assertThat(run("SELECT COALESCE(?, 1)", (Object) null)).containsExactly("1");
    assertThat(run("SELECT COALESCE(?, 1)", 2)).containsExactly("2");
  }

  @Test
  void rowsOfParametersAreSoughtInLists() {
    run("CREATE TABLE t (a INT, b VARCHAR(3), PRIMARY KEY (a, b))");
    run("INSERT INTO t VALUES (1, 'x'), (1, 'y'), (2, 'x')");

    assertThat(run("SELECT a, b FROM t WHERE (a, b) IN ((?, ?), (?, ?))", 1, "y", 2, "x"))
        .containsExactly("1|y", "2|x");
    assertThat(run("SELECT a, b FROM t WHERE (a, b) NOT IN ((?, ?))", 1, "y"))
        .containsExactly("1|x", "2|x");
    assertThat(run("SELECT a FROM t WHERE (a, b) NOT IN ((?, ?))", 1, null)).containsExactly("2");
  }

  private List<String> run(String statement, @Nullable Object... parameters) {
    return Script.run(session, statement, parameters);
  }
}
