package dev.zdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements about one row: what holds of all statements holds of them. */
final class ShortPathTest {
  private static final String BY_KEY = "SELECT name, price * 2 FROM item WHERE id = ?";
  private static final String BY_NAME = "SELECT id, price FROM item WHERE name = ?";
  private static final String INSERT = "INSERT INTO item (id, name, price) VALUES (?, ?, ?)";
  private static final String UPDATE = "UPDATE item SET price = price + ? WHERE id = ?";
  private static final String DELETE = "DELETE FROM item WHERE id = ?";

  private Talk talk;

  @BeforeEach
  void fill() {
    talk = Talk.inMemory();
    talk.run(
        "CREATE TABLE item (id SMALLINT PRIMARY KEY, name VARCHAR(5) UNIQUE,"
            + " price DECIMAL(5, 2) NOT NULL CHECK (price > 0), born INTEGER DEFAULT 7)",
        "CREATE INDEX item_price ON item (price)",
        "INSERT INTO item VALUES (1, 'one', 1.50, 1), (2, NULL, 2, 2), (3, 'three', 3, 3)");
  }

  @AfterEach
  void close() {
    talk.close();
  }

  private long change(String sql, @Nullable Object... parameters) {
    return ((SqlResult.Count) talk.session().execute(sql, parameters, ExecuteOptions.defaults()))
        .count();
  }

  private List<String> all() {
    return talk.rows("SELECT * FROM item ORDER BY id");
  }

  @Test
  void aRowIsFoundByItsKey() {
    assertThat(talk.rows(BY_KEY, 1)).containsExactly("one 3.00");
    assertThat(talk.rows(BY_KEY, 4)).isEmpty();
    assertThat(talk.rows(BY_KEY + " AND born > 1", 1)).isEmpty();
    assertThat(talk.rows("SELECT 1 FROM item WHERE id = 3")).containsExactly("1");
  }

  @Test
  void aRowIsFoundByAUniqueIndex() {
    assertThat(talk.rows(BY_NAME, "three")).containsExactly("3 3.00");
    assertThat(talk.rows(BY_NAME, "thre")).isEmpty();
    assertThat(talk.rows("SELECT id, name FROM item WHERE name = 'one'")).containsExactly("1 one");
    assertThat(talk.rows(BY_NAME + " AND born = 1", "three")).isEmpty();
  }

