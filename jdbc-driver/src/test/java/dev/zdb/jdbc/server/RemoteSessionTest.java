package dev.zdb.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.jdbc.remote.RemoteOptions;
import dev.zdb.jdbc.remote.RemoteSession;
import dev.zdb.jdbc.remote.RemoteTarget;
import dev.zdb.sql.api.BatchResult;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.IsolationLevel;
import dev.zdb.sql.api.PreparedSql;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SessionSettings;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session over a socket does what a session in the same JVM does. */
@Timeout(60)
final class RemoteSessionTest {
  private static final Object[] NONE = {};

  @TempDir Path directory;
  private final FakeDatabase database = new FakeDatabase();
  private ZdbServer server;
  private RemoteSession session;

  @BeforeEach
  void connect() {
    server =
        ZdbServer.start(
            ServerOptions.of(directory).with(new ServerOptions.Listen("127.0.0.1", 0)), database);
    session =
        RemoteSession.connect(
            new RemoteTarget("127.0.0.1", server.port(), "shop"), RemoteOptions.defaults());
  }

  @AfterEach
  void disconnect() {
    session.close();
    server.close();
  }

  private FakeSession served() {
    return database.sessions.get(0);
  }

  private static ExecuteOptions fetching(int rows) {
    return new ExecuteOptions(0, rows, 0, ExecuteOptions.Keys.NONE);
  }

  private RowCursor query(String sql, int fetchSize, Object... parameters) {
    SqlResult result = session.execute(sql, parameters, fetching(fetchSize));
    return ((SqlResult.Rows) result).cursor();
  }

