package dev.zdb.kv.io;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files in the memory of this JVM, for databases that are to leave no trace.
 *
 * <p><b>Invariant:</b> memory is held for what was written and for nothing else: a file that is cut
 * or deleted gives its memory back.
 *
 * <p><b>Threads:</b> safe. <b>Failure:</b> a heap that is full is a {@link DiskFullException}.
 */
public final class MemoryFileSystem implements FileSystem {
  private final NavigableMap<String, MemoryFile> files = new ConcurrentSkipListMap<>();
  private final ConcurrentHashMap.KeySetView<String, Boolean> directories =
      ConcurrentHashMap.newKeySet();
  private final Semaphore holder = new Semaphore(1);
  private final AtomicLong held = new AtomicLong();
  private final long most;

  /** Files that may fill the heap. */
  public MemoryFileSystem() {
    this(Long.MAX_VALUE);
  }

  /** Files of which the owner means to hold {@code most} bytes; see {@link #room}. */
  public MemoryFileSystem(long most) {
    this.most = most;
    directories.add("");
  }

  @Override
  public StoreFile create(String name) throws IOException {
    if (!directories.contains(parent(name))) {
      throw new NoSuchFileException(parent(name));
    }
    MemoryFile file = new MemoryFile(name, held);
    if (directories.contains(name) || files.putIfAbsent(name, file) != null) {
      throw new FileAlreadyExistsException(name);
    }
    return file;
  }

  @Override
  public StoreFile open(String name) throws IOException {
    MemoryFile file = files.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(name) || directories.contains(name);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory);
    }
    List<String> names = new ArrayList<>();
    for (String name : files.keySet()) {
      addIfInside(name, directory, names);
    }
    for (String name : directories) {
      addIfInside(name, directory, names);
    }
    names.sort(null);
    return names;
  }

  @Override
  public void delete(String name) throws IOException {
    MemoryFile removed = files.remove(name);
    if (removed == null) {
      throw new NoSuchFileException(name);
    }
    removed.truncate(0);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    MemoryFile file = files.get(from);
    if (file == null) {
      throw new NoSuchFileException(from);
    }
    if (directories.contains(to) || files.putIfAbsent(to, file) != null) {
      throw new FileAlreadyExistsException(to);
    }
    files.remove(from);
  }

  @Override
  public void createDirectory(String name) throws IOException {
    if (!directories.contains(parent(name))) {
      throw new NoSuchFileException(parent(name));
    }
    if (files.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    directories.add(name);
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    if (!directories.contains(directory)) {
      throw new NoSuchFileException(directory);
    }
  }

  @Override
  public Hold lock() {
    if (!holder.tryAcquire()) {
      throw KvException.of(ErrorCode.HELD, "the store in memory is open already");
    }
    return new Held();
  }

  @Override
  public boolean gainsFromFillingAhead() {
    return false;
  }

  @Override
  public long room() {
    return most - held.get();
  }

  @Override
  public String toString() {
    return "memory";
  }

  private static void addIfInside(String name, String directory, List<String> names) {
    if (!name.isEmpty() && parent(name).equals(directory)) {
      names.add(name.substring(name.lastIndexOf('/') + 1));
    }
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private final class Held implements Hold {
    private boolean released;

    @Override
    public void sign() {
      // Whoever asks is in this process.
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        holder.release();
      }
    }
  }
}
