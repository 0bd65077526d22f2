package dev.zdb.kv.io;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files in one directory of the machine's disk, for their owner alone where the system can tell.
 *
 * <p>All bytes pass through a few direct buffers of its own: a heap array given to the channels
 * would be copied through hidden ones, kept for ever by each thread.
 */
public final class DiskFileSystem implements FileSystem {
  private static final boolean SYNCS_DIRECTORIES =
      !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final Path root;
  private final StagingBuffers buffers = new StagingBuffers();

  private DiskFileSystem(Path root) {
    this.root = root;
  }

  /**
   * The files in a directory that is there; nothing is touched.
   *
   * @throws KvException {@link ErrorCode#NO_STORE} if the path is absent, {@link
   *     ErrorCode#NOT_A_STORE} if it is no directory, {@link ErrorCode#NOT_PERMITTED} if it is not
   *     to be read
   */
  public static DiskFileSystem in(Path directory) {
    Path root;
    try {
      root = directory.toRealPath();
    } catch (NoSuchFileException e) {
      throw KvException.of(ErrorCode.NO_STORE, "there is no directory %s", directory);
    } catch (IOException e) {
      throw DiskFailure.of(e, "opening the directory " + directory);
    }
    if (!Files.isDirectory(root)) {
      throw KvException.of(
          ErrorCode.NOT_A_STORE, "%s is a file; a store is a directory", directory);
    }
    if (!Files.isReadable(root)) {
      throw KvException.of(
          ErrorCode.NOT_PERMITTED,
          "permission denied: the directory %s is not to be read by this user",
          directory);
    }
    return new DiskFileSystem(root);
  }

  /**
   * Makes the directory, and those above it, where it is absent.
   *
   * @throws KvException as {@link #in}; {@link ErrorCode#NOT_PERMITTED} or {@link
   *     ErrorCode#IO_FAILED} if it cannot be made
   */
  public static DiskFileSystem createIn(Path directory) {
    if (!Files.exists(directory)) {
      try {
        createDurably(directory.toAbsolutePath().normalize());
      } catch (FileAlreadyExistsException | NotDirectoryException e) {
        throw KvException.causedBy(
            e, ErrorCode.NOT_A_STORE, "the directory " + directory + " has no directory above it");
      } catch (IOException e) {
        throw DiskFailure.of(DiskFile.explained(e), "making the directory " + directory);
      }
    }
    return in(directory);
  }

  /** Whether a directory of this path is there, to be asked before one is opened or made. */
  public static boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public StoreFile create(String name) throws IOException {
    return DiskFile.create(name, path(name), buffers);
  }

  @Override
  public StoreFile open(String name) throws IOException {
    return DiskFile.open(name, path(name), buffers);
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name));
  }

  @Override
  public List<String> list(String directory) throws IOException {
    try (Stream<Path> content = Files.list(path(directory))) {
      return content.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = path(name);
    if (Files.isDirectory(path)) {
      throw new AccessDeniedException(path.toString(), null, "it is a directory");
    }
    Files.delete(path);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    if (exists(to)) {
      throw new FileAlreadyExistsException(path(to).toString());
    }
    Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void createDirectory(String name) throws IOException {
    Path path = path(name);
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path, ownerOnly(path, "rwx------"));
    }
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    sync(path(directory));
  }

  @Override
  public Hold lock() throws IOException {
    return DirectoryLock.of(root);
  }

  @Override
  public boolean gainsFromFillingAhead() {
    return true;
  }

  @Override
  public long room() {
    return Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return root.toString();
  }

  /** Permissions for a new file or directory, where the system knows such. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> allowed = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(allowed)};
  }

  private Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  private static void createDurably(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) {
      throw new NoSuchFileException(directory.toString());
    }
    if (!Files.isDirectory(parent)) {
      createDurably(parent);
    }
    Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
    sync(parent);
  }

  private static void sync(Path directory) throws IOException {
    if (SYNCS_DIRECTORIES) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
