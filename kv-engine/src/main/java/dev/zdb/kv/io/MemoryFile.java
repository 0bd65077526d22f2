package dev.zdb.kv.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of a {@link MemoryFileSystem}: chunks, of which those never written to are absent and read
 * as zeros. Closing means nothing to it, as the next to open it finds it as it was.
 */
final class MemoryFile implements StoreFile {
  private static final int CHUNK = 16 << 10;

  private final String name;

  /** What all files of this one's system hold. */
  private final AtomicLong held;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  @GuardedBy("lock")
  private byte[] @Nullable [] chunks = new byte[4][];

  @GuardedBy("lock")
  private long length;

  MemoryFile(String name, AtomicLong held) {
    this.name = name;
    this.held = held;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] into, int offset, int wanted) {
    lock.readLock().lock();
    try {
      int count = (int) Math.max(0, Math.min(wanted, length - position));
      for (int done = 0; done < count; ) {
        int within = (int) ((position + done) % CHUNK);
        int run = Math.min(CHUNK - within, count - done);
        byte[] chunk = chunks[(int) ((position + done) / CHUNK)];
        if (chunk == null) {
          Arrays.fill(into, offset + done, offset + done + run, (byte) 0);
        } else {
          System.arraycopy(chunk, within, into, offset + done, run);
        }
        done += run;
      }
      return count;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void write(long position, byte[] from, int offset, int count) throws DiskFullException {
    lock.writeLock().lock();
    try {
      makeRoom(position + count);
      for (int done = 0; done < count; ) {
        int within = (int) ((position + done) % CHUNK);
        int run = Math.min(CHUNK - within, count - done);
        int index = (int) ((position + done) / CHUNK);
        byte[] chunk = chunks[index];
        if (chunk == null) {
          chunk = new byte[CHUNK];
          chunks[index] = chunk;
          held.addAndGet(CHUNK);
        }
        System.arraycopy(from, offset + done, chunk, within, run);
        done += run;
      }
      length = Math.max(length, position + count);
    } catch (OutOfMemoryError full) {
      throw new DiskFullException(
          "no memory left to write "
              + count
              + " bytes at "
              + position
              + " of "
              + name
              + " in memory; the JVM's limit is "
              + Runtime.getRuntime().maxMemory()
              + " bytes",
          full);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void force(Force what) {
    // Memory lives exactly as long as the process: there is nothing more durable to bring it to.
  }

  @Override
  public long length() {
    lock.readLock().lock();
    try {
      return length;
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void truncate(long newLength) {
    lock.writeLock().lock();
    try {
      if (newLength >= length) {
        return;
      }
      int kept = (int) ((newLength + CHUNK - 1) / CHUNK);
      byte[] last = newLength % CHUNK == 0 ? null : chunks[kept - 1];
      if (last != null) {
        Arrays.fill(last, (int) (newLength % CHUNK), CHUNK, (byte) 0);
      }
      for (int index = kept; index < chunks.length; index++) {
        held.addAndGet(chunks[index] == null ? 0 : -CHUNK);
        chunks[index] = null;
      }
      length = newLength;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    // The next to open it finds it as it was.
  }

  @GuardedBy("lock")
  private void makeRoom(long end) throws DiskFullException {
    long needed = (end + CHUNK - 1) / CHUNK;
    if (needed > Integer.MAX_VALUE - 16) {
      throw new DiskFullException("no file in memory can hold " + end + " bytes: " + name);
    }
    if (needed > chunks.length) {
      long grown = Math.min(Integer.MAX_VALUE - 16, Math.max(needed, chunks.length * 2L));
      chunks = Arrays.copyOf(chunks, (int) grown);
    }
  }
}
