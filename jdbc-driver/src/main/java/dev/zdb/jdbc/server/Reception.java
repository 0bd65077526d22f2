package dev.zdb.jdbc.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.jdbc.protocol.Frame;
import dev.zdb.jdbc.protocol.FrameChannel;
import dev.zdb.jdbc.protocol.ProtocolVersion;
import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.jdbc.protocol.SessionState;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlSession;
import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in, up to the limit, and knows who is there.
 *
 * <p><b>Threads:</b> safe; every connection is greeted on a thread of its own. <b>Failure:</b> who
 * cannot be let in is told why, if it said hello.
 */
final class Reception {
  private static final System.Logger LOG = System.getLogger(Reception.class.getName());

  /** Connections over the limit that are told so; beyond, they are cut off. */
  private static final int MAX_REFUSALS = 32;

  private static final long LINGER_MILLIS = 1_000;

  private final ServerOptions.Limits limits;
  private final ThreadFactory threads;
  private final Databases databases;
  private final LongRuns longRuns;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition someoneLeft = lock.newCondition();

  @GuardedBy("lock")
  private final Set<ServerConnection> connections = new HashSet<>();

  /** Sockets that were accepted and not closed. */
  @GuardedBy("lock")
  private int guests;

  @GuardedBy("lock")
  private boolean closing;

  Reception(ServerOptions options, Databases databases, LongRuns longRuns) {
    this.limits = options.limits();
    this.threads = ConnectionThreads.of(options.threads());
    this.databases = databases;
    this.longRuns = longRuns;
  }

  /** Gives a connection its thread. */
  void welcome(Socket socket) {
    int place = arrive();
    boolean running = false;
    try {
      if (place <= limits.connections() + MAX_REFUSALS) {
        threads.newThread(() -> host(socket, place)).start();
        running = true;
      }
    } catch (OutOfMemoryError e) {
      LOG.log(System.Logger.Level.ERROR, "no thread for a connection", e);
    } finally {
      if (!running) {
        closeSocket(socket);
        leave();
      }
    }
  }

  private int arrive() {
    lock.lock();
    try {
      guests++;
      return guests;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      guests--;
      someoneLeft.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void host(Socket socket, int place) {
    ServerConnection connection = null;
    try {
      FrameChannel channel = new FrameChannel(socket);
      connection = greet(channel, place);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection broke before it said hello", e);
    } finally {
      if (connection == null) {
        closeSocket(socket);
        leave();
      }
    }
    if (connection != null) {
      connection.serve();
    }
  }

  /** Hears who is there; null where that is no one who can be let in. */
  private @Nullable ServerConnection greet(FrameChannel channel, int place) throws IOException {
    try {
      Frame frame = channel.receiveWithin(limits.helloTimeoutMillis());
      if (frame == null) {
        return null;
      }
      if (!(frame.message() instanceof Request.Hello hello)) {
        throw SqlProblem.of(
            SqlErrorCode.PROTOCOL_VIOLATION, "%s before hello", frame.message().type());
      }
      int version = ProtocolVersion.SPOKEN.agreeWith(hello.versions());
      if (place > limits.connections()) {
        throw SqlProblem.of(
            SqlErrorCode.TOO_MANY_CONNECTIONS,
            "the server has its limit of %d connections",
            limits.connections());
      }
      ServedSession session = new ServedSession(connect(hello), limits);
      LOG.log(System.Logger.Level.DEBUG, "{0} uses {1}", printable(hello), hello.database());
      return open(channel, session, new Frame(frame.requestId(), session.greeting(version)));
    } catch (SqlProblem e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection was refused", e);
      refuse(channel, e);
      return null;
    }
  }

  /** The client's name for itself, fit for a line of a log. */
  private static String printable(Request.Hello hello) {
    String name = hello.application().isBlank() ? "a client" : hello.application();
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private SqlSession connect(Request.Hello hello) {
    try {
      return databases.connect(hello);
    } catch (SqlProblem e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.log(System.Logger.Level.ERROR, "opening a session failed", e);
      throw SqlProblem.causedBy(
          e, SqlErrorCode.INTERNAL, "the server's own mistake while opening a session: " + e);
    }
  }

  private @Nullable ServerConnection open(
      FrameChannel channel, ServedSession session, Frame greeting) throws IOException {
    ServerConnection connection = new ServerConnection(channel, session, longRuns, this::goodbye);
    if (!enter(connection)) {
      session.close();
      throw ZdbServer.shutDown();
    }
    channel.receiveTimeout(0);
    channel.allow(limits.frameBytes(), limits.frameBytes());
    connection.greet(greeting);
    return connection;
  }

  private boolean enter(ServerConnection connection) {
    lock.lock();
    try {
      if (!closing) {
        connections.add(connection);
        longRuns.add(connection);
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  private void goodbye(ServerConnection connection) {
    longRuns.remove(connection);
    lock.lock();
    try {
      connections.remove(connection);
    } finally {
      lock.unlock();
    }
    leave();
  }

  private static void refuse(FrameChannel channel, SqlProblem problem) throws IOException {
    SessionState none = new SessionState(/* inTransaction= */ false, null);
    channel.send(0, new Reply.Failure(none, problem));
    channel.linger(LINGER_MILLIS);
  }

  /** Waits for someone to leave, but not long. */
  void awaitDeparture(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      int before = guests;
      while (guests >= before && left > 0) {
        left = someoneLeft.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets no one in any more, and tells all to leave. */
  void dismissAll() {
    List<ServerConnection> present;
    lock.lock();
    try {
      closing = true;
      present = List.copyOf(connections);
    } finally {
      lock.unlock();
    }
    present.forEach(connection -> connection.dismiss(ZdbServer.shutDown()));
  }

  /** Waits until all sessions are closed, or the time is over; returns whether they are. */
  boolean awaitEmpty(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!connections.isEmpty() && left > 0) {
        left = someoneLeft.awaitNanos(left);
      }
      return connections.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private static void closeSocket(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
    }
  }
}
