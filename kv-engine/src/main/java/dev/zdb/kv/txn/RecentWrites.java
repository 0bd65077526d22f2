package dev.zdb.kv.txn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.txn.WriteSet.Write;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which keys were committed lately, as far back as a transaction asks that began before.
 *
 * <p>Keys stand here by their hash: two of the same hash conflict though they need not. Past a
 * number of keys the oldest transactions conflict with everything.
 *
 * <p><b>Threads:</b> safe.
 */
final class RecentWrites {
  private static final int MOST = 1 << 20;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final SortedMap<Long, Integer> askers = new TreeMap<>();

  @GuardedBy("lock")
  private final Map<Long, Long> times = new HashMap<>();

  @GuardedBy("lock")
  private long knownSince;

  /** Begins to remember for a transaction that sees {@code time}. */
  void enter(long time) {
    synchronized (lock) {
      if (askers.isEmpty()) {
        knownSince = time;
      }
      askers.merge(time, 1, Integer::sum);
    }
  }

  void leave(long time) {
    synchronized (lock) {
      askers.computeIfPresent(time, (t, count) -> count == 1 ? null : count - 1);
      if (askers.isEmpty()) {
        times.clear();
      }
    }
  }

  /** Notes what a commit wrote. */
  void committed(long time, WriteSet writes) {
    synchronized (lock) {
      if (askers.isEmpty()) {
        return;
      }
      try {
        note(time, writes);
        prune(time);
      } catch (OutOfMemoryError e) {
        forget(time); // the commit is done: nobody may be told otherwise, nor overlook it
      }
    }
  }

  @GuardedBy("lock")
  private void note(long time, WriteSet writes) {
    for (Map.Entry<Integer, NavigableMap<Bytes, Write>> of : writes.writes().entrySet()) {
      for (Bytes key : of.getValue().keySet()) {
        times.put(hash(of.getKey(), key), time);
      }
    }
  }

  /** Has all transactions conflict that began before {@code time}. */
  @GuardedBy("lock")
  private void forget(long time) {
    times.clear();
    knownSince = time;
  }

  @GuardedBy("lock")
  private void prune(long time) {
    if (times.size() > MOST) {
      long oldest = askers.firstKey();
      times.values().removeIf(at -> at <= oldest);
    }
    if (times.size() > MOST) {
      forget(time);
    }
  }

  /** Whether a commit after {@code time} may have written the key. */
  boolean wroteSince(long time, int tree, Bytes key) {
    synchronized (lock) {
      return time < knownSince || times.getOrDefault(hash(tree, key), 0L) > time;
    }
  }

  private static long hash(int tree, Bytes key) {
    long hash = tree * 0x9E37_79B9_7F4A_7C15L;
    for (int at = 0; at < key.length(); at++) {
      hash = (hash ^ key.array()[at]) * 0x0000_0100_0000_01B3L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
