package dev.zdb.kv.io;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A directory held for this process and one opener in it, until closed or until the process ends.
 *
 * <p>The system's lock belongs to the process, and closing <em>any</em> channel on the locked file
 * drops it. So the file {@code LOCK} is opened by nobody who could know the directory to be held
 * already: this JVM's holders are written down first, in the system properties, which every class
 * loader's copy of this class sees. The locked byte is far behind the holder's process id in the
 * file, which can so be read where locks are mandatory, too.
 */
final class DirectoryLock implements FileSystem.Hold {
  private static final String FILE = "LOCK";
  private static final String PROPERTY = "dev.zdb.kv.held.";
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final String property;
  private final FileChannel channel;
  private boolean released;

  private DirectoryLock(String property, FileChannel channel) {
    this.property = property;
    this.channel = channel;
  }

  /**
   * Takes the directory.
   *
   * @param directory its real path
   * @throws KvException {@link ErrorCode#HELD} naming the holder
   */
  static DirectoryLock of(Path directory) throws IOException {
    String property = PROPERTY + directory;
    String mine = Long.toString(ProcessHandle.current().pid());
    if (System.getProperties().putIfAbsent(property, mine) != null) {
      throw KvException.of(
          ErrorCode.HELD, "the store %s is open in this process already (%s)", directory, mine);
    }
    try {
      return new DirectoryLock(property, lockedChannel(directory));
    } catch (IOException | RuntimeException | Error e) {
      System.getProperties().remove(property, mine);
      throw e;
    }
  }

  @Override
  public synchronized void sign() {
    byte[] line = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      ByteBuffer out = ByteBuffer.allocateDirect(line.length).put(line).flip();
      channel.truncate(0);
      channel.write(out, 0);
    } catch (IOException e) {
      // On a full disk the next to ask is told of an unknown holder: no reason to refuse this one.
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (released) {
      return;
    }
    released = true;
    try {
      channel.close();
    } finally {
      System.getProperties().remove(property);
    }
  }

  private static FileChannel lockedChannel(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            DiskFileSystem.ownerOnly(file, "rw-------"));
    try {
      requireLocked(channel, directory);
      return channel;
    } catch (IOException | RuntimeException | Error e) {
      try (channel) {
        throw e;
      }
    }
  }

  private static void requireLocked(FileChannel channel, Path directory) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      throw KvException.of(ErrorCode.HELD, "the store %s is open in this process", directory);
    }
    if (lock == null) {
      throw KvException.of(
          ErrorCode.HELD, "the store %s is held by process %s", directory, holder(channel));
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer line = ByteBuffer.allocateDirect(32);
    channel.read(line, 0);
    byte[] text = new byte[line.flip().remaining()];
    line.get(text);
    String pid = new String(text, StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent()
        ? pid
        : "unknown"; // one that has not signed yet, after a holder that was killed
  }
}
