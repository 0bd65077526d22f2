package dev.zdb.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the connection says of the database, held against the database. */
final class MetaDataTest extends AtEveryPlace {
  /** The functions that JDBC names, by the method that lists them, each with a call. */
  private static final Map<String, List<String>> JDBC_FUNCTIONS =
      Map.of(
          "numeric",
          List.of(
              "ABS(-1)",
              "ACOS(1)",
              "ASIN(1)",
              "ATAN(1)",
              "ATAN2(1, 2)",
              "CEILING(1.5)",
              "COS(1)",
              "COT(1)",
              "DEGREES(1)",
              "EXP(1)",
              "FLOOR(1.5)",
              "LOG(2)",
              "LOG10(2)",
              "MOD(5, 3)",
              "PI()",
              "POWER(2, 3)",
              "RADIANS(1)",
              "RAND()",
              "ROUND(1.55, 1)",
              "SIGN(-2)",
              "SIN(1)",
              "SQRT(2)",
              "TAN(1)",
              "TRUNCATE(1.55, 1)"),
          "string",
          List.of(
              "ASCII('a')",
              "CHAR(65)",
              "CHAR_LENGTH('a')",
              "CHARACTER_LENGTH('a')",
              "CONCAT('a', 'b')",
              "DIFFERENCE('a', 'b')",
              "INSERT('abc', 1, 1, 'x')",
              "LCASE('A')",
              "LEFT('abc', 2)",
              "LENGTH('a')",
              "LOCATE('b', 'abc')",
              "LTRIM(' a')",
              "OCTET_LENGTH('a')",
              "POSITION('b' IN 'abc')",
              "REPEAT('a', 3)",
              "REPLACE('abc', 'b', 'x')",
              "RIGHT('abc', 2)",
              "RTRIM('a ')",
              "SOUNDEX('a')",
              "SPACE(3)",
              "SUBSTRING('abc', 2, 1)",
              "UCASE('a')"),
          "time",
          List.of(
              "CURRENT_DATE",
              "CURRENT_TIME",
              "CURRENT_TIMESTAMP",
              "CURDATE()",
              "CURTIME()",
              "DAYNAME(DATE '2024-02-29')",
              "DAYOFMONTH(DATE '2024-02-29')",
              "DAYOFWEEK(DATE '2024-02-29')",
              "DAYOFYEAR(DATE '2024-02-29')",
              "EXTRACT(YEAR FROM DATE '2024-02-29')",
              "HOUR(TIME '12:34:56')",
              "MINUTE(TIME '12:34:56')",
              "MONTH(DATE '2024-02-29')",
              "MONTHNAME(DATE '2024-02-29')",
              "NOW()",
              "QUARTER(DATE '2024-02-29')",
              "SECOND(TIME '12:34:56')",
              "TIMESTAMPADD(SQL_TSI_DAY, 1, DATE '2024-02-29')",
              "TIMESTAMPDIFF(SQL_TSI_DAY, DATE '2024-02-28', DATE '2024-02-29')",
              "WEEK(DATE '2024-02-29')",
              "YEAR(DATE '2024-02-29')"),
          "system",
          List.of("DATABASE()", "IFNULL(NULL, 1)", "USER()"));

  @Test
  void noMethodThrows() throws SQLException {
    sql.execute("CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR(10) UNIQUE)");
    for (Method method : DatabaseMetaData.class.getMethods()) {
      for (@Nullable String text : new @Nullable String[] {null, "", "%", "T", "it's \\ \" {fn"}) {
        assertThatCode(() -> call(method, text))
            .as(method + " with " + text)
            .doesNotThrowAnyException();
      }
    }
  }

