package dev.zdb.jdbc.command;

import dev.zdb.jdbc.server.ServerOptions;
import dev.zdb.jdbc.server.ZdbServer;
import dev.zdb.sql.api.SqlProblem;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
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
      converter = ListenArgument.class,
      description = "where to listen; default 127.0.0.1:5490, port 0 for any that is free")
  private ServerOptions.Listen listen = ServerOptions.Listen.parse("127.0.0.1:5490");

  ServerCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerOptions options = ServerOptions.of(data).with(listen);
    ZdbServer server = ZdbServer.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "zdb-stop"));
    streams
        .out()
        .printf(
            Locale.ROOT,
            "listening on %s:%d%n",
            server.address().getAddress().getHostAddress(),
            server.port());
    streams.out().flush();
    new CountDownLatch(1).await(); // until a signal ends the program
    return 0;
  }

  /** Closes the databases, says so, and ends the program with the status of that. */
  private void stop(ZdbServer server) {
    int status = 0;
    try {
      server.close();
      streams.out().println("stopped");
    } catch (SqlProblem e) {
      streams.err().println("zdb: " + e.getMessage());
      status = 1;
    }
    streams.out().flush();
    streams.err().flush();
    Runtime.getRuntime().halt(status); // else it is that of the signal, 130 or 143
  }

  /** Where to listen, or misuse. */
  private static final class ListenArgument
      implements CommandLine.ITypeConverter<ServerOptions.Listen> {
    @Override
    public ServerOptions.Listen convert(String value) {
      try {
        return ServerOptions.Listen.parse(value);
      } catch (SqlProblem wrong) {
        throw new CommandLine.TypeConversionException(String.valueOf(wrong.getMessage()));
      }
    }
  }
}
