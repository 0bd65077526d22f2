package dev.zdb.sql.exec;

import dev.zdb.sql.value.Registers;
import dev.zdb.sql.value.ValueOrder;
import java.util.Arrays;

/**
 * A hash table over the rows of a {@link RowStore}: finds them by the values of some fields. NULL
 * counts as equal to NULL here; who wants otherwise asks first.
 *
 * <p>Open addressing over the first row of each key; rows of one key hang together in a chain, in
 * the order in which they came.
 *
 * <p><b>Threads:</b> the session's. <b>Owner:</b> the run that made it, which closes it.
 */
final class RowTable implements AutoCloseable {
  /** No row. */
  static final int NONE = -1;

  private static final int FIRST_CAPACITY = 32;

  private final RowStore rows;
  private final int[] keyFields;
  private final ValueOrder[] orders;
  private final MemoryBudget budget;

  /** First row of a key plus one, by hash; 0 where there is none. */
  private int[] buckets = new int[FIRST_CAPACITY];

  private int keys;

  /** Of each row: its hash, the next row of its key, and for a first row the last of its chain. */
  private int[] hashes = new int[16];

  private int[] nexts = new int[16];
  private int[] lasts = new int[16];
  private long reserved;

  /** A table over a store that is empty as yet, and grows by {@link #add} alone. */
  RowTable(RowStore rows, int[] keyRegisters, MemoryBudget budget) {
    this.rows = rows;
    this.keyFields = rows.shape().fieldsOf(keyRegisters);
    this.orders = new ValueOrder[keyFields.length];
    for (int i = 0; i < orders.length; i++) {
      orders[i] = rows.shape().orders[keyFields[i]];
    }
    this.budget = budget;
  }

  /** How many different keys there are. */
  int keys() {
    return keys;
  }

  /** The next row with the same key, or {@link #NONE}. */
  int next(int row) {
    return nexts[row];
  }

  /** The first row whose key equals the values of {@code probe}'s registers, or {@link #NONE}. */
  int find(Registers values, int[] probe) {
    return find(values, probe, hash(values, probe));
  }

  /** Adds the row that stands in the store's registers, whose key lies in those of {@code key}. */
  int add(Registers values, int[] key) {
    int hash = hash(values, key);
    int first = find(values, key, hash);
    int row = append(hash);
    if (first == NONE) {
      enter(row, hash);
    } else {
      nexts[lasts[first]] = row;
      lasts[first] = row;
    }
    return row;
  }

  /** The first row of that key, added from the store's registers if there is none. */
  int findOrAdd(Registers values, int[] key) {
    int hash = hash(values, key);
    int first = find(values, key, hash);
    if (first != NONE) {
      return first;
    }
    int row = append(hash);
    enter(row, hash);
    return row;
  }

  /** Forgets all rows, of the store too. */
  void clear() {
    rows.clear();
    buckets = new int[FIRST_CAPACITY];
    keys = 0;
    budget.release(reserved);
    reserved = 0;
  }

  @Override
  public void close() {
    clear();
  }

  private int find(Registers values, int[] probe, int hash) {
    int mask = buckets.length - 1;
    for (int at = hash & mask; buckets[at] != 0; at = (at + 1) & mask) {
      int row = buckets[at] - 1;
      if (hashes[row] == hash && rows.matches(row, keyFields, values, probe)) {
        return row;
      }
    }
    return NONE;
  }

  private int append(int hash) {
    int row = rows.append();
    if (row >= hashes.length) {
      int capacity = row * 2;
      reserve(12L * (capacity - hashes.length));
      hashes = Arrays.copyOf(hashes, capacity);
      nexts = Arrays.copyOf(nexts, capacity);
      lasts = Arrays.copyOf(lasts, capacity);
    }
    hashes[row] = hash;
    nexts[row] = NONE;
    lasts[row] = row;
    return row;
  }

  private void enter(int row, int hash) {
    if (++keys * 2 > buckets.length) {
      reserve(4L * buckets.length);
      int[] old = buckets;
      buckets = new int[old.length * 2];
      for (int head : old) {
        if (head != 0) {
          place(head - 1, hashes[head - 1]);
        }
      }
    }
    place(row, hash);
  }

  private void place(int row, int hash) {
    int mask = buckets.length - 1;
    int at = hash & mask;
    while (buckets[at] != 0) {
      at = (at + 1) & mask;
    }
    buckets[at] = row + 1;
  }

  private void reserve(long bytes) {
    reserved += bytes;
    budget.reserve(bytes);
  }

  private int hash(Registers values, int[] probe) {
    int hash = 0;
    for (int i = 0; i < probe.length; i++) {
      hash = hash * 31 + (values.nulls[probe[i]] ? 1 : orders[i].hash(values, probe[i]));
    }
    return hash ^ hash >>> 16;
  }
}
