package dev.zdb.kv.txn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A map from a hash of 64 bits to an object, in two arrays without objects of its own: twelve bytes
 * a slot, of which three eighths to three quarters are used while it grows.
 *
 * <p><b>Invariant:</b> no empty slot lies between where an entry belongs and where it is: what is
 * removed leaves no mark, the entries behind it move up instead.
 *
 * <p><b>Threads:</b> one at a time.
 *
 * <p><b>Failure:</b> what finds no memory has changed nothing.
 */
final class LockSlots {
  static final int LEAST_CAPACITY = 16;

  private long[] hashes = new long[LEAST_CAPACITY];
  private @Nullable Object[] values = new @Nullable Object[LEAST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  int capacity() {
    return values.length;
  }

  @Nullable Object get(long hash) {
    return values[find(hash)];
  }

  /** Adds an entry where there is none of this hash; else answers the value that is there. */
  @Nullable Object putIfAbsent(long hash, Object value) {
    int slot = find(hash);
    Object found = values[slot];
    if (found != null) {
      return found;
    }
    if ((size + 1) * 4L > values.length * 3L) {
      resize(Math.multiplyExact(values.length, 2));
      slot = find(hash);
    }
    hashes[slot] = hash;
    values[slot] = value;
    size++;
    return null;
  }

  /** Changes the value of a hash that is there. Needs no memory. */
  void replace(long hash, Object value) {
    int slot = find(hash);
    assert values[slot] != null : "no entry to replace";
    values[slot] = value;
  }

  /** Removes the entry of a hash, if its value is this one. */
  boolean remove(long hash, Object value) {
    int slot = find(hash);
    if (values[slot] != value) {
      return false;
    }
    closeGap(slot);
    size--;
    if (values.length > LEAST_CAPACITY && size * 8L < values.length) {
      shrink();
    }
    return true;
  }

  /** The slot of a hash, or the empty one where it would go. One is always empty. */
  private int find(long hash) {
    int mask = values.length - 1;
    int slot = home(hash);
    while (values[slot] != null && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int home(long hash) {
    return (int) hash & (values.length - 1);
  }

  /** Moves up what would not be found past an empty slot, until a slot is empty anyway. */
  private void closeGap(int removed) {
    int mask = values.length - 1;
    int gap = removed;
    int slot = (gap + 1) & mask;
    while (values[slot] != null) {
      int fromHome = (slot - home(hashes[slot])) & mask;
      int fromGap = (slot - gap) & mask;
      if (fromHome >= fromGap) {
        hashes[gap] = hashes[slot];
        values[gap] = values[slot];
        gap = slot;
      }
      slot = (slot + 1) & mask;
    }
    values[gap] = null;
  }

  private void shrink() {
    try {
      resize(values.length / 2);
    } catch (OutOfMemoryError e) {
      // it stays as large as it is, which harms nobody: the next removal tries again
    }
  }

  private void resize(int capacity) {
    long[] oldHashes = hashes;
    @Nullable Object[] oldValues = values;
    long[] newHashes = new long[capacity];
    @Nullable Object[] newValues = new @Nullable Object[capacity];
    hashes = newHashes;
    values = newValues;
    for (int old = 0; old < oldValues.length; old++) {
      if (oldValues[old] != null) {
        int slot = find(oldHashes[old]);
        hashes[slot] = oldHashes[old];
        values[slot] = Objects.requireNonNull(oldValues[old]);
      }
    }
  }
}
