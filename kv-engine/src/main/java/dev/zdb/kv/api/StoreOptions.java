package dev.zdb.kv.api;

/**
 * How to open a store.
 *
 * @param create what to do where there is none
 * @param pageBytes size of a page of trees created from now on: a power of two from 256 to 65,536
 * @param cacheBytes memory for pages, the one knob
 * @param checkpointLogBytes a checkpoint is taken once the log has grown by this much
 */
public record StoreOptions(Create create, int pageBytes, long cacheBytes, long checkpointLogBytes) {

  /** What opening does where there is no store. */
  public enum Create {
    IF_MISSING,
    NEVER,
    ALWAYS
  }

  public StoreOptions {
    if (Integer.bitCount(pageBytes) != 1 || pageBytes < 256 || pageBytes > 65_536) {
      throw new IllegalArgumentException("page size " + pageBytes);
    }
  }

  /** Pages of 8 KiB, a quarter of the heap for them, a checkpoint each 256 MiB of log. */
  public static StoreOptions defaults() {
    return new StoreOptions(
        Create.IF_MISSING, 8_192, Runtime.getRuntime().maxMemory() / 4, 256L << 20);
  }

  public StoreOptions with(Create newCreate) {
    return new StoreOptions(newCreate, pageBytes, cacheBytes, checkpointLogBytes);
  }

  public StoreOptions withPageBytes(int newPageBytes) {
    return new StoreOptions(create, newPageBytes, cacheBytes, checkpointLogBytes);
  }

  public StoreOptions withCacheBytes(long newCacheBytes) {
    return new StoreOptions(create, pageBytes, newCacheBytes, checkpointLogBytes);
  }

  public StoreOptions withCheckpointLogBytes(long newBytes) {
    return new StoreOptions(create, pageBytes, cacheBytes, newBytes);
  }
}
