package dev.zdb.test;

import dev.zdb.jdbc.server.ServerOptions;
import dev.zdb.jdbc.server.ZdbServer;
import dev.zdb.sql.SqlEngine;
import dev.zdb.sql.api.DatabaseTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a database can be; what holds in one place holds in the others. */
public enum Place {
  EMBEDDED,
  REMOTE;

  /** Makes an empty database in a folder of its own. */
  public Database open() throws IOException {
    Path folder = Files.createTempDirectory("zdb-test");
    if (this == EMBEDDED) {
      return new Database("jdbc:zdb:file:" + folder.resolve("db"), () -> {}, folder);
    }
    ZdbServer server =
        ZdbServer.start(
            ServerOptions.of(folder.resolve("data"))
                .with(ServerOptions.Listen.parse("127.0.0.1:0")),
            (path, name, options, session) ->
                SqlEngine.connect(new DatabaseTarget.Directory(path), name, options, session));
    return new Database("jdbc:zdb://127.0.0.1:" + server.port() + "/db", server::close, folder);
  }

  /** An empty database, which is gone once closed. */
  public static final class Database implements AutoCloseable {
    private final String url;
    private final Runnable stop;
    private final Path folder;

    private Database(String url, Runnable stop, Path folder) {
      this.url = url;
      this.stop = stop;
      this.folder = folder;
    }

    public String url() {
      return url;
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
