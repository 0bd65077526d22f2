package dev.zdb.test.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.jdbc.command.Main;
import dev.zdb.test.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;

/** A server in a process of its own: what {@code ./zdb server} starts. */
final class ServerProcess implements AutoCloseable {
  private final ChildJvm process;
  private final String address;

  private ServerProcess(ChildJvm process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one on a free port; returns once it listens. */
  static ServerProcess start(Path data) throws IOException {
    ChildJvm process =
        ChildJvm.start(Main.class, "server", "--data", data.toString(), "--listen", "127.0.0.1:0");
    String line = process.line();
    assertThat(line).startsWith("listening on ");
    return new ServerProcess(process, line.substring("listening on ".length()));
  }

  String url(String database) {
    return "jdbc:zdb://" + address + "/" + database;
  }

  ChildJvm process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
