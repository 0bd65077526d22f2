package dev.zdb.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdb.jdbc.remote.RemoteOptions;
import dev.zdb.jdbc.remote.RemoteSession;
import dev.zdb.jdbc.remote.RemoteTarget;
import dev.zdb.sql.api.DatabaseOptions.Create;
import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.RowCursor;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlResult;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections come and go; none harms another. */
@Timeout(120)
final class ZdbServerTest {
  private static final Object[] NONE = ServerFixture.NONE;

  @TempDir Path directory;
  private final ExecutorService clients = Executors.newFixedThreadPool(50);

  @AfterEach
  void endClients() throws InterruptedException {
    clients.shutdownNow();
    assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private static SqlProblem problemOf(RemoteSession session, String sql) {
    return catchThrowableOfType(
        SqlProblem.class, () -> session.execute(sql, NONE, ExecuteOptions.defaults()));
  }

  private CompletableFuture<SqlProblem> waitingOn(RemoteSession session, ServerFixture fixture)
      throws InterruptedException {
    CompletableFuture<SqlProblem> outcome =
        CompletableFuture.supplyAsync(() -> problemOf(session, "WAIT"), clients);
    assertThat(fixture.database.waiting.await(20, TimeUnit.SECONDS)).isTrue();
    return outcome;
  }

  @ParameterizedTest
  @EnumSource(ServerOptions.ThreadKind.class)
  void aBlockedStatementIsCancelledFromAnotherThread(ServerOptions.ThreadKind threads)
      throws Exception {
    try (ServerFixture fixture = new ServerFixture(directory, options -> options.with(threads));
        RemoteSession session = fixture.connect()) {
      CompletableFuture<SqlProblem> outcome = waitingOn(session, fixture);

      session.cancel();

      assertThat(outcome.get(20, TimeUnit.SECONDS).code()).isEqualTo(SqlErrorCode.CANCELLED);
      for (int i = 0; i < 100; i++) {
        session.execute("COUNT 1", NONE, ExecuteOptions.defaults());
      }
    }
  }

  @Test
  void aCancelThatComesTooLateCancelsNothing() {
    try (ServerFixture fixture = new ServerFixture(directory);
        RemoteSession session = fixture.connect()) {
      session.execute("COUNT 1", NONE, ExecuteOptions.defaults());
      session.cancel();
      assertThat(session.isValid(1_000)).isTrue();
    }
  }

  @Test
  void theTimeoutTravelsWithTheStatement() throws Exception {
    try (ServerFixture fixture = new ServerFixture(directory);
        RemoteSession session = fixture.connect()) {
      ExecuteOptions hurried = new ExecuteOptions(0, 0, 77, ExecuteOptions.Keys.NONE);
      CompletableFuture<SqlProblem> outcome =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowableOfType(
                      SqlProblem.class, () -> session.execute("WAIT", NONE, hurried)),
              clients);
      assertThat(fixture.database.waiting.await(20, TimeUnit.SECONDS)).isTrue();
      session.cancel();
      assertThat(outcome.get(20, TimeUnit.SECONDS)).hasMessageContaining("timeout 77");
    }
  }

  @Test
  void abortFreesAClientThatWaitsAndItsSessionOnTheServer() throws Exception {
    try (ServerFixture fixture = new ServerFixture(directory)) {
      RemoteSession session = fixture.connect();
      CompletableFuture<SqlProblem> outcome = waitingOn(session, fixture);

      session.abort();

      assertThat(outcome.get(20, TimeUnit.SECONDS).code()).isEqualTo(SqlErrorCode.CONNECTION_LOST);
      assertThat(session.isOpen()).isFalse();
      FakeSession served = fixture.database.sessions.get(0);
      ServerFixture.await("the broken connection is noticed", () -> !served.isOpen());
      fixture.requireServing();
    }
  }

  @Test
  void anAnswerThatTakesLongerThanTheNetworkTimeoutIsALostConnection() {
    try (ServerFixture fixture = new ServerFixture(directory);
        RemoteSession session = fixture.connect()) {
      session.setNetworkTimeout(50);

      assertThat(problemOf(session, "WAIT").code()).isEqualTo(SqlErrorCode.CONNECTION_LOST);
      assertThat(session.isOpen()).isFalse();
    }
  }