  @Test
  void theGreetingTellsTheDatabase() {
    assertThat(session.database().catalog()).isEqualTo("SHOP");
    assertThat(session.settings()).isEqualTo(SessionSettings.defaults());
    assertThat(served().options.settings()).isEqualTo(SessionSettings.defaults());
    assertThat(session.isValid(1_000)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 100})
  void rowsCrossBlocksOfEverySizeInOrder(int fetchSize) {
    for (int count : new int[] {0, 1, 2, 7, 8, 9, 33}) {
      try (RowCursor rows = query("ROWS " + count, fetchSize)) {
        assertThat(rows.columns()).isEqualTo(FakeDatabase.COLUMNS);
        for (int i = 1; i <= count; i++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.asLong(0)).isEqualTo(i);
          assertThat(rows.isNull(1)).isEqualTo(i % 3 == 0);
          assertThat(rows.asObject(2)).isEqualTo(BigDecimal.valueOf(i, 2));
        }
        assertThat(rows.next()).isFalse();
        assertThat(rows.next()).isFalse();
      }
      assertThat(served().openCursors).hasValue(0);
    }
  }

  @Test
  void aLargeResultComesInBlocks() {
    int count = 0;
    try (RowCursor rows = query("ROWS 100000", 0)) {
      while (rows.next()) {
        count++;
        assertThat(rows.asLong(0)).isEqualTo(count);
      }
    }
    assertThat(count).isEqualTo(100_000);
  }

  @Test
  void severalResultsAreReadSideBySide() {
    try (RowCursor left = query("ROWS 10", 2);
        RowCursor right = query("ROWS 10", 3)) {
      for (int i = 1; i <= 10; i++) {
        assertThat(left.next() && right.next()).isTrue();
        assertThat(left.asLong(0)).isEqualTo(right.asLong(0));
      }
    }
  }

  @Test
  void aResultThatIsClosedEarlyIsClosedOnTheServer() {
    RowCursor rows = query("ROWS 1000", 10);
    assertThat(rows.next()).isTrue();

    rows.close();

    assertThat(session.isValid(0)).isTrue();
    assertThat(served().openCursors).hasValue(0);
    assertThat(rows.next()).isFalse();
  }

  @Test
  void parametersArriveAsTheyWereGiven() {
    Object[] parameters = new Object[] {7, 8L, "text", 0, new BigDecimal("1.50"), true};
    parameters[3] = null;
    try (RowCursor row = query("ECHO", 0, parameters)) {
      assertThat(row.next()).isTrue();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        values.add(row.isNull(i) ? "null" : row.asObject(i));
      }
      assertThat(values)
          .containsExactly(
              "Integer 7", "Long 8", "String text", "null", "BigDecimal 1.50", "Boolean true");
    }
  }

  @Test
  void aCountComesWithItsKeys() {
    SqlResult result = session.execute("KEYS 2", NONE, ExecuteOptions.defaults());

    SqlResult.Count count = (SqlResult.Count) result;
    assertThat(count.count()).isEqualTo(2);
    assertThat(count.keyColumns()).extracting("label").containsExactly("ID");
    assertThat(count.keys()).containsExactly(new Object[] {1L}, new Object[] {2L});
  }

  @Test
  void aPreparedStatementKnowsItsTypesAndRunsByHandle() {
    PreparedSql statement = session.prepare("ROWS 3");
    assertThat(statement.isQuery()).isTrue();
    assertThat(statement.parameters()).containsExactly(SqlType.BIGINT, SqlType.VARCHAR);
    assertThat(statement.columns()).isEqualTo(FakeDatabase.COLUMNS);

    SqlResult result = session.execute(statement, NONE, fetching(2));
    try (RowCursor rows = ((SqlResult.Rows) result).cursor()) {
      assertThat(rows.columns()).isSameAs(statement.columns());
      for (int i = 1; i <= 3; i++) {
        assertThat(rows.next()).isTrue();
      }
    }
    statement.close();
    statement.close();

    assertThat(session.isValid(0)).isTrue();
    assertThat(served().openStatements).hasValue(0);
    assertThatThrownBy(() -> session.execute(statement, NONE, fetching(0)))
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("prepared statement 1");
  }

  @Test
  void aFailureKeepsItsCodeMessageAndPlaceAndHarmsNothing() {
    assertThatThrownBy(() -> session.prepare("FAIL now"))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(SqlErrorCode.SYNTAX);
              assertThat(problem).hasMessage("no sense in 'FAIL now'");
              assertThat(problem.line()).isEqualTo(1);
              assertThat(problem.column()).isEqualTo(6);
            });
    assertThat(session.isValid(0)).isTrue();
  }

  @Test
  void aMistakeOfTheServerIsAnInternalProblemOfOneStatement() {
    assertThatThrownBy(() -> session.execute("BREAK", NONE, ExecuteOptions.defaults()))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.INTERNAL));
    assertThat(session.isValid(0)).isTrue();
  }

  @Test
  void aBatchStopsAtItsFirstFailure() {
    PreparedSql statement = session.prepare("COUNT 1");
    List<Object[]> rows = List.of(row("good"), row("good"), row("bad"), row("good"));

    BatchResult result = session.executeBatch(statement, rows, ExecuteOptions.defaults());

    assertThat(result.counts()).containsExactly(1, 1);
    assertThat(result.failure())
        .isNotNull()
        .extracting(SqlProblem::code)
        .isEqualTo(SqlErrorCode.UNIQUE_VIOLATION);
  }

  @Test
  void aBatchThatIsLargerThanAFrameGoesInParts() {
    PreparedSql statement = session.prepare("COUNT 1");
    List<Object[]> many = Collections.nCopies(150_000, row("good"));
    List<Object[]> large = Collections.nCopies(20, row("x".repeat(1 << 20)));

    assertThat(session.executeBatch(statement, many, ExecuteOptions.defaults()).counts())
        .hasSize(150_000)
        .containsOnly(1);
    assertThat(session.executeBatch(statement, large, ExecuteOptions.defaults()).counts())
        .hasSize(20);
    assertThat(session.executeBatch(statement, List.of(), ExecuteOptions.defaults()).counts())
        .isEmpty();
    assertThat(served().heard).contains("batch of 65536", "batch of 18928", "batch of 5");
  }

  private static Object[] row(Object value) {
    return new Object[] {value};
  }

  @Test
  void aParameterLargerThanAFrameIsRefusedAndTheSessionGoesOn() {
    Object[] large = {new byte[17 << 20]};

    assertThatThrownBy(() -> session.execute("ECHO", large, ExecuteOptions.defaults()))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.LIMIT_EXCEEDED))
        .hasMessageContaining("16777216");
    assertThat(session.isValid(0)).isTrue();
  }

  @Test
  void changedSettingsTravelWithTheNextStatement() {
    SessionSettings changed =
        SessionSettings.defaults().withAutoCommit(false).with(IsolationLevel.SERIALIZABLE);

    session.setSettings(changed);
    assertThat(session.settings()).isEqualTo(changed);
    assertThat(served().heard).isEmpty();

    session.execute("COUNT 1", NONE, ExecuteOptions.defaults());
    assertThat(served().heard).containsExactly("set " + changed, "COUNT 1");
    assertThat(session.inTransaction()).isTrue();
  }

  @Test
  void autoCommitEndsAnOpenTransactionAtOnce() {
    session.setSettings(session.settings().withAutoCommit(false));
    session.execute("COUNT 1", NONE, ExecuteOptions.defaults());

    session.setSettings(session.settings().withAutoCommit(true));

    assertThat(session.inTransaction()).isFalse();
    assertThat(served().settings().autoCommit()).isTrue();
  }

  @Test
  void aSchemaThatDoesNotExistIsRefusedAtOnceAndNothingChanges() {
    SessionSettings before = session.settings();

    assertThatThrownBy(() -> session.setSettings(before.withSchema("NOWHERE")))
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("NOWHERE");

    assertThat(session.settings()).isEqualTo(before);
    session.execute("COUNT 1", NONE, ExecuteOptions.defaults());
    assertThat(served().settings()).isEqualTo(before);
  }

  @Test
  void commitAndRollbackReachTheServer() {
    session.setSettings(session.settings().withAutoCommit(false));
    session.execute("COUNT 1", NONE, ExecuteOptions.defaults());
    session.commit();
    assertThat(session.inTransaction()).isFalse();
    session.execute("COUNT 2", NONE, ExecuteOptions.defaults());
    assertThat(session.inTransaction()).isTrue();
    session.rollback();
    assertThat(session.inTransaction()).isFalse();

    assertThat(served().heard).containsSubsequence("COUNT 1", "commit", "COUNT 2", "rollback");
  }

  @Test
  void afterClosingNothingIsLeftOnTheServer() {
    query("ROWS 1000", 1);
    session.prepare("COUNT 1");

    session.close();
    session.close();

    assertThat(session.isOpen()).isFalse();
    assertThat(session.isValid(0)).isFalse();
    assertThat(served().isOpen()).isFalse();
    assertThat(served().openCursors).hasValue(0);
    assertThat(served().openStatements).hasValue(0);
    assertThatThrownBy(() -> session.prepare("COUNT 1"))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CONNECTION_CLOSED));
    assertThat(Arrays.asList(database.openings.get(0))).containsExactly("1 SHOP IF_MISSING");
  }
}
