package dev.zdb.jdbc.server;

import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.DatabaseTarget;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server of the databases in a directory, for clients on the same machine: until there is
 * authentication, it listens on loopback addresses alone.
 *
 * <p>A thread accepts; each connection has a thread, and a second one while a statement runs long;
 * one more looks for those.
 *
 * <p><b>Threads:</b> safe. <b>Owner:</b> owns the directory, the listener and every connection.
 * <b>Failure:</b> what a client does wrong ends its connection alone.
 */
public final class ZdbServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ZdbServer.class.getName());
  private static final int BACKLOG = 128;
  private static final long RETRY_MILLIS = 100;
  private static final long LEAVE_MILLIS = 5_000;
  private static final long STOP_MILLIS = 10_000;

  private final ServerSocket listener;
  private final Databases databases;
  private final LongRuns longRuns = new LongRuns();
  private final Reception reception;
  private final Thread acceptor = new Thread(this::acceptAll, "zdb-acceptor");

  private final ReentrantLock closing = new ReentrantLock();

  private ZdbServer(ServerOptions options, ServerSocket listener, Databases databases) {
    this.listener = listener;
    this.databases = databases;
    this.reception = new Reception(options, databases, longRuns);
  }

  /** Starts a server of the databases in its directory. */
  public static ZdbServer start(ServerOptions options) {
    return start(
        options,
        (folder, name, database, session) ->
            SqlEngine.connect(new DatabaseTarget.Directory(folder), name, database, session));
  }

  /** Starts a server of databases that a factory opens. */
  public static ZdbServer start(ServerOptions options, SessionFactory factory) {
    InetSocketAddress address = requireLoopback(options.listen());
    DatabaseFolders folders = DatabaseFolders.open(options.data());
    boolean started = false;
    try {
      ServerSocket listener = listen(address);
      ZdbServer server = new ZdbServer(options, listener, new Databases(folders, factory));
      server.startThreads();
      started = true;
      return server;
    } finally {
      if (!started) {
        folders.close();
      }
    }
  }

  private static InetSocketAddress requireLoopback(ServerOptions.Listen listen) {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(listen.host());
      for (InetAddress address : addresses) {
        if (!address.isLoopbackAddress()) {
          throw SqlProblem.of(
              SqlErrorCode.INVALID_PARAMETER_VALUE,
              "a server does not listen on %s: it cannot tell yet who connects, so that only"
                  + " loopback addresses are allowed, such as 127.0.0.1, [::1] or localhost",
              listen.host());
        }
      }
      return new InetSocketAddress(addresses[0], listen.port());
    } catch (UnknownHostException e) {
      throw SqlProblem.causedBy(
          e,
          SqlErrorCode.INVALID_PARAMETER_VALUE,
          "a server cannot listen on the unknown host '" + listen.host() + "'");
    }
  }

  private static ServerSocket listen(InetSocketAddress address) {
    ServerSocket listener = null;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
      return listener;
    } catch (IOException e) {
      SqlProblem problem =
          SqlProblem.causedBy(
              e,
              SqlErrorCode.IO_FAILED,
              String.format(
                  Locale.ROOT,
                  "a server cannot listen on %s:%d: %s",
                  address.getAddress().getHostAddress(),
                  address.getPort(),
                  e.getMessage()));
      closeAfter(problem, listener);
      throw problem;
    }
  }

  private static void closeAfter(SqlProblem problem, @Nullable ServerSocket listener) {
    try {
      if (listener != null) {
        listener.close();
      }
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
  }

  private void startThreads() {
    acceptor.setDaemon(true);
    acceptor.start();
    longRuns.start();
    LOG.log(System.Logger.Level.INFO, "listening on {0}", address());
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** The port on which it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  static SqlProblem shutDown() {
    return SqlProblem.of(SqlErrorCode.SHUT_DOWN, "the server was shut down");
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        reception.welcome(listener.accept());
      } catch (IOException e) {
        pauseAfter(e);
      }
    }
  }

  /** Out of file descriptors, most likely; who leaves gives one back. */
  private void pauseAfter(IOException problem) {
    if (listener.isClosed()) {
      return;
    }
    LOG.log(System.Logger.Level.WARNING, "a connection was not accepted", problem);
    try {
      reception.awaitDeparture(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops: no one is let in any more, all are told, what is open is rolled back, and the databases
   * are closed with a checkpoint. No error if it has stopped.
   */
  @Override
  public void close() {
    closing.lock();
    try {
      if (!listener.isClosed()) {
        listener.close();
        stop();
      }
    } catch (IOException e) {
      throw SqlProblem.causedBy(e, SqlErrorCode.IO_FAILED, "the server did not stop well: " + e);
    } finally {
      closing.unlock();
    }
  }

  private void stop() {
    boolean interrupted = false;
    try {
      // The port is free when the thread has left it: until then it may let one more in.
      acceptor.join(LEAVE_MILLIS);
      reception.dismissAll();
      if (!reception.awaitEmpty(STOP_MILLIS)) {
        LOG.log(System.Logger.Level.WARNING, "stopping while statements still run");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      longRuns.close();
      databases.close();
    }
    LOG.log(System.Logger.Level.INFO, "stopped");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
