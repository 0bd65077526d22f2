package dev.zdb.kv;

import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.wal.LogOptions;

/** Stores on a disk that fails as a test wishes, for the modules above. */
public final class SimulatedStores {
  private static final LogOptions SMALL_LOG = new LogOptions(0, 4 << 10, 16 << 10, 4 << 10);

  private SimulatedStores() {}

  public static Store open(SimulatedFileSystem disk) {
    return Stores.open(disk, StoreOptions.defaults(), SMALL_LOG);
  }

  /** One of little pages, so that a few rows fill several. */
  public static Store openWithLittlePages(SimulatedFileSystem disk) {
    return Stores.open(disk, StoreOptions.defaults().withPageBytes(512), SMALL_LOG);
  }
}
