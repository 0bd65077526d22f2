package dev.zdb.kv.testing;

import dev.zdb.kv.io.StoreFile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;

/** An opened file of a simulated disk. */
final class SimulatedFile implements StoreFile {
  private final SimulatedFileSystem disk;
  private final String name;
  private final SimulatedInode content;

  SimulatedFile(SimulatedFileSystem disk, String name, SimulatedInode content) {
    this.disk = disk;
    this.name = name;
    this.content = content;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    return disk.read(content, position, into, new int[] {offset, length});
  }

  @Override
  public void write(long position, byte[] from, int offset, int length) throws IOException {
    if (length > SMALL_WRITE) {
      requireNoInterrupt();
    }
    disk.write(content, position, Arrays.copyOfRange(from, offset, offset + length));
  }

  @Override
  public void force(Force what) throws IOException {
    requireNoInterrupt();
    disk.force(content, what);
  }

  @Override
  public long length() throws IOException {
    return disk.length(content);
  }

  @Override
  public void truncate(long length) throws IOException {
    requireNoInterrupt();
    disk.truncate(content, length);
  }

  /** On a disk, an interrupt closes the file for everybody. */
  private static void requireNoInterrupt() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
  }

  @Override
  public void close() {
    // A closed file is no more durable than an open one.
  }
}