  /** Calls it, and reads what it gives to the end. */
  private void call(Method method, @Nullable String text) throws Throwable {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      arguments.add(argument(type, text));
    }
    try {
      Object given = method.invoke(connection.getMetaData(), arguments.toArray());
      if (given instanceof ResultSet rows) {
        assertThat(rows(rows)).isNotNull();
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static @Nullable Object argument(Class<?> type, @Nullable String text) {
    if (type == int.class) {
      return 1;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == String[].class) {
      return text == null ? null : new String[] {"TABLE", text};
    }
    if (type == int[].class) {
      return new int[0];
    }
    return type == Class.class ? DatabaseMetaData.class : text;
  }

  @Test
  void theFunctionsOfJdbcThatAreListedAreThoseThatCanBeCalled() throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    assertThat(
            List.of(
                metaData.getNumericFunctions(),
                metaData.getStringFunctions(),
                metaData.getTimeDateFunctions(),
                metaData.getSystemFunctions()))
        .containsExactly(
            callable("numeric"), callable("string"), callable("time"), callable("system"));
  }

  private String callable(String kind) {
    List<String> names = new ArrayList<>();
    for (String call : JDBC_FUNCTIONS.getOrDefault(kind, List.of())) {
      if (runs("SELECT {fn " + call + "}")) {
        names.add(call.replaceFirst("\\(.*", ""));
      }
    }
    return String.join(",", names);
  }

  private boolean runs(String text) {
    try {
      if (!sql.execute(text)) {
        return true;
      }
      try (ResultSet rows = sql.getResultSet()) {
        return rows.next();
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).matches("42.*|0A000|5400[01]");
      return false;
    }
  }

  @Test
  void capabilitiesAreTrue() throws SQLException {
    makeNumbers(2);
    DatabaseMetaData metaData = connection.getMetaData();
    String twoTables = "SELECT a.k FROM t a %s JOIN t b ON a.k = b.k + 1";

    assertThat(metaData.supportsFullOuterJoins())
        .isEqualTo(runs(twoTables.replace("%s", "FULL")))
        .isTrue();
    assertThat(metaData.supportsOuterJoins()).isEqualTo(runs(twoTables.replace("%s", "LEFT")));
    assertThat(metaData.supportsUnionAll()).isEqualTo(runs("VALUES (1) UNION ALL VALUES (1)"));
    assertThat(metaData.supportsGroupByUnrelated())
        .isEqualTo(runs("SELECT COUNT(*) FROM t GROUP BY v"));
    assertThat(metaData.supportsOrderByUnrelated()).isEqualTo(runs("SELECT v FROM t ORDER BY k"));
    assertThat(metaData.supportsExpressionsInOrderBy())
        .isEqualTo(runs("SELECT v FROM t ORDER BY k + 1"));
    assertThat(metaData.supportsLikeEscapeClause())
        .isEqualTo(runs("SELECT * FROM t WHERE 'a_' LIKE 'a!_' ESCAPE '!'"));
    assertThat(metaData.supportsSubqueriesInQuantifieds())
        .isEqualTo(runs("SELECT * FROM t WHERE k <= ALL (SELECT k FROM t)"));
    assertThat(metaData.supportsCorrelatedSubqueries())
        .isEqualTo(runs("SELECT * FROM t a WHERE k = (SELECT MIN(k) FROM t b WHERE b.k >= a.k)"));
    assertThat(metaData.supportsSelectForUpdate()).isEqualTo(runs("SELECT * FROM t FOR UPDATE"));
    assertThat(metaData.supportsCatalogsInDataManipulation())
        .isEqualTo(runs("SELECT * FROM " + database.catalog() + ".public.t"));
    assertThat(metaData.nullsAreSortedHigh()).isTrue();
    assertThat(rows("SELECT x FROM (VALUES (1), (NULL)) v(x) ORDER BY x"))
        .containsExactly(List.of("1"), List.of("null"));
    assertThat(metaData.nullPlusNonNullIsNull()).isTrue();
    assertThat(rows("SELECT 'a' || CAST(NULL AS VARCHAR)")).containsExactly(List.of("null"));
  }

  @Test
  void anIndexTellsHowManyEntriesItHas() throws SQLException {
    makeNumbers(3_000);
    sql.executeUpdate("CREATE INDEX t_v ON t (v)");
    sql.executeUpdate("CREATE TABLE u (k INT PRIMARY KEY)");
    assertThat(entries("T")).containsExactly(List.of("T_PKEY", "3000"), List.of("T_V", "3000"));
    assertThat(entries("U")).containsExactly(List.of("U_PKEY", "0"));

    connection.setAutoCommit(false);
    sql.executeUpdate("DELETE FROM t WHERE k <= 2000");
    connection.commit();
    assertThat(entries("T")).containsExactly(List.of("T_PKEY", "1000"), List.of("T_V", "1000"));
    sql.executeUpdate("CREATE TABLE fresh (k INT PRIMARY KEY)");
    sql.executeUpdate("INSERT INTO fresh VALUES (1)");
    assertThat(entries("FRESH")).containsExactly(List.of("FRESH_PKEY", "1"));
  }

  private List<List<String>> entries(String table) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    return rows(
        metaData.getIndexInfo(null, null, table, /* unique= */ false, /* approximate= */ false),
        "INDEX_NAME",
        "CARDINALITY");
  }

  @Test
  void namesAndLimitsAreTrue() throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    String catalog = connection.getCatalog();

    assertThat(metaData.supportsCatalogsInTableDefinitions())
        .isEqualTo(runs("CREATE TABLE " + catalog + ".PUBLIC.named (k INT)"));
    assertThat(metaData.supportsCatalogsInIndexDefinitions())
        .isEqualTo(runs("CREATE INDEX named_k ON " + catalog + ".PUBLIC.named (k)"));
    assertThat(runs(columns(metaData.getMaxColumnsInSelect()))).isTrue();
    assertThat(runs(columns(metaData.getMaxColumnsInSelect() + 1))).isFalse();
    assertThat(runs(textOf(metaData.getMaxStatementLength()))).isTrue();
    assertThat(runs(textOf(metaData.getMaxStatementLength() + 1))).isFalse();
    try (ResultSet user = sql.executeQuery("SELECT CURRENT_USER")) {
      user.next();
      assertThat(metaData.getUserName()).isEqualTo(user.getString(1));
    }
  }

  private static String columns(int count) {
    return "SELECT " + "1, ".repeat(count - 1) + "1";
  }

  private static String textOf(int length) {
    String text = "SELECT 1";
    return text + " ".repeat(length - text.length());
  }

  @Test
  void keywordsAreTheReservedWordsThatTheStandardHasNot() throws SQLException {
    List<String> reserved = new ArrayList<>();
    for (String word : Words.ofTheParser()) {
      if (!runs("SELECT 1 AS " + word)
          || !runs("SELECT " + word + " FROM (SELECT 1) v(" + word + ")")) {
        reserved.add(word);
      }
    }
    reserved.removeAll(Words.reservedBySql2003());
    assertThat(connection.getMetaData().getSQLKeywords()).isEqualTo(String.join(",", reserved));
  }
}
