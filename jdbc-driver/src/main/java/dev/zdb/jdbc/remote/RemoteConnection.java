package dev.zdb.jdbc.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.jdbc.protocol.Frame;
import dev.zdb.jdbc.protocol.FrameChannel;
import dev.zdb.jdbc.protocol.ProtocolVersion;
import dev.zdb.jdbc.protocol.Reply;
import dev.zdb.jdbc.protocol.Request;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: asks, one request after another, and gives back the replies.
 *
 * <p><b>Threads:</b> safe; who asks while another waits for a reply waits too, but {@link #cancel}
 * and {@link #abort} do not. <b>Failure:</b> {@link SqlProblem}. A lost connection, a time-out and
 * a reply that makes no sense end it: no one knows then which reply would come next.
 */
final class RemoteConnection {
  private static final long GOODBYE_MILLIS = 2_000;

  private final RemoteTarget target;
  private final FrameChannel channel;
  private volatile boolean open = true;
  private volatile int running;
  private volatile int networkTimeoutMillis;

  private final ReentrantLock turn = new ReentrantLock();

  @GuardedBy("turn")
  private int lastRequest;

  private RemoteConnection(RemoteTarget target, FrameChannel channel) {
    this.target = target;
    this.channel = channel;
  }

  /** Connects, and greets. */
  static RemoteConnection open(RemoteTarget target, int connectTimeoutMillis) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(target.host(), target.port()), connectTimeoutMillis);
      RemoteConnection connection = new RemoteConnection(target, new FrameChannel(socket));
      connection.networkTimeout(connectTimeoutMillis);
      return connection;
    } catch (IOException | IllegalArgumentException e) {
      SqlProblem problem =
          SqlProblem.causedBy(
              e, SqlErrorCode.CONNECTION_FAILED, "no connection to " + target + ": " + reason(e));
      closeAfter(problem, socket);
      throw problem;
    }
  }

  /** Says who is there; the greeting's answer tells what the server can take. */
  Reply.HelloOk greet(Request.Hello hello) {
    try {
      Reply reply = ask(hello);
      if (reply instanceof Reply.Failure failure) {
        throw failure.problem();
      }
      Reply.HelloOk answer = expect(Reply.HelloOk.class, reply);
      ProtocolVersion.Range agreed = new ProtocolVersion.Range(answer.version(), answer.version());
      ProtocolVersion.SPOKEN.agreeWith(agreed);
      int frameBytes = Math.max(answer.maxFrameBytes(), Frame.MAX_BYTES_BEFORE_HELLO);
      channel.allow(frameBytes, frameBytes);
      return answer;
    } catch (SqlProblem e) {
      abort();
      throw e;
    }
  }

  RemoteTarget target() {
    return target;
  }

  boolean isOpen() {
    return open;
  }

  /** How long a reply may take; 0 for ever. */
  void networkTimeout(int timeoutMillis) {
    networkTimeoutMillis = timeoutMillis;
  }

  /** Sends a request and waits for its reply, which may be a failure. */
  Reply ask(Request request) {
    return ask(request, networkTimeoutMillis);
  }

  /** The same, with a time-out of its own; 0 for ever. */
  Reply ask(Request request, int timeoutMillis) {
    turn.lock();
    try {
      requireOpen();
      int id = nextRequest();
      running = id;
      @Nullable IOException unsent = send(id, request);
      return receive(id, request, timeoutMillis, unsent);
    } finally {
      running = 0;
      turn.unlock();
    }
  }

  @GuardedBy("turn")
  private int nextRequest() {
    lastRequest = lastRequest == Integer.MAX_VALUE ? 1 : lastRequest + 1;
    return lastRequest;
  }

  /** Returns what went wrong, since the server may have said why before it hung up. */
  private @Nullable IOException send(int id, Request request) {
    try {
      channel.send(id, request);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private Reply receive(int id, Request request, int timeoutMillis, @Nullable IOException unsent) {
    Frame frame;
    try {
      channel.receiveTimeout(timeoutMillis);
      frame = channel.receive();
      if (frame == null) {
        throw unsent != null ? unsent : new EOFException("the server has hung up");
      }
    } catch (IOException e) {
      abort();
      throw lost(request, unsent != null ? unsent : e);
    } catch (SqlProblem e) {
      abort();
      throw request instanceof Request.Hello ? strange(e) : e;
    }
    if (frame.requestId() == 0 && frame.message() instanceof Reply.Failure failure) {
      abort();
      throw failure.problem();
    }
    if (frame.requestId() != id || !(frame.message() instanceof Reply reply)) {
      abort();
      throw unexpected(frame.message().type() + " under number " + frame.requestId());
    }
    return reply;
  }

  /** The reply as what it must be. */
  <R extends Reply> R expect(Class<R> type, Reply reply) {
    if (!type.isInstance(reply)) {
      abort();
      throw unexpected(reply.type().toString());
    }
    return type.cast(reply);
  }

  SqlProblem unexpected(String what) {
    return SqlProblem.of(
        SqlErrorCode.PROTOCOL_VIOLATION, "%s sent what no one asked for: %s", target, what);
  }

  /** Who answers the greeting with what is no frame is most often a server of something else. */
  private SqlProblem strange(SqlProblem answer) {
    return SqlProblem.causedBy(
        answer,
        SqlErrorCode.CONNECTION_FAILED,
        "no connection to " + target + ": it is no ZDB server (" + answer.getMessage() + ")");
  }

  private SqlProblem lost(Request request, IOException cause) {
    SqlErrorCode code =
        request instanceof Request.Commit
            ? SqlErrorCode.COMMIT_UNKNOWN
            : request instanceof Request.Hello
                ? SqlErrorCode.CONNECTION_FAILED
                : SqlErrorCode.CONNECTION_LOST;
    return SqlProblem.causedBy(
        cause, code, "the connection to " + target + " is lost: " + reason(cause));
  }

  private static String reason(Exception cause) {
    if (cause instanceof UnknownHostException) {
      return "there is no such host"; // its message is the name alone
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void requireOpen() {
    if (!open) {
      throw SqlProblem.of(SqlErrorCode.CONNECTION_CLOSED, "the connection to %s is closed", target);
    }
  }

  /** Sends a request that has no reply; what goes wrong is for the next request to tell. */
  void tell(Request request) {
    turn.lock();
    try {
      if (open) {
        send(nextRequest(), request);
      }
    } finally {
      turn.unlock();
    }
  }

  /** The same, along with the next request. */
  void tellLater(Request request) {
    turn.lock();
    try {
      if (open) {
        channel.queue(nextRequest(), request);
      }
    } catch (IOException e) {
      abort();
    } finally {
      turn.unlock();
    }
  }

  /** Cancels the request that runs now, if any. */
  void cancel() {
    int request = running;
    if (request != 0 && open) {
      send(request, new Request.Cancel());
    }
  }

  /** Ends the connection at once; who waits for a reply fails. */
  void abort() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(RemoteConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "closing the connection to " + target, e);
    }
  }

  /** Says goodbye, and waits a while for the server to have let go of everything. */
  void close() {
    if (!open) {
      return;
    }
    tell(new Request.Goodbye());
    open = false;
    try {
      channel.linger(GOODBYE_MILLIS);
    } catch (IOException e) {
      System.getLogger(RemoteConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "leaving " + target, e);
    } finally {
      abort();
    }
  }

  private static void closeAfter(SqlProblem problem, Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
  }
}
