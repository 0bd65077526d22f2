package dev.zdb.jdbc.command;

import dev.zdb.jdbc.demo.Demo;
import dev.zdb.jdbc.server.ServerOptions;
import dev.zdb.jdbc.server.ZdbServer;
import dev.zdb.jdbc.shell.Shell;
import dev.zdb.jdbc.url.ConnectionUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zdb demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Loads TPC-H, runs six of its queries and checks the answers.",
      "Then does the same through a server, and on a terminal leaves you in the shell."
    })
final class DemoCommand implements Callable<Integer> {
  /** Of a terminal that nobody made wider. */
  private static final int WIDTH = 80;

  private final Streams streams;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "TPC-H's scale factor; default 0.05, which is 430,000 rows")
  private double scale = 0.05;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "a new directory to keep the database in; default a temporary one")
  private @Nullable Path directory;

  DemoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (!(scale >= 0.001 && scale <= 100)) {
      streams.err().println("--scale is to be at least 0.001 and at most 100");
      return 2;
    }
    if (directory != null && Files.exists(directory)) {
      streams.err().println(directory + " exists; name a new directory");
      return 1;
    }
    try (Scratch scratch = Scratch.create("zdb-demo")) {
      Path folder = scratch.folder();
      return run(directory == null ? folder.resolve("tpch") : directory, folder);
    }
  }

  private int run(Path database, Path scratch) throws IOException, SQLException {
    String url = ConnectionUrl.ofDirectory(database);
    Demo demo =
        new Demo(scale, streams.out(), rows -> ResultTable.print(rows, streams.out(), WIDTH));
    streams.out().printf(Locale.ROOT, "TPC-H at scale %s in %s%n", scale, database);
    long start = System.nanoTime();
    long rows;
    try (ProgressBar bar = Progress.ofRows(streams, "load", demo.estimateRows())) {
      rows = demo.load(url, bar::stepBy);
      bar.maxHint(rows);
    }
    streams.out().printf(Locale.ROOT, "loaded %,d rows in %s%n%n", rows, Demo.elapsed(start));
    boolean agree = demo.query(url);
    demo.explain(url);
    agree &= queryRemotely(demo, database, scratch);
    streams.out().println(agree ? "all answers agree" : "some answers differ");
    if (streams.input() == Shell.Input.TERMINAL) {
      streams.out().println("\nThis is the shell, on " + url + ". Try:");
      Demo.SUGGESTIONS.forEach(query -> streams.out().println("  " + query));
      Shell.run(url, List.of(), streams.input(), streams.out(), streams.err());
    }
    return agree ? 0 : 1;
  }

  private boolean queryRemotely(Demo demo, Path database, Path scratch)
      throws IOException, SQLException {
    ServerOptions options =
        ServerOptions.of(scratch.resolve("served")).with(ServerOptions.Listen.parse("127.0.0.1:0"));
    try (ZdbServer server = ZdbServer.start(options, EmbeddedSessions.of(database))) {
      String url = "jdbc:zdb://127.0.0.1:" + server.port() + "/tpch";
      streams.out().printf(Locale.ROOT, "the same through %s%n%n", url);
      return demo.query(url);
    }
  }
}
