package dev.zdb.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdb.sql.api.ExecuteOptions.Keys;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import dev.zdb.sql.api.SqlType;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ZdbStatementTest {
  private final FakeSession session = new FakeSession();
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    session.rows("SELECT 1", List.of(FakeSession.KEY), new Object[] {1L});
    statement = Connections.over(session).createStatement();
  }

  @Test
  void aQueryGivesRowsAndNoCount() throws SQLException {
    assertThat(statement.execute("SELECT 1")).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    ResultSet rows = statement.getResultSet();

    assertThat(rows.next()).isTrue();
    assertThat(rows.getLong(1)).isEqualTo(1);
    assertThat(rows.next()).isFalse();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(rows.isClosed()).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
  }

  @Test
  void anUpdateGivesACountAndNoRows() throws SQLException {
    assertThat(statement.execute("UPDATE T")).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(1);
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(statement.executeUpdate("UPDATE T")).isEqualTo(1);
    assertThat(statement.executeLargeUpdate("UPDATE T")).isEqualTo(1);
  }

  @Test
  void executeQueryRefusesAnUpdateBeforeItChangesAnything() {
    assertThatThrownBy(() -> statement.executeQuery("UPDATE T"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("executeUpdate");
    assertThat(session.heard).doesNotContain("UPDATE T");
  }

  @Test
  void executeUpdateRefusesRows() {
    assertThatThrownBy(() -> statement.executeUpdate("SELECT 1"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("executeQuery");
  }

  @Test
  void aNewExecutionClosesTheResultBefore() throws SQLException {
    ResultSet first = statement.executeQuery("SELECT 1");
    statement.executeQuery("SELECT 1");

    assertThat(first.isClosed()).isTrue();
  }

  @Test
  void limitsReachTheSession() throws SQLException {
    statement.setMaxRows(5);
    statement.setFetchSize(6);
    statement.setQueryTimeout(7);
    statement.executeQuery("SELECT 1");

    assertThat(session.lastOptions.maxRows()).isEqualTo(5);
    assertThat(session.lastOptions.fetchSize()).isEqualTo(6);
    assertThat(session.lastOptions.timeoutMillis()).isEqualTo(7_000);
  }

  @Test
  void generatedKeysAreAskedForByFlagOrByName() throws SQLException {
    statement.executeUpdate("INSERT INTO T", Statement.RETURN_GENERATED_KEYS);
    assertThat(session.lastOptions.keys()).isEqualTo(Keys.GENERATED);
    try (ResultSet keys = statement.getGeneratedKeys()) {
      assertThat(keys.next()).isTrue();
      assertThat(keys.getInt("id")).isEqualTo(7);
      assertThat(keys.next()).isFalse();
    }
    statement.executeUpdate("INSERT INTO T", new String[] {"ID", "B"});
    assertThat(session.lastOptions.keys()).isEqualTo(new Keys(Keys.Mode.NAMED, List.of("ID", "B")));
    statement.executeUpdate("INSERT INTO T", Statement.NO_GENERATED_KEYS);
    assertThat(statement.getGeneratedKeys().next()).isFalse();
    assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO T", 9))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void generatedKeysAreAskedForByNumberOfTheColumn() throws SQLException {
    session.rows(
        MetadataQuery.COLUMNS.sql(),
        List.of(
            FakeSession.column("ORDINAL_POSITION", SqlType.INTEGER),
            FakeSession.column("COLUMN_NAME", SqlType.VARCHAR)),
        new Object[] {1, "ID"},
        new Object[] {2, "NAME"});
    statement.executeUpdate("INSERT INTO My_T VALUES (1)", new int[] {2});

    assertThat(session.lastOptions.keys()).isEqualTo(new Keys(Keys.Mode.NAMED, List.of("NAME")));
    assertThat(session.parameters.get(0)).containsExactly("%", "PUBLIC", "MY\\_T", "%");
    assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO My_T VALUES (1)", new int[] {3}))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void aBatchCountsEachStatement() throws SQLException {
    statement.addBatch("UPDATE A");
    statement.addBatch("UPDATE B");

    assertThat(statement.executeBatch()).containsExactly(1, 1);
    assertThat(statement.executeBatch()).isEmpty();
  }

  @Test
  void aBatchStopsAtTheFirstFailureAndCountsThoseBefore() throws SQLException {
    session.fails("UPDATE B", SqlErrorCode.UNIQUE_VIOLATION);
    statement.addBatch("UPDATE A");
    statement.addBatch("UPDATE B");
    statement.addBatch("UPDATE C");

    BatchUpdateException failure =
        catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
    assertThat(failure.getUpdateCounts()).containsExactly(1);
    assertThat(failure.getLargeUpdateCounts()).containsExactly(1);
    assertThat(failure.getSQLState()).isEqualTo("23505");
    assertThat(session.heard).containsExactly("UPDATE A", "UPDATE B");
  }

  @Test
  void aQueryInABatchIsAFailure() throws SQLException {
    statement.addBatch("SELECT 1");

    assertThatThrownBy(statement::executeBatch).isInstanceOf(BatchUpdateException.class);
  }

  @Test
  void cancelFromAnotherThreadStopsTheStatementThatRuns() throws Exception {
    session.blocks("SELECT 2");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<SQLException> failure =
          other.submit(
              () -> catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 2")));
      assertThat(session.blocked.await(30, TimeUnit.SECONDS)).isTrue();

      statement.cancel();

      SQLException cancelled = failure.get(30, TimeUnit.SECONDS);
      assertThat((Throwable) cancelled).isNotInstanceOf(SQLTimeoutException.class);
      assertThat(cancelled.getSQLState()).isEqualTo("57014");
      assertThat(statement.executeUpdate("UPDATE T")).isEqualTo(1);
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void cancelOfAStatementThatDoesNotRunMeetsNoOther() throws Exception {
    session.blocks("SELECT 2");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Statement idle = statement.getConnection().createStatement()) {
      Future<SQLException> failure =
          other.submit(
              () -> catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT 2")));
      assertThat(session.blocked.await(30, TimeUnit.SECONDS)).isTrue();

      idle.cancel();
      assertThat(failure.isDone()).isFalse();
      statement.close();

      assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void whatRunsLongerThanTheQueryTimeoutFailsAsTimedOut() throws SQLException {
    session.fails("SELECT 2", SqlErrorCode.CANCELLED);
    statement.setQueryTimeout(1);

    assertThatThrownBy(() -> statement.execute("SELECT 2"))
        .isInstanceOf(SQLTimeoutException.class)
        .hasMessageContaining("1 s");
  }

  @Test
  void aFailureTellsWhereInTheText() {
    session.fails("SELECT 2", SqlErrorCode.UNDEFINED_TABLE);

    assertThatThrownBy(() -> statement.execute("SELECT 2"))
        .hasMessage("It failed. (line 1, column 8)");
  }

  @Test
  void nothingUncheckedReachesTheApplication() {
    session.answers(
        "SELECT 2",
        given -> {
          throw new IllegalStateException("a fault of ours");
        });
    session.answers(
        "SELECT 3",
        given -> {
          throw new StackOverflowError();
        });

    assertThatThrownBy(() -> statement.execute("SELECT 2"))
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("XX000"));
    assertThatThrownBy(() -> statement.execute("SELECT 3"))
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("54001"));
    assertThatCode(() -> statement.execute("SELECT 1")).doesNotThrowAnyException();
  }

  @Test
  void aFailureWhileReadingRowsIsTranslatedToo() throws SQLException {
    session.answers(
        "SELECT 2",
        given ->
            new SqlResult.Rows(
                new FailingCursor(SqlProblem.of(SqlErrorCode.CONNECTION_LOST, "Gone."))));
    ResultSet rows = statement.executeQuery("SELECT 2");

    assertThatThrownBy(rows::next)
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("08006"));
  }

  @Test
  void escapesAreTranslatedOrRefusedOnceSwitchedOff() throws SQLException {
    statement.executeUpdate("INSERT {d '2024-02-29'}");
    statement.setEscapeProcessing(false);
    statement.executeUpdate("INSERT '{d' -- {");

    assertThatThrownBy(() -> statement.executeUpdate("INSERT {d '2024-02-29'}"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("character 8");
    assertThat(session.heard).containsExactly("INSERT DATE '2024-02-29'", "INSERT '{d' -- {");
  }

  @Test
  void aStatementMayCloseWithItsResult() throws SQLException {
    statement.closeOnCompletion();
    statement.executeQuery("SELECT 1").close();

    assertThat(statement.isClosed()).isTrue();
  }

  @Test
  void argumentsThatMeanNothingAreRefused() {
    List<ThrowingCallable> requests =
        List.of(
            () -> statement.setMaxRows(-1),
            () -> statement.setLargeMaxRows(-1),
            () -> statement.setFetchSize(-1),
            () -> statement.setQueryTimeout(-1),
            () -> statement.setMaxFieldSize(-1),
            () -> statement.setFetchDirection(ResultSet.FETCH_REVERSE),
            () -> statement.getMoreResults(99));

    assertThat(requests)
        .allSatisfy(request -> assertThatThrownBy(request).isInstanceOf(SQLException.class));
  }

  @Test
  void everythingIsRefusedOnceAStatementIsClosed() throws SQLException {
    statement.close();
    statement.close();

    assertThat(statement.isClosed()).isTrue();
    assertThat(requests())
        .allSatisfy(
            request ->
                assertThatThrownBy(request)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("The statement is closed."));
  }

  private List<ThrowingCallable> requests() {
    return List.of(
        () -> statement.execute("SELECT 1"),
        () -> statement.executeQuery("SELECT 1"),
        () -> statement.executeUpdate("UPDATE T"),
        () -> statement.executeLargeUpdate("UPDATE T"),
        () -> statement.addBatch("UPDATE T"),
        statement::executeBatch,
        statement::executeLargeBatch,
        statement::clearBatch,
        statement::cancel,
        statement::getResultSet,
        statement::getUpdateCount,
        statement::getLargeUpdateCount,
        statement::getMoreResults,
        statement::getGeneratedKeys,
        statement::getConnection,
        statement::getWarnings,
        statement::clearWarnings,
        statement::getMaxRows,
        () -> statement.setMaxRows(1),
        statement::getFetchSize,
        () -> statement.setFetchSize(1),
        statement::getQueryTimeout,
        () -> statement.setQueryTimeout(1),
        () -> statement.setEscapeProcessing(true),
        () -> statement.setCursorName("C"),
        statement::getFetchDirection,
        statement::getResultSetType,
        statement::getResultSetConcurrency,
        statement::getResultSetHoldability,
        statement::isPoolable,
        () -> statement.setPoolable(true),
        statement::closeOnCompletion,
        statement::isCloseOnCompletion,
        statement::getMaxFieldSize);
  }

  @Test
  void theEndOfTheConnectionIsTheEndOfItsStatements() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT 1");
    statement.getConnection().close();

    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(rows::next)
        .isInstanceOfSatisfying(
            SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("08003"));
    assertThatCode(statement::close).doesNotThrowAnyException();
    assertThatCode(rows::close).doesNotThrowAnyException();
  }
}
