package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger can make grow is done or refused, and the session goes on after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitsTest {
  private static final String TOO_COMPLEX = SqlErrorCode.TOO_COMPLEX.sqlState();

  private final Talk talk = Talk.inMemory();

  @BeforeAll
  void makeTables() {
    talk.run("CREATE TABLE T (ID INT PRIMARY KEY, A INT, B VARCHAR(20))");
    talk.run("INSERT INTO T VALUES (1, 1, 'x'), (2, 2, 'y')");
    for (int i = 0; i < 60; i++) {
      talk.run("CREATE TABLE J" + i + " (ID INT PRIMARY KEY, X INT)");
    }
  }

  @AfterAll
  void close() {
    talk.close();
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        Arguments.of(
            "ORs", "SELECT ID FROM T WHERE " + list(100_000, " OR ", i -> "A=" + i), TOO_COMPLEX),
        Arguments.of(
            "ORs within the limit",
            "SELECT ID FROM T WHERE " + list(1_500, " OR ", i -> "A=" + i),
            "2 rows"),
        Arguments.of(
            "LIKEs",
            "SELECT ID FROM T WHERE " + list(2_400, " OR ", i -> "B LIKE '" + i + "'"),
            TOO_COMPLEX),
        Arguments.of(
            "LIKEs within the limit",
            "SELECT ID FROM T WHERE " + list(400, " OR ", i -> "B LIKE '" + i + "'"),
            "0 rows"),
        Arguments.of(
            "ANDs", "SELECT ID FROM T WHERE " + list(20_000, " AND ", i -> "A<>" + i), TOO_COMPLEX),
        Arguments.of(
            "ANDs within the limit",
            "SELECT ID FROM T WHERE " + list(1_500, " AND ", i -> "A<>" + i),
            "0 rows"));
  }

  static Stream<Arguments> expressions() {
    return Stream.of(
        Arguments.of(
            "terms of a sum", "SELECT " + list(20_000, "+", i -> "A") + " FROM T", TOO_COMPLEX),
        Arguments.of(
            "IN list",
            "SELECT ID FROM T WHERE A IN (" + list(50_000, ",", i -> "" + i) + ")",
            "2 rows"),
        Arguments.of(
            "NOT IN list",
            "SELECT ID FROM T WHERE A NOT IN (" + list(20_000, ",", i -> "" + i) + ")",
            "0 rows"),
        Arguments.of(
            "IN list of texts",
            "SELECT ID FROM T WHERE B IN (" + list(20_000, ",", i -> "'s" + i + "'") + ")",
            "0 rows"),
        Arguments.of(
            "parameters",
            "SELECT ID FROM T WHERE A IN (" + list(30_000, ",", i -> "?") + ")",
            "1 rows"),
        Arguments.of(
            "CASE in CASE",
            "SELECT " + nested(1_000, "CASE WHEN A=1 THEN 1 ELSE ", "0", " END") + " FROM T",
            "2 rows"),
        Arguments.of("parentheses", "SELECT " + nested(200_000, "(", "1", ")"), TOO_COMPLEX),
        Arguments.of("unbalanced parentheses", "SELECT " + "(".repeat(200_000), TOO_COMPLEX),
        Arguments.of(
            "ABS in ABS", "SELECT " + nested(1_000, "ABS(", "A", ")") + " FROM T", "2 rows"),
        Arguments.of(
            "COALESCE in COALESCE",
            "SELECT " + nested(500, "COALESCE(A,", "A", ")") + " FROM T",
            "2 rows"));
  }

  /** Short texts that would be planned as endless ones. */
  static Stream<Arguments> growths() {
    String limit = SqlErrorCode.LIMIT_EXCEEDED.sqlState();
    return Stream.of(
        Arguments.of(
            "CUBE",
            "SELECT COUNT(*) FROM T GROUP BY CUBE(" + list(20, ",", i -> "A+" + i) + ")",
            TOO_COMPLEX),
        Arguments.of(
            "CUBE within the limit",
            "SELECT COUNT(*) FROM T GROUP BY CUBE(" + list(5, ",", i -> "A*" + i) + ")",
            "62 rows"),
        Arguments.of(
            "ROLLUPs",
            "SELECT COUNT(*) FROM T GROUP BY " + list(7, ",", i -> "ROLLUP(A,B,ID)"),
            TOO_COMPLEX),
        Arguments.of(
            "CUBE in GROUPING SETS",
            "SELECT COUNT(*) FROM T GROUP BY GROUPING SETS((A),CUBE("
                + list(70, ",", i -> "A+" + i)
                + "))",
            TOO_COMPLEX),
        Arguments.of("WITH read twice", with(30, "SELECT X FROM # UNION ALL TABLE #"), TOO_COMPLEX),
        Arguments.of("WITH read once", with(300, "SELECT X FROM #"), "1 rows"),
        Arguments.of("COALESCE", selected(30, "COALESCE(#,A)"), TOO_COMPLEX),
        Arguments.of("NULLIF", selected(30, "NULLIF(#,1)"), TOO_COMPLEX),
        Arguments.of("IFNULL", selected(30, "IFNULL(#,1)"), TOO_COMPLEX),
        Arguments.of("GREATEST", selected(30, "GREATEST(#,1)"), TOO_COMPLEX),
        Arguments.of("CASE", selected(30, "CASE # WHEN 1 THEN 2 WHEN 2 THEN 3 END"), TOO_COMPLEX),
        Arguments.of(
            "BETWEEN", selected(30, "CASE WHEN # BETWEEN 0 AND 2 THEN 1 ELSE 2 END"), TOO_COMPLEX),
        Arguments.of("CASE IN", selected(30, "CASE WHEN # IN (0,2) THEN 1 END"), TOO_COMPLEX),
        Arguments.of("COALESCE within the limit", selected(6, "COALESCE(#,A)"), "2 rows"),
        Arguments.of(
            "asterisks",
            "SELECT 1 FROM " + repeated(30, "(SELECT *,* FROM # X)", "T") + " X",
            limit),
        Arguments.of(
            "columns through sub-queries",
            "SELECT * FROM " + repeated(25, "(SELECT A+A AS A FROM # X)", "T") + " X",
            "2 rows"));
  }

  private static String with(int depth, String query) {
    return "WITH Q0 AS (SELECT 1 AS X)"
        + list(depth, "", i -> ",Q" + (i + 1) + " AS (" + query.replace("#", "Q" + i) + ")")
        + " SELECT * FROM Q"
        + depth;
  }

  private static String selected(int depth, String call) {
    return "SELECT " + repeated(depth, call, "A") + " FROM T";
  }

  private static String repeated(int depth, String pattern, String within) {
    String text = within;
    for (int i = 0; i < depth; i++) {
      text = pattern.replace("#", text);
    }
    return text;
  }

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of(
            "sub-queries", "SELECT * FROM " + nested(500, "(SELECT * FROM ", "T", ")"), "2 rows"),
        Arguments.of(
            "columns of a SELECT",
            "SELECT " + list(20_000, ",", i -> "A") + " FROM T",
            SqlErrorCode.LIMIT_EXCEEDED.sqlState()),
        Arguments.of(
            "rows of VALUES",
            "INSERT INTO J0 (ID, X) VALUES " + list(10_000, ",", i -> "(" + (i + 3) + ",1)"),
            "done"));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(
            "letters of a name",
            "CREATE TABLE " + "X".repeat(100_000) + " (A INT)",
            SqlErrorCode.NAME_TOO_LONG.sqlState()),
        Arguments.of("blanks", "SELECT 1" + " ".repeat(50_000_000), TOO_COMPLEX),
        Arguments.of("a string", "SELECT '" + "x".repeat(10_000_000) + "'", TOO_COMPLEX),
        Arguments.of(
            "a string within the limit", "SELECT '" + "x".repeat(3_000_000) + "' FROM T", "2 rows"),
        Arguments.of("digits", "SELECT " + "9".repeat(1_000_000), TOO_COMPLEX),
        Arguments.of("a comment", "SELECT /*" + "*".repeat(3_000_000) + "*/ 1 FROM T", "2 rows"),
        Arguments.of(
            "columns of a table",
            "CREATE TABLE W (" + list(2_000, ",", i -> "C" + i + " INT") + ")",
            SqlErrorCode.LIMIT_EXCEEDED.sqlState()),
        Arguments.of(
            "tables joined",
            "SELECT 1 FROM "
                + list(60, ",", i -> "J" + i)
                + " WHERE "
                + list(59, " AND ", i -> "J" + i + ".X=J" + (i + 1) + ".ID"),
            "0 rows"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"conditions", "expressions", "growths", "statements", "texts"})
  void isDoneOrRefused(String name, String sql, String expected) {
    assertThat(outcome(sql)).as(name).isEqualTo(expected);
    assertThat(talk.rows("SELECT COUNT(*) FROM T WHERE ID < 3")).containsExactly("2");
  }

  private String outcome(String sql) {
    Object[] parameters = new Object[(int) sql.chars().filter(c -> c == '?').count()];
    Arrays.fill(parameters, 1);
    try {
      SqlResult result = talk.session().execute(sql, parameters, ExecuteOptions.defaults());
      if (!(result instanceof SqlResult.Rows rows)) {
        return "done";
      }
      try (RowCursor cursor = rows.cursor()) {
        return Talk.rest(cursor).size() + " rows";
      }
    } catch (SqlProblem problem) {
      return problem.code().sqlState();
    }
  }

  private static String list(int count, String separator, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
  }

  private static String nested(int depth, String before, String within, String after) {
    return before.repeat(depth) + within + after.repeat(depth);
  }
}
