package dev.zdb.jdbc.server;

import dev.zdb.jdbc.protocol.Frame;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.nio.file.Path;

/**
 * How a server serves.
 *
 * @param data the directory with a folder for each database
 */
public record ServerOptions(Path data, Listen listen, Limits limits, ThreadKind threads) {

  /** A server of a directory, where servers listen by default, with limits for a workgroup. */
  public static ServerOptions of(Path data) {
    return new ServerOptions(
        data, Listen.DEFAULT, Limits.DEFAULT, ThreadKind.VIRTUAL_WHERE_THERE_ARE);
  }

  public ServerOptions with(Listen newListen) {
    return new ServerOptions(data, newListen, limits, threads);
  }

  public ServerOptions with(Limits newLimits) {
    return new ServerOptions(data, listen, newLimits, threads);
  }

  public ServerOptions with(ThreadKind newThreads) {
    return new ServerOptions(data, listen, limits, newThreads);
  }

  /** The threads that serve connections. */
  public enum ThreadKind {
    PLATFORM,
    /** Virtual threads on Java 21 and later. */
    VIRTUAL_WHERE_THERE_ARE
  }

  /**
   * Where to listen.
   *
   * @param port 0 for one that is free
   */
  public record Listen(String host, int port) {
    static final Listen DEFAULT = new Listen("127.0.0.1", 5490);

    public Listen {
      if (host.isEmpty() || port < 0 || port > 65_535) {
        throw refused(host + ":" + port);
      }
    }

    /** Reads {@code HOST:PORT} or {@code [IPV6]:PORT}. */
    public static Listen parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon);
      String port = text.substring(colon + 1);
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      if (!port.matches("[0-9]{1,5}") || (host.indexOf(':') >= 0 && !bracketed)) {
        throw refused(text);
      }
      return new Listen(
          bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }

    private static SqlProblem refused(String text) {
      return SqlProblem.of(
          SqlErrorCode.INVALID_PARAMETER_VALUE,
          "a server cannot listen on '%s'; HOST:PORT is expected, such as 127.0.0.1:5490",
          text);
    }
  }

  /**
   * What clients may take of the server.
   *
   * @param connections open at a time; one more is refused with 53300
   * @param statements prepared by a connection
   * @param cursors open in a connection
   * @param frameBytes the longest frame
   * @param helloTimeoutMillis how long a connection may be silent about who it is
   */
  public record Limits(
      int connections, int statements, int cursors, int frameBytes, int helloTimeoutMillis) {
    public static final Limits DEFAULT =
        new Limits(256, 10_000, 1_000, Frame.DEFAULT_MAX_BYTES, 10_000);

    /** The smallest frame in which a large row's problem can be told. */
    private static final int LEAST_FRAME_BYTES = 64 << 10;

    public Limits {
      if (connections < 1 || statements < 1 || cursors < 1 || helloTimeoutMillis < 1) {
        throw new IllegalArgumentException("a limit below 1");
      }
      if (frameBytes < LEAST_FRAME_BYTES) {
        throw new IllegalArgumentException("frames of " + frameBytes + " bytes");
      }
    }

    public Limits withConnections(int most) {
      return new Limits(most, statements, cursors, frameBytes, helloTimeoutMillis);
    }

    public Limits withHelloTimeoutMillis(int most) {
      return new Limits(connections, statements, cursors, frameBytes, most);
    }

    public Limits withFrameBytes(int most) {
      return new Limits(connections, statements, cursors, most, helloTimeoutMillis);
    }
  }
}