  @Test
  void fiftyConnectionsAreServedAtOnce() throws Exception {
    try (ServerFixture fixture = new ServerFixture(directory)) {
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int rows = 100 + i;
        work.add(() -> sumOfIds(fixture, rows));
      }
      List<Future<Long>> sums = clients.invokeAll(work);
      for (int i = 0; i < 50; i++) {
        long rows = 100L + i;
        assertThat(sums.get(i).get()).isEqualTo(10 * rows * (rows + 1) / 2);
      }
      ServerFixture.await("all but the keeper left", () -> fixture.database.open.get() == 1);
    }
  }

  private static long sumOfIds(ServerFixture fixture, int rows) {
    long sum = 0;
    try (RemoteSession session = fixture.connect()) {
      ExecuteOptions small = new ExecuteOptions(0, 7, 0, ExecuteOptions.Keys.NONE);
      for (int i = 0; i < 10; i++) {
        SqlResult result = session.execute("ROWS " + rows, NONE, small);
        try (RowCursor cursor = ((SqlResult.Rows) result).cursor()) {
          while (cursor.next()) {
            sum += cursor.asLong(0);
          }
        }
      }
    }
    return sum;
  }

  @Test
  void oneConnectionOverTheLimitIsRefusedAndFitsWhenAnotherLeaves() {
    ServerOptions.Limits two = ServerOptions.Limits.DEFAULT.withConnections(2);
    try (ServerFixture fixture = new ServerFixture(directory, options -> options.with(two));
        RemoteSession staying = fixture.connect()) {
      RemoteSession leaving = fixture.connect();
      assertThatThrownBy(fixture::connect)
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.TOO_MANY_CONNECTIONS))
          .hasMessageContaining("2");

      leaving.close();

      ServerFixture.await("a place is free", () -> isWelcome(fixture));
      assertThat(staying.isValid(1_000)).isTrue();
    }
  }

  private static boolean isWelcome(ServerFixture fixture) {
    try (RemoteSession session = fixture.connect()) {
      return session.isOpen();
    } catch (SqlProblem e) {
      assertThat(e.code()).isEqualTo(SqlErrorCode.TOO_MANY_CONNECTIONS);
      return false;
    }
  }

  @Test
  void limitsOnStatementsAndResultsAreToldByName() {
    ServerOptions.Limits few =
        new ServerOptions.Limits(10, /* statements= */ 2, /* cursors= */ 1, 1 << 20, 10_000);
    try (ServerFixture fixture = new ServerFixture(directory, options -> options.with(few));
        RemoteSession session = fixture.connect()) {
      session.prepare("COUNT 1");
      session.prepare("COUNT 2");
      assertThatThrownBy(() -> session.prepare("COUNT 3"))
          .isInstanceOf(SqlProblem.class)
          .hasMessageContaining("2 prepared statements at most");

      ExecuteOptions one = new ExecuteOptions(0, 1, 0, ExecuteOptions.Keys.NONE);
      session.execute("ROWS 5", NONE, one);
      assertThatThrownBy(() -> session.execute("ROWS 5", NONE, one))
          .isInstanceOf(SqlProblem.class)
          .hasMessageContaining("1 open results at most");
      assertThat(fixture.database.sessions.get(0).openCursors).hasValue(1);
    }
  }

  @Test
  void whoSaysNothingIsSentAwayInTime() throws Exception {
    ServerOptions.Limits hurried = ServerOptions.Limits.DEFAULT.withHelloTimeoutMillis(50);
    try (ServerFixture fixture = new ServerFixture(directory, options -> options.with(hurried));
        Socket silent = fixture.socket()) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void stoppingTellsIdleAndBusyClientsAndClosesTheDatabases() throws Exception {
    ServerFixture fixture = new ServerFixture(directory);
    RemoteSession idle = fixture.connect();
    RemoteSession busy = fixture.connect();
    CompletableFuture<SqlProblem> outcome = waitingOn(busy, fixture);

    fixture.close();

    assertThat(outcome.get(20, TimeUnit.SECONDS).code()).isEqualTo(SqlErrorCode.SHUT_DOWN);
    assertThat(problemOf(idle, "COUNT 1").code()).isEqualTo(SqlErrorCode.SHUT_DOWN);
    assertThat(idle.isOpen()).isFalse();
    assertThat(fixture.database.open).hasValue(0);
    assertThatThrownBy(fixture::connect)
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CONNECTION_FAILED));
    fixture.close();
  }

  @Test
  void aDatabaseStaysOpenBetweenConnections() {
    try (ServerFixture fixture = new ServerFixture(directory)) {
      fixture.connect().close();
      assertThat(fixture.database.open).hasValue(1);
      fixture.connect().close();
      assertThat(fixture.database.openings)
          .containsExactly("1 SHOP IF_MISSING", "1 SHOP NEVER", "1 SHOP IF_MISSING");
    }
  }

  @Test
  void aMissingDatabaseIsMadeOnlyWhereThatIsAllowed() {
    RemoteOptions never = RemoteOptions.defaults().with(Create.NEVER);
    try (ServerFixture fixture = new ServerFixture(directory)) {
      assertThatThrownBy(() -> fixture.connect("typo", never))
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.UNDEFINED_DATABASE))
          .hasMessageContaining("TYPO");
      assertThat(fixture.database.openings).isEmpty();

      fixture.connect("Shop", RemoteOptions.defaults()).close();
      fixture.connect("SHOP", never).close();
      fixture.connect("sHoP", never).close();
      assertThat(fixture.database.openings).allMatch(opening -> opening.startsWith("1 SHOP"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "1", "a/b", "a b", "ä", "con.", "a\u0000", "A%41"})
  void aNameThatIsNoNameReachesNoFile(String name) {
    try (ServerFixture fixture = new ServerFixture(directory)) {
      assertThatThrownBy(() -> fixture.connect(name, RemoteOptions.defaults()))
          .isInstanceOfSatisfying(
              SqlProblem.class,
              problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.UNDEFINED_DATABASE));
      assertThat(fixture.database.openings).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:0", "[::]:0", "192.0.2.1:5490"})
  void itListensOnLoopbackOnly(String listen) {
    ServerOptions open =
        ServerOptions.of(directory.resolve("data")).with(ServerOptions.Listen.parse(listen));
    assertThatThrownBy(() -> ZdbServer.start(open, new FakeDatabase()))
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("loopback");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5490", "localhost", ":5490", "::1:5490", "h:99999", "h:x", "h:-1"})
  void whereToListenIsHostAndPort(String listen) {
    assertThatThrownBy(() -> ServerOptions.Listen.parse(listen))
        .isInstanceOf(SqlProblem.class)
        .hasMessageContaining("HOST:PORT");
  }

  @Test
  void aPortThatIsTakenIsSaidSoAndTheDirectoryIsFree() {
    try (ServerFixture fixture = new ServerFixture(directory.resolve("first"))) {
      ServerOptions same =
          ServerOptions.of(directory.resolve("second"))
              .with(new ServerOptions.Listen("127.0.0.1", fixture.server.port()));
      assertThatThrownBy(() -> ZdbServer.start(same, new FakeDatabase()))
          .isInstanceOf(SqlProblem.class)
          .hasMessageContaining("cannot listen");
    }
    new ServerFixture(directory.resolve("second")).close();
  }

  @Test
  void noServerIsAFailedConnection() {
    int port;
    try (ServerFixture fixture = new ServerFixture(directory)) {
      port = fixture.server.port();
    }
    RemoteTarget nobody = new RemoteTarget("127.0.0.1", port, "shop");
    assertThatThrownBy(() -> RemoteSession.connect(nobody, RemoteOptions.defaults()))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CONNECTION_FAILED))
        .hasMessageContaining("127.0.0.1:" + port + "/shop");
  }

  @Test
  void virtualThreadsServeWhereTheJvmHasThem() throws Exception {
    boolean expected = Runtime.version().feature() >= 21;
    Set<Boolean> found = ConcurrentHashMap.newKeySet();
    Thread thread =
        ConnectionThreads.of(ServerOptions.ThreadKind.VIRTUAL_WHERE_THERE_ARE)
            .newThread(() -> found.add(Thread.currentThread().toString().startsWith("Virtual")));
    thread.start();
    thread.join();
    assertThat(found).containsExactly(expected);
    assertThat(thread.isDaemon()).isTrue();
  }
}
