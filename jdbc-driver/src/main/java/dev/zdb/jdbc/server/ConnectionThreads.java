package dev.zdb.jdbc.server;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The threads that serve connections: virtual ones are found at run time, or not. */
final class ConnectionThreads {
  private static final String NAME = "zdb-connection-";

  private ConnectionThreads() {}

  static ThreadFactory of(ServerOptions.ThreadKind kind) {
    ThreadFactory virtual =
        kind == ServerOptions.ThreadKind.VIRTUAL_WHERE_THERE_ARE ? virtual() : null;
    return virtual != null ? virtual : ConnectionThreads::platform;
  }

  /** A thread that the JVM does not wait for. */
  static Thread platform(Runnable task) {
    Thread thread = new Thread(task);
    thread.setName(NAME + thread.getId());
    thread.setDaemon(true);
    return thread;
  }

  /** Asks for {@code Thread.ofVirtual().name(NAME, 1).factory()}, which Java 17 does not know. */
  private static @Nullable ThreadFactory virtual() {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    try {
      Class<?> builderType = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named =
          builderType.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
      return (ThreadFactory) builderType.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      System.getLogger(ConnectionThreads.class.getName())
          .log(System.Logger.Level.WARNING, "no virtual threads; platform threads serve", e);
      return null;
    }
  }
}
