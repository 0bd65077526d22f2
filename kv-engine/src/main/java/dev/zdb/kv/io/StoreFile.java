package dev.zdb.kv.io;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file of a store, read and written at positions.
 *
 * <p><b>Threads:</b> safe. Any thread may read, and write up to {@link #SMALL_WRITE} bytes at once;
 * an interrupt neither fails that nor is lost. Only a thread that the engine owns, which nobody
 * interrupts, may write more, force, truncate or close.
 *
 * <p><b>Failure:</b> {@link IOException}. After a failed write nobody knows which of its bytes are
 * there, after a failed force nobody knows which of all writes since the last one are, and forcing
 * again does not tell: the owner gives the file up.
 */
public interface StoreFile extends Closeable {
  /** The most bytes that any thread may write at once. */
  int SMALL_WRITE = 8 << 10;

  /** What a force makes durable. */
  enum Force {
    /** The bytes, where the file has not grown or shrunk since the last force. */
    CONTENT,
    /** The bytes and the file's length. */
    CONTENT_AND_LENGTH
  }

  /** The file's name in its {@link FileSystem}. */
  String name();

  /**
   * Reads up to {@code length} bytes, fewer only where the file ends.
   *
   * @return how many bytes were read, 0 at or beyond the end
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** Writes all the bytes; a gap between the old end and {@code position} reads as zeros. */
  void write(long position, byte[] from, int offset, int length) throws IOException;

  /** Returns once what was written before the call survives a power cut. */
  void force(Force what) throws IOException;

  long length() throws IOException;

  /** Cuts the file to {@code length}; does nothing if it is not longer. */
  void truncate(long length) throws IOException;
}
