package dev.zdb.kv;

import dev.zdb.kv.OpenStore.Ending;
import dev.zdb.kv.OpenStore.Setup;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.io.DiskFileSystem;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.recovery.Recovery;
import dev.zdb.kv.wal.LogOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Where stores come from. */
public final class Stores {
  private static final long MEMORY_LOG_BYTES = 16 << 20;
  private static final int LOGS_IN_HEAP = 64;

  private Stores() {}

  /** Opens the store in a directory, or makes one there, as the options say. */
  public static Store open(Path directory, StoreOptions options) {
    FileSystem files =
        options.create() == StoreOptions.Create.NEVER
            ? DiskFileSystem.in(directory)
            : DiskFileSystem.createIn(directory);
    return open(files, options, LogOptions.defaults());
  }

  /**
   * A new store in memory, gone when closed. Its files take three eighths of the heap, beside the
   * cache's quarter: a commit that would add to more, itself and its log, is refused with {@link
   * dev.zdb.kv.api.ErrorCode#MEMORY_FULL}, and the rest is for checkpoints and transactions.
   */
  public static Store memory(StoreOptions options) {
    long heap = Runtime.getRuntime().maxMemory();
    long most = Math.min(MEMORY_LOG_BYTES, heap / LOGS_IN_HEAP);
    long logBytes = Math.min(options.checkpointLogBytes(), most);
    StoreOptions frugal = options.withCheckpointLogBytes(logBytes);
    return open(
        new MemoryFileSystem(heap / 8 * 3),
        new Setup(frugal, LogOptions.defaults(), Ending.FORGET));
  }

  /** Opens the store in {@code files}. */
  static Store open(FileSystem files, StoreOptions options, LogOptions logOptions) {
    return open(files, new Setup(options, logOptions, Ending.KEEP));
  }

  static Store open(FileSystem files, Setup setup) {
    StoreThread thread = new StoreThread();
    boolean opened = false;
    try {
      Store store = thread.run(() -> openHeld(files, setup, thread));
      opened = true;
      return store;
    } finally {
      if (!opened) {
        thread.close();
      }
    }
  }

  private static Store openHeld(FileSystem files, Setup setup, StoreThread thread) {
    Recovery.requireAsAsked(files, setup.options().create());
    try {
      FileSystem.Hold lock = files.lock();
      boolean opened = false;
      try {
        Recovery.Ready parts = Recovery.open(files, setup.options(), setup.logOptions());
        lock.sign();
        opened = true;
        return new OpenStore(setup, parts, thread, lock);
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, "locking the store in " + files);
    }
  }
}