  @Test
  void severalColumnsOfAUniqueIndexMustAllBeGiven() {
    talk.run(
        "CREATE TABLE pair (a INTEGER, b VARCHAR(9), c INTEGER, d INTEGER, PRIMARY KEY (d))",
        "CREATE UNIQUE INDEX pair_ab ON pair (a DESC, b)",
        "INSERT INTO pair VALUES (1, 'x', 1, 1), (1, 'y', 2, 2), (1, NULL, 3, 3), (1, NULL, 4, 4)");

    assertThat(talk.rows("SELECT c FROM pair WHERE b = 'y' AND a = 1")).containsExactly("2");
    assertThat(talk.rows("SELECT c FROM pair WHERE a = ?", 1)).hasSize(4);
    assertThat(talk.rows("SELECT c FROM pair WHERE a = 1 AND b IS NULL ORDER BY c"))
        .containsExactly("3", "4");
    assertThat(talk.rows("SELECT c FROM pair WHERE a = 1 AND b IN ('x', 'y') ORDER BY c"))
        .containsExactly("1", "2");
    assertThat(change("UPDATE pair SET c = c + 10 WHERE a = 1 AND b = 'y'")).isEqualTo(1);
    assertThat(change("DELETE FROM pair WHERE a = 1 AND b = 'x'")).isEqualTo(1);
    assertThat(talk.rows("SELECT c FROM pair ORDER BY c")).containsExactly("3", "4", "12");
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_KEY, BY_NAME})
  void nullFindsNothing(String sql) {
    assertThat(talk.rows(sql, new Object[] {null})).isEmpty();
    assertThat(change(DELETE, new Object[] {null})).isZero();
    assertThat(change(UPDATE, new Object[] {1, null})).isZero();
  }

  @Test
  void aKeyOfAnotherTypeIsConverted() {
    assertThat(talk.rows(BY_KEY, "1")).containsExactly("one 3.00");
    assertThat(talk.rows(BY_KEY, 1L)).containsExactly("one 3.00");
    assertThat(talk.rows(BY_KEY, new BigDecimal("1"))).containsExactly("one 3.00");
    assertThat(talk.failureOf(BY_KEY, "one")).isEqualTo(SqlErrorCode.INVALID_TEXT);
    assertThat(talk.failureOf(BY_KEY)).isEqualTo(SqlErrorCode.WRONG_PARAMETERS);
  }

  @Test
  void aValueThatDoesNotFitIsRefused() {
    assertThat(talk.failureOf(INSERT, 40_000, "x", 1)).isEqualTo(SqlErrorCode.NUMERIC_OUT_OF_RANGE);
    assertThat(talk.failureOf(INSERT, 4, "x", 1000)).isEqualTo(SqlErrorCode.NUMERIC_OUT_OF_RANGE);
    assertThat(talk.failureOf(INSERT, 4, "longer", 1)).isEqualTo(SqlErrorCode.STRING_TOO_LONG);
    assertThat(talk.failureOf(INSERT, new Object[] {4, "x", null}))
        .isEqualTo(SqlErrorCode.NOT_NULL_VIOLATION);
    assertThat(talk.failureOf(INSERT, new Object[] {null, "x", 1}))
        .isEqualTo(SqlErrorCode.NOT_NULL_VIOLATION);
    assertThat(talk.failureOf(INSERT, 4, "x", 0)).isEqualTo(SqlErrorCode.CHECK_VIOLATION);
    assertThat(talk.failureOf(INSERT, 1, "x", 1)).isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    assertThat(talk.failureOf(INSERT, 4, "one", 1)).isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    assertThat(talk.failureOf(UPDATE, 999, 1)).isEqualTo(SqlErrorCode.NUMERIC_OUT_OF_RANGE);
    assertThat(talk.failureOf(UPDATE, -9, 1)).isEqualTo(SqlErrorCode.CHECK_VIOLATION);
    assertThat(talk.failureOf("UPDATE item SET name = 'one' WHERE id = 3"))
        .isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    assertThat(talk.failureOf("UPDATE item SET id = 1 WHERE id = 3"))
        .isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    assertThat(all()).containsExactly("1 one 1.50 1", "2 NULL 2.00 2", "3 three 3.00 3");
  }

  @Test
  void anExpressionOverTheRowMayFail() {
    assertThat(talk.failureOf("SELECT 1 / (born - 1) FROM item WHERE id = 1"))
        .isEqualTo(SqlErrorCode.DIVISION_BY_ZERO);
    assertThat(talk.rows(BY_KEY, 1)).containsExactly("one 3.00");
  }

  @Test
  void aRowIsInsertedChangedAndDeletedWithItsEntries() {
    assertThat(change(INSERT, 4, "four", "4.5")).isEqualTo(1);
    assertThat(change(UPDATE, 5, 4)).isEqualTo(1);
    assertThat(talk.rows("SELECT id, born FROM item WHERE price = 9.50")).containsExactly("4 7");
    assertThat(change("UPDATE item SET id = 5, name = 'five' WHERE name = 'four'")).isEqualTo(1);
    assertThat(talk.rows(BY_NAME, "five")).containsExactly("5 9.50");
    assertThat(talk.rows(BY_NAME, "four")).isEmpty();
    assertThat(change(DELETE + " AND price > 100", 5)).isZero();
    assertThat(change(DELETE, 5)).isEqualTo(1);
    assertThat(talk.rows("SELECT id FROM item WHERE price > 3")).isEmpty();
    assertThat(change(INSERT, 5, "five", 1)).isEqualTo(1);
  }

  @Test
  void aGeneratedNumberIsGivenBack() {
    talk.run(
        "CREATE TABLE log (id TINYINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, t VARCHAR(9))");
    ExecuteOptions keys = new ExecuteOptions(0, 0, 0, ExecuteOptions.Keys.GENERATED);

    SqlResult.Count count =
        (SqlResult.Count)
            talk.session().execute("INSERT INTO log (t) VALUES (?)", new Object[] {"a"}, keys);
    assertThat(count.keys()).containsExactly(new Object[] {1});
    assertThat(change("INSERT INTO log VALUES (127, 'z')")).isEqualTo(1);
    assertThat(talk.failureOf("INSERT INTO log (t) VALUES ('y')"))
        .isEqualTo(SqlErrorCode.NUMERIC_OUT_OF_RANGE);
  }

  @Test
  void aTransactionSeesItsOwnWrites() {
    talk.run("BEGIN");
    change(INSERT, 4, "four", 4);
    assertThat(talk.rows(BY_KEY, 4)).containsExactly("four 8.00");
    assertThat(talk.rows(BY_NAME, "four")).containsExactly("4 4.00");
    change(UPDATE, 1, 4);
    assertThat(talk.rows(BY_NAME, "four")).containsExactly("4 5.00");
    assertThat(talk.failureOf(INSERT, 4, "x", 1)).isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
    change(DELETE, 4);
    assertThat(talk.rows(BY_NAME, "four")).isEmpty();
    change(INSERT, 4, "vier", 4);
    talk.run("ROLLBACK");
    assertThat(talk.rows(BY_KEY, 4)).isEmpty();
    assertThat(talk.rows(BY_NAME, "vier")).isEmpty();
  }

  @Test
  void aResultShowsTheRowAsItWasWhenAsked() {
    talk.run("BEGIN");
    change(UPDATE, 1, 1);
    try (RowCursor cursor = talk.cursor(BY_KEY, 1)) {
      change(DELETE, 1);
      talk.run("COMMIT");
      assertThat(Talk.rest(cursor)).containsExactly("one 5.00");
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void aPlanIsMadeAnewWhereTheSchemaChanged() {
    try (PreparedSql byName = talk.session().prepare(BY_NAME);
        PreparedSql insert = talk.session().prepare(INSERT)) {
      talk.run("BEGIN");
      execute(insert, 4, "four", 4);
      talk.run("CREATE UNIQUE INDEX item_born ON item (born)");
      assertThatThrownBy(() -> execute(insert, 5, "five", 5))
          .as("born is 7 by default")
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.UNIQUE_VIOLATION));
      talk.run("DROP INDEX item_born");
      execute(insert, 5, "five", 5);
      talk.run("COMMIT", "DROP TABLE item");
      assertThatThrownBy(() -> execute(byName, "one")).isInstanceOf(SqlProblem.class);

      talk.run(
          "CREATE TABLE item (name VARCHAR(9), price REAL, id BIGINT)",
          "INSERT INTO item VALUES ('one', 1.5, 10)");
      try (RowCursor cursor = ((SqlResult.Rows) execute(byName, "one")).cursor()) {
        assertThat(Talk.rest(cursor)).containsExactly("10 1.5");
      }
    }
  }

  private SqlResult execute(PreparedSql statement, @Nullable Object... parameters) {
    return talk.session().execute(statement, parameters, ExecuteOptions.defaults());
  }

  @Test
  void aBatchEndsAtItsFirstFailureAndKeepsWhatWasBefore() {
    BatchResult result =
        talk.batch(
            INSERT,
            Arrays.asList(
                new Object[] {4, "four", 4},
                new Object[] {5, null, 5},
                new Object[] {6, "one", 6},
                new Object[] {7, "seven", 7}));

    assertThat(result.counts()).containsExactly(1, 1);
    assertThat(result.failure()).isNotNull();
    assertThat(all()).hasSize(5).contains("5 NULL 5.00 7");
    assertThat(talk.batch(UPDATE, List.of(new Object[] {1, 4}, new Object[] {1, 99})).counts())
        .containsExactly(1, 0);
    assertThat(talk.batch(DELETE, List.of(new Object[] {4}, new Object[] {4})).counts())
        .containsExactly(1, 0);
  }
}
