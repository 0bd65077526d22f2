package dev.zdb.kv.io;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One store's own tree of files. Names are relative, parted by {@code /}, and only of our own
 * making: nothing that a user wrote ever becomes a name. The empty name is the root, which is there
 * from the start.
 *
 * <p><b>What survives a power cut:</b> the bytes of a file once {@link StoreFile#force} returned,
 * and a file's or directory's presence or absence once {@link #syncDirectory} of the directory that
 * holds it returned. Until then any part of what was done may survive without the rest.
 *
 * <p><b>Threads:</b> safe, but only a thread that the engine owns may create, delete, sync or lock:
 * an interrupt would undo it half way. Any thread may ask {@link #exists} and {@link #list}.
 *
 * <p><b>Failure:</b> {@link IOException}, of which {@link DiskFullException} is one; nothing is
 * tried twice.
 */
public interface FileSystem {
  /**
   * Makes a new empty file, for its owner alone where the system can tell; fails if it is there.
   */
  StoreFile create(String name) throws IOException;

  /** Opens a file that is there; fails with {@link java.nio.file.NoSuchFileException} if not. */
  StoreFile open(String name) throws IOException;

  /** Whether a file or directory of this name is there. */
  boolean exists(String name);

  /** The names of what a directory holds, each without the directory's own, in order. */
  List<String> list(String directory) throws IOException;

  /**
   * Removes a file, closed before; fails with {@link java.nio.file.NoSuchFileException} if none.
   */
  void delete(String name) throws IOException;

  /**
   * Gives a closed file another name in its directory, in one step: after a power cut it has one of
   * the two. Fails with {@link java.nio.file.FileAlreadyExistsException} if the new name is taken.
   */
  void rename(String from, String to) throws IOException;

  /** Makes a directory inside one that is there; does nothing if it is there already. */
  void createDirectory(String name) throws IOException;

  /** Returns once the presence and absence of what the directory holds survives a power cut. */
  void syncDirectory(String directory) throws IOException;

  /**
   * Takes this tree of files for this process and this opener alone, until closed or until the
   * process ends. It makes the file {@code LOCK} where there is none, and leaves one that is there
   * as it was: look first, whether the directory is a store at all.
   *
   * @throws KvException {@link ErrorCode#HELD} naming the holder where it can be known
   */
  Hold lock() throws IOException;

  /**
   * Whether a file that is to grow by small forced writes should be filled with zeros ahead: on a
   * disk this spares the force of the length, in memory it would only cost.
   */
  boolean gainsFromFillingAhead();

  /**
   * How many bytes more may be taken before what adds to them is refused, so that what is there can
   * still be rewritten and removed; {@code Long.MAX_VALUE} where only a failed write tells.
   */
  long room();

  /** A tree of files that is held by one opener, until closed. */
  interface Hold extends Closeable {
    /**
     * Writes down who the holder is, for others to be told, now that what is there has turned out
     * to be a store: one that is refused is left as it was.
     */
    void sign();
  }
}
