package dev.zdb.jdbc.server;

import dev.zdb.jdbc.remote.RemoteOptions;
import dev.zdb.jdbc.remote.RemoteSession;
import dev.zdb.jdbc.remote.RemoteTarget;
import dev.zdb.sql.api.ExecuteOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A server of fake databases on a free port. */
final class ServerFixture implements AutoCloseable {
  static final Object[] NONE = {};
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  final FakeDatabase database = new FakeDatabase();
  final ZdbServer server;

  ServerFixture(Path directory) {
    this(directory, UnaryOperator.identity());
  }

  ServerFixture(Path directory, UnaryOperator<ServerOptions> changes) {
    ServerOptions.Listen anyPort = new ServerOptions.Listen("127.0.0.1", 0);
    server = ZdbServer.start(changes.apply(ServerOptions.of(directory).with(anyPort)), database);
  }

  RemoteSession connect() {
    return connect("shop", RemoteOptions.defaults());
  }

  RemoteSession connect(String name, RemoteOptions options) {
    return RemoteSession.connect(new RemoteTarget("127.0.0.1", server.port(), name), options);
  }

  Socket socket() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Fails unless a new client is served. */
  void requireServing() {
    try (RemoteSession session = connect()) {
      session.execute("COUNT 1", NONE, ExecuteOptions.defaults());
    }
  }

  /** Waits for what another thread is about to do. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("in vain: " + what);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
