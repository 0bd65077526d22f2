package dev.zdb.kv.btree;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.page.ExtentRef;
import org.jspecify.annotations.Nullable;

/**
 * A value too long for a page; its bytes never change. They are in memory until a checkpoint has
 * written them, and on disk from then on.
 */
public final class Overflow {
  private final int length;
  private volatile byte @Nullable [] bytes;
  private volatile @Nullable ExtentRef ref;

  Overflow(byte[] bytes) {
    this.length = bytes.length;
    this.bytes = bytes;
  }

  Overflow(int length, ExtentRef ref) {
    this.length = length;
    this.ref = ref;
  }

  public int length() {
    return length;
  }

  /** Where the bytes are on disk; null before a checkpoint has written them. */
  public @Nullable ExtentRef ref() {
    return ref;
  }

  /** The bytes, where they are in memory. */
  public byte @Nullable [] bytes() {
    return bytes;
  }

  /** Notes where a checkpoint wrote the bytes, and lets go of them. */
  public void stored(ExtentRef where, PageCache cache) {
    ref = where;
    bytes = null;
    forget(cache);
  }

  /** Takes bytes out of account that are in memory for old snapshots at most. */
  public void forget(PageCache cache) {
    cache.addCached(-length);
    cache.addDirty(-length);
  }

  byte[] read(PageSource source, int tree) {
    byte[] inMemory = bytes;
    if (inMemory != null) {
      return inMemory;
    }
    ExtentRef where = requireNonNull(ref, "neither in memory nor on disk");
    return source.readOverflow(where, tree, length);
  }
}
