package dev.zdb.kv.io;

import dev.zdb.kv.testing.SimulatedFileSystem;

/** The simulated disk is one like the others, as long as it has power. */
final class SimulatedFilesTest extends FileSystemContract {
  private final FileSystem files = new SimulatedFileSystem();

  @Override
  FileSystem files() {
    return files;
  }
}
