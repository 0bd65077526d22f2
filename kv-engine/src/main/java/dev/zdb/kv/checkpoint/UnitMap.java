package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.ExtentRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;

/**
 * Which units of the data file are in use, and by which checkpoints.
 *
 * <p><b>Invariant:</b> a unit is given out only if neither of the last two superblocks reaches it
 * and no snapshot can ask for it.
 *
 * <p>On disk: the runs of units that the checkpoint reaches, then those that only the one before it
 * reached; each list is a count and, for each run, the distance from the end of the one before and
 * the length, all as varints.
 *
 * <p><b>Threads:</b> one at a time, who takes checkpoints.
 */
final class UnitMap {
  static final int FIRST_UNIT = Superblock.SLOTS * Superblock.SLOT_DISTANCE / ExtentRef.UNIT;
  private static final long MOST_UNITS = Integer.MAX_VALUE;

  private final BitSet live;
  private final BitSet taken;
  private List<Freed> freedNow = new ArrayList<>();
  private List<Freed> freedBefore = new ArrayList<>();
  private final Queue<Freed> held = new ArrayDeque<>();
  private int next = FIRST_UNIT;

  /**
   * Units that the checkpoint in the making does not reach any more.
   *
   * @param time snapshots before this commit may still ask for them
   */
  private record Freed(int from, int to, long time) {}

  private UnitMap(BitSet live) {
    this.live = (BitSet) live.clone();
    this.taken = (BitSet) live.clone();
  }

  /** The same, to be changed by a checkpoint that may come to nothing. */
  UnitMap copy() {
    UnitMap copy = new UnitMap(live);
    copy.taken.or(taken);
    copy.freedBefore = freedBefore;
    copy.held.addAll(held);
    return copy;
  }

  static UnitMap empty() {
    return new UnitMap(new BitSet());
  }

  /** Takes so many units in a row; returns the first. */
  int allocate(int units) {
    int from = taken.nextClearBit(next);
    while (true) {
      int end = taken.nextSetBit(from);
      if (end < 0 || end - from >= units) {
        break;
      }
      from = taken.nextClearBit(end);
    }
    if ((long) from + units > MOST_UNITS) {
      throw KvException.of(ErrorCode.DISK_FULL, "the data file is as long as it can be");
    }
    taken.set(from, from + units);
    live.set(from, from + units);
    next = from + units;
    return from;
  }

  /** Gives an extent up that the checkpoint in the making does not reach. */
  void free(ExtentRef ref) {
    free(ref, 0);
  }

  /** Gives an extent up that snapshots before {@code time} may still ask for. */
  void free(ExtentRef ref, long time) {
    int from = ref.firstUnit();
    int to = from + ref.units();
    assert live.nextClearBit(from) >= to : "freed twice: " + ref;
    live.clear(from, to);
    freedNow.add(new Freed(from, to, time));
  }

  /** The checkpoint is on disk: what only those before the last one reached may be used again. */
  void settle(long horizon) {
    held.addAll(freedBefore);
    freedBefore = freedNow;
    freedNow = new ArrayList<>();
    held.removeIf(
        freed -> {
          boolean over = freed.time() <= horizon;
          if (over) {
            taken.clear(freed.from(), freed.to());
          }
          return over;
        });
  }

  /** The units that the newest checkpoint reaches. */
  BitSet live() {
    return (BitSet) live.clone();
  }

  /** How many units the file must have. */
  int end() {
    return Math.max(taken.length(), FIRST_UNIT);
  }

  /** How many units before the end may be given out. */
  int reusable() {
    return end() - FIRST_UNIT - taken.cardinality();
  }

  /** An upper bound of what {@link #encode} needs, should one more extent be taken before. */
  int mostBytes() {
    int runs = runs(live) + freedNow.size() + 4;
    return 10 * runs + 20;
  }

  private static int runs(BitSet units) {
    int runs = 0;
    for (int at = units.nextSetBit(0); at >= 0; at = units.nextSetBit(units.nextClearBit(at))) {
      runs++;
    }
    return runs;
  }

  /** Writes the map into {@code into} from {@code at}; returns the end. */
  int encode(byte[] into, int at) {
    BitSet before = new BitSet();
    freedNow.forEach(freed -> before.set(freed.from(), freed.to()));
    return encode(before, into, encode(live, into, at));
  }

  private static int encode(BitSet units, byte[] into, int start) {
    int at = varint(into, start, runs(units));
    int end = 0;
    for (int from = units.nextSetBit(0); from >= 0; from = units.nextSetBit(end)) {
      at = varint(into, at, from - end);
      end = units.nextClearBit(from);
      at = varint(into, at, end - from);
    }
    return at;
  }

  private static int varint(byte[] into, int start, int value) {
    int at = start;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      into[at++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    into[at++] = (byte) rest;
    return at;
  }

  /** Reads what {@link #encode} wrote; the bytes were verified before. */
  static UnitMap decode(byte[] bytes, int start) {
    int[] at = {start};
    UnitMap map = new UnitMap(decode(bytes, at));
    BitSet before = decode(bytes, at);
    for (int from = before.nextSetBit(0); from >= 0; ) {
      int to = before.nextClearBit(from);
      map.freedBefore.add(new Freed(from, to, 0));
      from = before.nextSetBit(to);
    }
    map.taken.or(before);
    return map;
  }

  private static BitSet decode(byte[] bytes, int[] at) {
    BitSet units = new BitSet();
    int runs = varint(bytes, at);
    int end = 0;
    for (int run = 0; run < runs; run++) {
      int from = end + varint(bytes, at);
      end = from + varint(bytes, at);
      units.set(from, end);
    }
    return units;
  }

  private static int varint(byte[] bytes, int[] at) {
    int value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at[0]++];
      value |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
