package dev.zdb.jdbc.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which folder of a server's directory holds which database. A name never reaches the file system:
 * folders are numbered, and a file says which is whose.
 *
 * <pre>
 *   zdb-databases 1
 *   2 ACCOUNTS
 *   1 SHOP
 *   crc32c 0851b29e
 * </pre>
 *
 * <p>The first line names the format, the last line is the sum of the bytes before it; so they do
 * in every format. The file is replaced as a whole, and forced, before the folder of a new name is
 * used; a number is never used again.
 *
 * <p><b>Threads:</b> safe. <b>Owner:</b> holds the directory's lock file until closed, so that one
 * server alone serves it. <b>Failure:</b> a directory with other things in it is refused and left
 * untouched, as is a file of another format; a file that is damaged is {@link
 * SqlErrorCode#CORRUPT}.
 */
final class DatabaseFolders implements AutoCloseable {
  private static final String FILE = "databases";
  private static final String NEW_FILE = "databases.new";
  private static final String LOCK_FILE = "server.lock";
  private static final String FORMAT = "1";
  private static final String FIRST_LINE = "zdb-databases " + FORMAT;
  private static final Pattern ANY_FIRST_LINE =
      Pattern.compile("zdb-databases ([1-9][0-9]{0,8})\n");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern LINE = Pattern.compile("([1-9][0-9]{0,8}) ([A-Z][A-Z0-9_]{0,62})");

  private final Path directory;
  private final FileChannel lockFile;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, Integer> numbers = new TreeMap<>();

  private DatabaseFolders(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /** Opens a directory, which is made if there is none. */
  static DatabaseFolders open(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw SqlProblem.of(
          SqlErrorCode.CONNECTION_FAILED, "%s is a file; a directory is expected", directory);
    }
    try {
      Files.createDirectories(directory);
      requireOurs(directory);
      FileChannel lockFile = lock(directory);
      DatabaseFolders folders = new DatabaseFolders(directory, lockFile);
      boolean whole = false;
      try {
        folders.load();
        whole = true;
        return folders;
      } finally {
        if (!whole) {
          lockFile.close();
        }
      }
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  private static SqlProblem failed(Path path, IOException cause) {
    String place = "the server's directory, at " + path + ": ";
    if (cause instanceof AccessDeniedException) {
      return SqlProblem.causedBy(
          cause,
          SqlErrorCode.INSUFFICIENT_PRIVILEGE,
          place + "permission denied: " + cause.getMessage());
    }
    return SqlProblem.causedBy(cause, SqlErrorCode.IO_FAILED, place + cause);
  }

  /** Refuses a directory that holds anything but has no file of ours. */
  private static void requireOurs(Path directory) throws IOException {
    if (Files.exists(directory.resolve(FILE))) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean harmless =
            name.startsWith(".")
                || name.equals("lost+found")
                || name.equals(LOCK_FILE)
                || name.equals(NEW_FILE);
        if (!harmless) {
          throw SqlProblem.of(
              SqlErrorCode.CONNECTION_FAILED,
              "%s is not a server's directory: it has no file '%s', and holds '%s'; a directory"
                  + " that is empty, or does not exist, is expected",
              directory,
              FILE,
              name);
        }
      }
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    Path path = directory.resolve(LOCK_FILE);
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = file.tryLock();
    } catch (OverlappingFileLockException e) {
      file.close();
      throw SqlProblem.causedBy(
          e, SqlErrorCode.DATABASE_IN_USE, directory + " is served by another server of this JVM");
    }
    if (held == null) {
      file.close();
      throw SqlProblem.of(
          SqlErrorCode.DATABASE_IN_USE, "%s is served by another process", directory);
    }
    return file;
  }

  private void load() throws IOException {
    lock.lock();
    try {
      Path file = directory.resolve(FILE);
      if (Files.exists(file)) {
        parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      } else {
        store();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void parse(Path file, String text) {
    int sumLine = text.lastIndexOf("crc32c ");
    Matcher firstLine = ANY_FIRST_LINE.matcher(text);
    if (!firstLine.lookingAt() || sumLine < 0) {
      throw damaged(file, "'" + FIRST_LINE + "' and a sum are expected");
    }
    String body = text.substring(0, sumLine);
    if (!text.substring(sumLine).equals(sumLine(body))) {
      throw damaged(file, "its last line should be '" + sumLine(body).strip() + "'");
    }
    requireOurFormat(file, firstLine.group(1));
    for (String line : body.substring(FIRST_LINE.length() + 1).lines().toList()) {
      Matcher entry = LINE.matcher(line);
      if (!entry.matches()
          || numbers.put(entry.group(2), Integer.valueOf(entry.group(1))) != null) {
        throw damaged(file, "the line '" + line + "'");
      }
    }
  }

  private static void requireOurFormat(Path file, String format) {
    if (!format.equals(FORMAT)) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "%s is of format %s; this version reads format %s",
          file,
          format,
          FORMAT);
    }
  }

  private static SqlProblem damaged(Path file, String what) {
    return SqlProblem.of(SqlErrorCode.CORRUPT, "%s is damaged: %s", file, what);
  }

  private static String sumLine(String body) {
    CRC32C sum = new CRC32C();
    sum.update(body.getBytes(StandardCharsets.ISO_8859_1));
    return String.format(Locale.ROOT, "crc32c %08x%n", sum.getValue()).replace("\r\n", "\n");
  }

  @GuardedBy("lock")
  private void store() throws IOException {
    StringBuilder body = new StringBuilder(FIRST_LINE).append('\n');
    numbers.forEach((name, number) -> body.append(number).append(' ').append(name).append('\n'));
    String text = body + sumLine(body.toString());
    Path written = directory.resolve(NEW_FILE);
    try (FileChannel file =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(
        written,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
  }

  /** Makes the renaming durable; Windows has no such thing, and needs none. */
  private void forceDirectory() throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (FileChannel self = FileChannel.open(directory, StandardOpenOption.READ)) {
      self.force(true);
    }
  }

  /** A database's name as it is stored: upper case. Refuses what is no name. */
  static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      String shown = name.length() <= 80 ? name : name.substring(0, 80) + "...";
      throw SqlProblem.of(
          SqlErrorCode.UNDEFINED_DATABASE,
          "'%s' cannot be a database's name: a letter is expected, then up to 62 letters, digits"
              + " and underscores",
          shown);
    }
    return name.toUpperCase(Locale.ROOT);
  }

  /** The folder of a database, by its stored name; null if there is none. */
  @Nullable Path find(String storedName) {
    lock.lock();
    try {
      Integer number = numbers.get(storedName);
      return number == null ? null : directory.resolve(number.toString());
    } finally {
      lock.unlock();
    }
  }

  /** The folder of a database, whose name is entered if it is new. */
  Path findOrEnter(String storedName) {
    lock.lock();
    try {
      if (!numbers.containsKey(storedName)) {
        numbers.put(storedName, unusedNumber());
        storeOrForget(storedName);
      }
      return directory.resolve(numbers.get(storedName).toString());
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void storeOrForget(String newName) {
    boolean stored = false;
    try {
      store();
      stored = true;
    } catch (IOException e) {
      throw failed(directory.resolve(FILE), e);
    } finally {
      if (!stored) {
        numbers.remove(newName);
      }
    }
  }

  /** A number that neither the file nor a folder has: what lies there unnamed is not adopted. */
  @GuardedBy("lock")
  private Integer unusedNumber() {
    int number = 1;
    while (numbers.containsValue(number)
        || Files.exists(directory.resolve(Integer.toString(number)))) {
      number++;
    }
    return number;
  }

  /** Lets go of the directory. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw failed(directory.resolve(LOCK_FILE), e);
    }
  }
}
