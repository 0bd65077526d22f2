package dev.zdb.test;

import dev.zdb.jdbc.server.ServerOptions;
import dev.zdb.jdbc.server.ZdbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Where a database can be; what holds in one place holds in the others. */
public enum Place {
  MEMORY,
  FILE,
  SERVER;

  private static final AtomicInteger MADE = new AtomicInteger();

  /** Makes an empty database, whose name is DB and a number. */
  public Database open() throws IOException {
    String name = "db" + MADE.incrementAndGet();
    Path folder = Files.createTempDirectory("zdb-test");
    return switch (this) {
      case MEMORY -> new Database(name, "jdbc:zdb:mem:" + name, () -> shutDown(name), folder);
      case FILE -> new Database(name, "jdbc:zdb:file:" + folder.resolve(name), () -> {}, folder);
      case SERVER -> {
        ZdbServer server =
            ZdbServer.start(
                ServerOptions.of(folder.resolve("data"))
                    .with(ServerOptions.Listen.parse("127.0.0.1:0")));
        String url = "jdbc:zdb://127.0.0.1:" + server.port() + "/" + name;
        yield new Database(name, url, server::close, folder);
      }
    };
  }

  /** A database in memory lives on without connections. */
  private static void shutDown(String name) {
    try (Connection last = DriverManager.getConnection("jdbc:zdb:mem:" + name);
        Statement sql = last.createStatement()) {
      sql.execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** An empty database, which is gone once closed. */
  public static final class Database implements AutoCloseable {
    private final String name;
    private final String url;
    private final Runnable stop;
    private final Path folder;

    private Database(String name, String url, Runnable stop, Path folder) {
      this.name = name;
      this.url = url;
      this.stop = stop;
      this.folder = folder;
    }

    public String url() {
      return url;
    }

    /** What SQL calls the database. */
    public String catalog() {
      return name.toUpperCase(Locale.ROOT);
    }

    /** Connects with options such as {@code timeZone=UTC}. */
    public Connection connect(String... options) throws SQLException {
      return DriverManager.getConnection(
          options.length == 0 ? url : url + '?' + String.join("&", options));
    }

    @Override
    public void close() throws IOException {
      stop.run();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
