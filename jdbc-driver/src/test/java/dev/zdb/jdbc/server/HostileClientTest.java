package dev.zdb.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.jdbc.remote.RemoteSession;
import dev.zdb.sql.api.ExecuteOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, its own connection ends at worst; the others go on. */
@Timeout(120)
final class HostileClientTest {
  /** A whole greeting, as in the protocol's document. */
  private static final byte[] HELLO =
      HexFormat.of()
          .parseHex(
              "0000003601000000015a444201000100010000000000000000"
                  + "0464656d6f0473686f70000100065055424c49430000000000002710"
                  + "0003555443");

  private static final byte[] COUNT =
      HexFormat.of()
          .parseHex(
              "0000002502000000020007434f554e542031"
                  + "000000000000000000000000000000000000000000"
                  + "0000");

  @TempDir Path directory;
  private ServerFixture fixture;
  private RemoteSession bystander;

  @BeforeEach
  void start() {
    fixture = new ServerFixture(directory);
    bystander = fixture.connect();
  }

  @AfterEach
  void othersGoOn() {
    bystander.execute("COUNT 1", ServerFixture.NONE, ExecuteOptions.defaults());
    fixture.requireServing();
    bystander.close();
    ServerFixture.await("all but the keepers left", fixture.database::onlyKeepersAreOpen);
    fixture.close();
  }

  /** Sends bytes and nothing more, and gives back all that comes until the connection ends. */
  private byte[] send(byte[] bytes) throws IOException {
    try (Socket socket = fixture.socket()) {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        socket.getInputStream().transferTo(answer);
      } catch (SocketException e) {
        // The server hung up while bytes were on their way, as it may.
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed|abort).*");
      }
      return answer.toByteArray();
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static String text(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theExamplesHereAreServed() throws IOException {
    byte[] answer = send(join(HELLO, COUNT));
    assertThat(text(answer)).contains("SHOP");
    assertThat(fixture.database.sessions).anyMatch(session -> session.heard.contains("COUNT 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
      })
  void whoSpeaksAnotherProtocolIsToldAndSentAway(String greeting) throws IOException {
    byte[] answer = send(greeting.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(text(answer)).contains("PROTOCOL_VIOLATION").contains("08P01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00002001", "7fffffff", "ffffffff", "80000000", "00000000", "00000004"})
  void aLengthOutOfBoundsEndsTheConnectionWithoutMemory(String length) throws IOException {
    byte[] answer = send(HexFormat.of().parseHex(length + "0100000001"));
    assertThat(text(answer)).contains("PROTOCOL_VIOLATION");
  }

  @Test
  void afterTheGreetingTheLimitIsTheServers() throws IOException {
    byte[] answer = send(join(HELLO, HexFormat.of().parseHex("010000010200000002")));
    assertThat(text(answer)).contains("PROTOCOL_VIOLATION").contains("16777212");
  }

  @Test
  void aFrameThatPromisesMuchAndSendsLittleCostsLittle() throws IOException {
    Socket[] misers = new Socket[40];
    for (int i = 0; i < misers.length; i++) {
      misers[i] = fixture.socket();
      misers[i].getOutputStream().write(join(HELLO, HexFormat.of().parseHex("00fffff002")));
    }
    for (Socket miser : misers) {
      DataInputStream in = new DataInputStream(miser.getInputStream());
      assertThat(in.readInt()).isGreaterThan(5);
      miser.close();
    }
  }

  @Test
  void aConnectionCutAtEveryByteHarmsNoOne() throws IOException {
    byte[] whole = join(HELLO, COUNT);
    for (int length = 0; length < whole.length; length++) {
      send(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void messagesWithoutAPlaceEndTheConnection() throws IOException {
    String[] misplaced = {
      "000000050c00000001", // ping before hello
      HexFormat.of().formatHex(HELLO) + HexFormat.of().formatHex(HELLO),
      HexFormat.of().formatHex(HELLO) + "000000068700000002" + "00", // a reply
      HexFormat.of().formatHex(HELLO) + "000000057700000002", // no such message
      HexFormat.of().formatHex(HELLO) + "000000060c0000000200" // a ping with a payload
    };
    for (String frames : misplaced) {
      assertThat(text(send(HexFormat.of().parseHex(frames)))).contains("PROTOCOL_VIOLATION");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noiseHarmsNoOne(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      send(random.nextBoolean() ? noise : join(HELLO, noise));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void damagedConversationsHarmNoOne(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = join(HELLO, COUNT, COUNT);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      send(bytes);
    }
  }

  @Test
  void aClientThatStopsReadingHoldsUpNoOneElse() throws IOException {
    byte[] rows = COUNT.clone();
    byte[] text = "ROWS 99".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, rows, 11, text.length);
    ByteArrayOutputStream burst = new ByteArrayOutputStream();
    burst.writeBytes(HELLO);
    for (int i = 0; i < 20_000; i++) { // whose answers fill all buffers between
      burst.writeBytes(rows);
    }
    try (Socket deaf = fixture.socket()) {
      burst.writeTo(deaf.getOutputStream());
      ServerFixture.await(
          "the deaf are served",
          () ->
              fixture.database.sessions.stream()
                  .anyMatch(session -> session.heard.contains("ROWS 99")));
      fixture.requireServing();
    }
  }

  @Test
  void requestsSentWithoutWaitingAreAnsweredInOrder() throws IOException {
    try (Socket socket = fixture.socket()) {
      byte[] burst = HELLO;
      for (int i = 0; i < 500; i++) {
        burst = join(burst, new byte[] {0, 0, 0, 5, 0x0c, 0, 0, (byte) (i >> 8), (byte) i});
      }
      socket.getOutputStream().write(burst);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.skipNBytes(in.readInt());
      for (int i = 0; i < 500; i++) {
        assertThat(in.readInt()).isEqualTo(6);
        assertThat(in.readUnsignedByte()).isEqualTo(0x87);
        assertThat(in.readInt()).isEqualTo(i);
        assertThat(in.readUnsignedByte()).isZero();
      }
    }
  }
}
