package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The locks of those who write: one of the whole store, and one of each key.
 *
 * <p>A key stands here by a hash of 64 bits of its tree and its bytes, in some thirty bytes of
 * memory with what its owner keeps of it. Two keys of the same hash have one lock: at worst one
 * waits, or is told of a deadlock, that need not have. Nothing depends on two keys having two
 * locks.
 *
 * <p><b>Invariants:</b> a key has one owner at most; so has the store where one has it alone. First
 * come, first served: nobody overtakes those who wait for the same lock, but one who has it and an
 * upgrade of the store's lock. Nobody waits for a lock that nobody has, nor for itself by way of
 * others ({@link WaitGraph}).
 *
 * <p><b>Threads:</b> safe. One owner is used by one thread at a time, which may be another each
 * time; {@link #stop} alone may be called by any at any time. Interrupts are kept for later.
 *
 * <p><b>Failure:</b> whoever is not granted what it asked for stands in no queue, and keeps what it
 * had. So does one for whom there is no memory. To give back needs none.
 */
final class LockTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int STRIPE_BITS = 6;

  private final WaitGraph graph = new WaitGraph();
  private final StoreLock store = new StoreLock(graph);
  private final KeyLocks[] stripes = new KeyLocks[1 << STRIPE_BITS];

  LockTable() {
    Arrays.setAll(stripes, i -> new KeyLocks(graph));
  }

  /** How asking for a lock ended. */
  enum Outcome {
    GRANTED,
    /** Others had it for as long as one would wait; who would not is told of no deadlock. */
    TOO_LATE,
    /** {@link LockTable#stop} ended the waiting. */
    STOPPED,
    /** To wait would have been to wait for itself; somebody has to give back what it has. */
    DEADLOCK
  }

  /** One who holds locks and waits for at most one; a transaction has one. */
  static final class Owner {
    private static final long[] NONE = {};

    private long[] hashes = NONE;
    private int count;

    /** What it has of the store's lock. Changed under {@link WaitGraph#lock}. */
    @Nullable LockRequest share;

    /** What it waits for; under {@link WaitGraph#lock}. */
    @Nullable LockRequest waiting;

    /** The last search that came by; under {@link WaitGraph#lock}. */
    long searched;

    /** Whether there is anything to release. */
    boolean holdsLocks() {
      return count > 0 || share != null;
    }

    /** Makes room for one more key, so that {@link #add} cannot fail. */
    void reserve() {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.addExact(count, Math.max(4, count / 2)));
      }
    }

    void add(long hash) {
      hashes[count++] = hash;
    }
  }

  /**
   * The lock of all that is stored: shared by whoever writes, exclusive for one who writes alone.
   * Granted at once to an owner that has as much. A sharer may ask to be alone; of two that do, the
   * second is told of a deadlock.
   */
  Outcome lockStore(Owner owner, boolean alone, Duration timeout) {
    return store.lock(owner, alone, timeout);
  }

  /** The exclusive lock of one key of a tree. Granted at once where the owner has it. */
  Outcome lockKey(Owner owner, int tree, Bytes key, Duration timeout) {
    long hash = hash(tree, key);
    return stripe(hash).lock(owner, hash, timeout);
  }

  /** Ends the owner's waiting, if it waits; from any thread. A later wait is not concerned. */
  void stop(Owner owner) {
    graph.stop(owner);
  }

  /** Gives everything back, to those who waited longest. The owner must not be waiting. */
  void releaseAll(Owner owner) {
    while (owner.count > 0) {
      long hash = owner.hashes[owner.count - 1];
      stripe(hash).release(owner, hash);
      owner.count--;
    }
    owner.hashes = Owner.NONE;
    store.release(owner);
  }

  /** How many wait. */
  int waiting() {
    return graph.waiting();
  }

  /** How many keys are locked. */
  long lockedKeys() {
    return Arrays.stream(stripes).mapToLong(KeyLocks::size).sum();
  }

  /** How many keys have room without more memory. */
  long capacity() {
    return Arrays.stream(stripes).mapToLong(KeyLocks::capacity).sum();
  }

  private KeyLocks stripe(long hash) {
    return stripes[(int) (hash >>> (Long.SIZE - STRIPE_BITS))];
  }

  /** All bits depend on all bytes: the highest choose the stripe, the lowest the slot. */
  static long hash(int tree, Bytes key) {
    byte[] bytes = key.array();
    int length = key.length();
    long hash = mix(((long) tree << 32) ^ length);
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (; at < length; at++) {
      rest = (rest << 8) | (bytes[at] & 0xFF);
    }
    return mix(mix(hash ^ rest));
  }

  private static long mix(long bits) {
    long mixed = (bits + 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 32)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 29);
  }
}
