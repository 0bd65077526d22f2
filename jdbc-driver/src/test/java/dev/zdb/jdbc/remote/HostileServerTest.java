package dev.zdb.jdbc.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdb.sql.api.ExecuteOptions;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a server answers, the client's problem is one that SQL knows, and the session is over.
 */
@Timeout(60)
final class HostileServerTest {
  /** The greeting's answer of the protocol's document. */
  private static final String HELLO_OK =
      "0000002981000000010001000000000000000004534"
          + "84f5005302e312e3080010100065055424c494301000000";

  private static final Object[] NONE = {};

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private ServerSocket listener;
  private @Nullable Future<?> serving;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws Exception {
    listener.close();
    if (serving != null) {
      serving.cancel(true);
    }
    thread.shutdownNow();
    assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Answers each frame that comes with the next of these, and then hangs up. */
  private void answering(String... answers) {
    serving =
        thread.submit(
            () -> {
              try (Socket socket = listener.accept()) {
                socket.setSoTimeout(20_000);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                for (String answer : answers) {
                  in.skipNBytes(in.readInt());
                  socket.getOutputStream().write(HexFormat.of().parseHex(answer));
                }
              }
              return null;
            });
  }

  private RemoteSession connect() {
    return RemoteSession.connect(
        new RemoteTarget("127.0.0.1", listener.getLocalPort(), "shop"), RemoteOptions.defaults());
  }

  private static SqlErrorCode codeOf(SqlProblem problem) {
    return problem.code();
  }

  @Test
  void theExampleOfTheDocumentIsUnderstood() {
    answering(HELLO_OK, "00000006870000000200");
    RemoteSession session = connect();
    assertThat(session.database().catalog()).isEqualTo("SHOP");
    session.commit();
    assertThat(session.isOpen()).isTrue();
    session.abort();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // hangs up
        "0000", // inside a frame
        "ffffffff8200000002", // a length beyond all bounds
        "00000006870000000900", // the reply to another request
        "00000006770000000200", // no such message
        "0000000706000000020000", // a request
        "00000006870000000200" + "00000006870000000200" // a reply too many: told by the next one
      })
  void anAnswerThatIsNoneEndsTheSession(String answer) {
    answering(HELLO_OK, answer);
    RemoteSession session = connect();

    SqlProblem problem =
        catchThrowableOfType(
            SqlProblem.class,
            () -> {
              session.execute("ROWS", NONE, ExecuteOptions.defaults());
            });

    assertThat(codeOf(problem)).isIn(SqlErrorCode.CONNECTION_LOST, SqlErrorCode.PROTOCOL_VIOLATION);
    assertThat(session.isOpen()).isFalse();
    assertThat(session.isValid(100)).isFalse();
  }

  @Test
  void aConnectionLostDuringCommitLeavesTheOutcomeUnknown() {
    answering(HELLO_OK, "");
    RemoteSession session = connect();

    assertThatThrownBy(session::commit)
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.COMMIT_UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "485454502f312e3120343030", "00000006870000000100"})
  void aServerOfAnotherKindIsAFailedConnection(String answer) {
    answering(answer);
    SqlProblem problem = catchThrowableOfType(SqlProblem.class, this::connect);
    assertThat(codeOf(problem))
        .isIn(SqlErrorCode.CONNECTION_FAILED, SqlErrorCode.PROTOCOL_VIOLATION);
  }

  @Test
  void aServerOfAnotherKindIsNamedAsNone() {
    answering("485454502f312e3120343030");
    SqlProblem problem = catchThrowableOfType(SqlProblem.class, this::connect);
    assertThat(codeOf(problem)).isEqualTo(SqlErrorCode.CONNECTION_FAILED);
    assertThat(problem).hasMessageContaining("no ZDB server");
  }

  @Test
  void aHostThatIsNoneIsSaidToBeNone() {
    RemoteTarget nowhere = new RemoteTarget("nowhere.invalid", 5490, "shop");
    assertThatThrownBy(() -> RemoteSession.connect(nowhere, RemoteOptions.defaults()))
        .isInstanceOf(SqlProblem.class)
        .hasMessage("no connection to nowhere.invalid:5490/shop: there is no such host");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    RemoteOptions hurried =
        new RemoteOptions(
            "",
            RemoteOptions.defaults().create(),
            RemoteOptions.defaults().session(),
            /* connectTimeoutMillis= */ 100,
            0);
    RemoteTarget mute = new RemoteTarget("127.0.0.1", listener.getLocalPort(), "shop");
    assertThatThrownBy(() -> RemoteSession.connect(mute, hurried))
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.CONNECTION_FAILED));
  }

  @Test
  void anUnknownCodeIsTakenBySqlStateThenByClass() {
    String bySqlState = "0000001bff00000002000346414e053233353035024f4b0000000000000000";
    String byClass = "0000001bff00000003000346414e053233393939024f4b0000000000000000";
    answering(HELLO_OK, bySqlState, byClass);
    RemoteSession session = connect();

    assertThatThrownBy(session::rollback)
        .isInstanceOfSatisfying(
            SqlProblem.class,
            problem -> assertThat(problem.code()).isEqualTo(SqlErrorCode.UNIQUE_VIOLATION))
        .hasMessage("OK");
    assertThatThrownBy(session::rollback)
        .isInstanceOfSatisfying(
            SqlProblem.class, problem -> assertThat(problem.code().sqlState()).startsWith("23"))
        .hasMessage("OK [23999]");
    session.abort();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noiseIsAProblemThatSqlKnows(long seed) {
    Random random = new Random(seed);
    byte[] noise = new byte[20 + random.nextInt(100)];
    random.nextBytes(noise);
    noise[0] = 0;
    noise[1] = 0;
    noise[2] = 0;
    noise[3] = (byte) (noise.length - 4);
    noise[4] = (byte) List.of(0x82, 0x83, 0x84, 0xff).get(random.nextInt(4)).intValue();
    answering(HELLO_OK, HexFormat.of().formatHex(noise));
    RemoteSession session = connect();

    assertThatThrownBy(() -> session.prepare("SELECT 1")).isInstanceOf(SqlProblem.class);
    session.abort();
  }
}
