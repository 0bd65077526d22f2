package dev.zdb.jdbc.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary directory that ends with its command, even when a signal ends the program.
 *
 * <p><b>Threads:</b> one; but at a signal a thread of its own deletes while the command still runs.
 */
final class Scratch implements AutoCloseable {
  /** Of a deletion, which files that come and go meanwhile may spoil. */
  private static final int TRIES = 20;

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  static Scratch create(String prefix) throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(new Thread(scratch::deleteAtExit, "zdb-scratch"));
    return scratch;
  }

  Path folder() {
    return folder;
  }

  /** Deletes it, which a signal may have done already. */
  @Override
  public void close() throws IOException {
    for (int tries = 1; Files.exists(folder); tries++) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (DirectoryNotEmptyException | UncheckedIOException e) {
        if (tries == TRIES) {
          throw new IOException("cannot delete " + folder, e);
        }
      }
    }
  }

  private void deleteAtExit() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
