package dev.zdb.kv.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file on disk, behind two channels: an interrupt closes the channel that its thread reads from,
 * for everybody, so that reads have one of their own, which is opened again. The one that writes is
 * never opened twice: with it would go the only report of a write that failed later.
 */
final class DiskFile implements StoreFile {
  private final String name;
  private final Path path;
  private final StagingBuffers buffers;

  /** The same file as {@link #writing}; through it an interrupt closes nothing. */
  private final RandomAccessFile small;

  private final FileChannel writing;
  private final Object lock = new Object();

  /** What reads go through; null before the first and once closed. */
  private volatile @Nullable FileChannel reading;

  @GuardedBy("lock")
  private boolean closed;

  private DiskFile(String name, Path path, StagingBuffers buffers) throws IOException {
    this.name = name;
    this.path = path;
    this.buffers = buffers;
    this.small = new RandomAccessFile(path.toFile(), "rw");
    this.writing = small.getChannel();
  }

  static DiskFile create(String name, Path path, StagingBuffers buffers) throws IOException {
    try {
      Files.createFile(path, DiskFileSystem.ownerOnly(path, "rw-------"));
      return new DiskFile(name, path, buffers);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  static DiskFile open(String name, Path path, StagingBuffers buffers) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new DiskFile(name, path, buffers);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    ByteBuffer staging = buffers.borrow();
    try {
      int done = 0;
      while (done < length) {
        int from = done;
        staging.clear().limit(Math.min(staging.capacity(), length - done));
        if (uninterrupted(channel -> channel.read(staging, position + from)) < 0) {
          break;
        }
        int run = staging.flip().remaining();
        staging.get(into, offset + done, run);
        done += run;
      }
      return done;
    } finally {
      buffers.giveBack(staging);
    }
  }

  @Override
  public void write(long position, byte[] from, int offset, int length) throws IOException {
    if (length > SMALL_WRITE) {
      writeMuch(position, from, offset, length);
      return;
    }
    try {
      synchronized (small) {
        small.seek(position);
        small.write(from, offset, length);
      }
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private void writeMuch(long position, byte[] from, int offset, int length) throws IOException {
    ByteBuffer staging = buffers.borrow();
    try {
      for (int done = 0; done < length; ) {
        int run = Math.min(staging.capacity(), length - done);
        staging.clear().put(from, offset + done, run).flip();
        for (long at = position + done; staging.hasRemaining(); ) {
          at += writing.write(staging, at);
        }
        done += run;
      }
    } catch (IOException e) {
      throw explained(e);
    } finally {
      buffers.giveBack(staging);
    }
  }

  @Override
  public void force(Force what) throws IOException {
    writing.force(what == Force.CONTENT_AND_LENGTH); // full or not: nobody knows what is there now
  }

  @Override
  public long length() throws IOException {
    return uninterrupted(FileChannel::size);
  }

  @Override
  public void truncate(long length) throws IOException {
    if (length < writing.size()) {
      writing.truncate(length);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      FileChannel reader = reading;
      reading = null;
      try (small) {
        if (reader != null) {
          reader.close();
        }
      }
    }
  }

  /** Says plainly that a device is full, which the system tells only in words. */
  static IOException explained(IOException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        words.contains("no space left")
            || words.contains("quota exceeded")
            || words.contains("not enough space")
            || words.contains("disk is full")
            || words.contains("file too large");
    return full ? new DiskFullException(String.valueOf(failure.getMessage()), failure) : failure;
  }

  /** What is asked of the channel for reads, again where an interrupt closed it. */
  private interface Reading {
    long from(FileChannel channel) throws IOException;
  }

  private long uninterrupted(Reading asked) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      FileChannel channel = reading;
      while (true) {
        try {
          return asked.from(channel == null ? reopen(null) : channel);
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          channel = reopen(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens the channel for reads, unless another thread has done so or the file is closed. */
  private FileChannel reopen(@Nullable ClosedChannelException because) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw because == null ? new ClosedChannelException() : because;
      }
      FileChannel channel = reading;
      if (channel == null || !channel.isOpen()) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
        reading = channel;
      }
      return channel;
    }
  }
}
