package dev.zdb.kv.txn;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has written so far, for itself alone, and how to undo it step by step.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class WriteSet {
  /** What a write takes beside its bytes, its lock included. */
  private static final int WRITE_OVERHEAD = 240;

  /** So much is taken from the budget at once. */
  private static final int SHARE = 4 << 10;

  private static final Write DELETION = new Write(null);

  private final WriteBudget budget;
  private final NavigableMap<Integer, NavigableMap<Bytes, Write>> writes = new TreeMap<>();
  private final SortedSet<Integer> created = new TreeSet<>();
  private final SortedSet<Integer> dropped = new TreeSet<>();
  private final List<Runnable> undos = new ArrayList<>();

  /** How often it was written, and how many bytes of keys and values; of what was replaced too. */
  private int count;

  private long bytes;

  /** How much of the budget is taken. */
  private long taken;

  /**
   * What is to become of a key.
   *
   * @param value its new value, or null to remove it
   */
  record Write(@Nullable Bytes value) {
    int length() {
      return value == null ? 0 : value.length();
    }
  }

  WriteSet(WriteBudget budget) {
    this.budget = budget;
  }

  boolean isEmpty() {
    return writes.isEmpty() && created.isEmpty() && dropped.isEmpty();
  }

  SortedSet<Integer> created() {
    return created;
  }

  SortedSet<Integer> dropped() {
    return dropped;
  }

  /** All writes, by tree and key. */
  NavigableMap<Integer, NavigableMap<Bytes, Write>> writes() {
    return writes;
  }

  /** The writes into one tree; null where there are none. */
  @Nullable NavigableMap<Bytes, Write> of(int tree) {
    return writes.get(tree);
  }

  void put(int tree, Bytes key, Bytes value) {
    require(key.length() + value.length());
    set(tree, copy(key), new Write(copy(value)));
  }

  void delete(int tree, Bytes key) {
    require(key.length());
    set(tree, copy(key), DELETION);
  }

  void create(int tree) {
    created.add(tree);
    undos.add(() -> created.remove(tree));
  }

  void drop(int tree) {
    NavigableMap<Bytes, Write> lost = writes.remove(tree);
    boolean own = created.remove(tree);
    if (!own) {
      dropped.add(tree);
    }
    undos.add(() -> undrop(tree, lost, own ? created : dropped));
  }

  private void undrop(
      int tree, @Nullable NavigableMap<Bytes, Write> lost, SortedSet<Integer> listed) {
    if (lost != null) {
      writes.put(tree, lost);
    }
    if (listed == created) {
      created.add(tree);
    } else {
      dropped.remove(tree);
    }
  }

  /** Gives the memory back, once all of it stands elsewhere or is not wanted. */
  void forget() {
    writes.clear();
    undos.clear();
    budget.giveBack(taken);
    taken = 0;
  }

  int savepoint() {
    return undos.size();
  }

  void rollbackTo(long savepoint) {
    if (savepoint < 0 || savepoint > undos.size()) {
      throw new IllegalArgumentException("no savepoint " + savepoint);
    }
    while (undos.size() > savepoint) {
      undos.remove(undos.size() - 1).run();
    }
  }

  /** About how many bytes the writes take in the log, and no less. */
  long bytes() {
    return bytes;
  }

  private void require(int more) {
    long needed = bytes + more + (count + 1L) * WRITE_OVERHEAD - taken;
    if (needed <= 0 || take(needed + SHARE) || take(needed)) {
      return;
    }
    throw KvException.of(
        ErrorCode.TRANSACTION_TOO_LARGE,
        "the transaction's writes take %d bytes of memory; for those of all together the limit is"
            + " %d",
        taken + needed,
        budget.limit());
  }

  private boolean take(long more) {
    boolean has = budget.take(more);
    taken += has ? more : 0;
    return has;
  }

  private void set(int tree, Bytes key, Write write) {
    NavigableMap<Bytes, Write> of = writes.computeIfAbsent(tree, t -> new TreeMap<>(Keys::compare));
    Write before = of.put(key, write);
    int grown = key.length() + write.length();
    bytes += grown;
    count++;
    undos.add(
        () -> {
          restore(tree, key, before);
          bytes -= grown;
          count--;
        });
  }

  private void restore(int tree, Bytes key, @Nullable Write before) {
    NavigableMap<Bytes, Write> of =
        requireNonNull(writes.get(tree), "what was written is there to be undone");
    if (before != null) {
      of.put(key, before);
      return;
    }
    of.remove(key);
    if (of.isEmpty()) {
      writes.remove(tree);
    }
  }

  private static Bytes copy(Bytes bytes) {
    Bytes copy = new Bytes(bytes.length());
    return copy.append(bytes.array(), 0, bytes.length());
  }
}
