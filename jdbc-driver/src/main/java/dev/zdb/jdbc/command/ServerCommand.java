package dev.zdb.jdbc.command;

import dev.zdb.jdbc.server.ServerOptions;
import dev.zdb.jdbc.server.ZdbServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zdb server --data DIR}. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = {
      "Serves the databases of a directory until it is told to end (Ctrl-C, SIGTERM).",
      "Clients connect to jdbc:zdb://HOST:PORT/NAME.",
      "Until there is authentication it listens on loopback addresses alone."
    })
final class ServerCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "the directory that holds a folder for each database; made if missing")
  private Path data = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "where to listen; default 127.0.0.1:5490, port 0 for any that is free")
  private String listen = "127.0.0.1:5490";

  ServerCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerOptions options = ServerOptions.of(data).with(ServerOptions.Listen.parse(listen));
    ZdbServer server = ZdbServer.start(options, EmbeddedSessions.ofFolders());
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              server.close();
              stopped.countDown();
            },
            "zdb-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    streams
        .out()
        .printf(
            Locale.ROOT,
            "listening on %s:%d%n",
            server.address().getAddress().getHostAddress(),
            server.port());
    streams.out().flush();
    stopped.await();
    return 0;
  }
}
