package dev.zdb.kv;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.wal.LogOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A user of a store with one open transaction, some snapshots and cursors, and what each must show:
 * an ordered map for each tree after each commit.
 */
final class StoreHistory {
  private static final int MOST_SNAPSHOTS = 4;

  private final StoreOptions options;
  private final LogOptions logOptions;
  private final Durability durability;
  private final List<State> states = new ArrayList<>();
  private final Deque<Kept> snapshots = new ArrayDeque<>();
  private final Deque<Marked> savepoints = new ArrayDeque<>();
  private int acknowledged;
  private SimulatedFileSystem disk = new SimulatedFileSystem();
  private Store store;
  private @Nullable Transaction writer;
  private State written = new State();

  /** What all trees hold. */
  static final class State {
    private final Map<Integer, NavigableMap<byte[], byte[]>> trees = new LinkedHashMap<>();

    State() {
      trees.put(TreeId.ROOT.number(), StoreContent.empty());
    }

    State copy() {
      State copy = new State();
      trees.forEach((tree, entries) -> copy.trees.put(tree, StoreContent.copy(entries)));
      return copy;
    }

    private int any(Random random) {
      List<Integer> numbers = List.copyOf(trees.keySet());
      return numbers.get(random.nextInt(numbers.size()));
    }

    private NavigableMap<byte[], byte[]> of(int tree) {
      return requireNonNull(trees.get(tree));
    }
  }

  /** A snapshot with what it must show for as long as it is kept. */
  private record Kept(Snapshot snapshot, State state) {}

  /** A savepoint with what the transaction shows once it is rolled back to there. */
  private record Marked(long savepoint, State state) {}

  StoreHistory(StoreOptions options, LogOptions logOptions, Durability durability) {
    this.options = options;
    this.logOptions = logOptions;
    this.durability = durability;
    states.add(written.copy());
    store = Stores.open(disk, options, logOptions);
  }

  SimulatedFileSystem disk() {
    return disk;
  }

  void put(Random random, int count) {
    Transaction transaction = writer();
    int tree = written.any(random);
    for (int i = 0; i < count; i++) {
      byte[] key = key(random);
      byte[] value = value(random);
      transaction.put(new TreeId(tree), Bytes.copyOf(key), Bytes.copyOf(value));
      written.of(tree).put(key, value);
    }
  }

  void delete(Random random, int count) {
    Transaction transaction = writer();
    int tree = written.any(random);
    for (int i = 0; i < count; i++) {
      byte[] key = key(random);
      transaction.delete(new TreeId(tree), Bytes.copyOf(key));
      written.of(tree).remove(key);
    }
  }

  void deleteAll(Random random) {
    Transaction transaction = writer();
    int tree = written.any(random);
    written
        .of(tree)
        .keySet()
        .forEach(key -> transaction.delete(new TreeId(tree), Bytes.copyOf(key)));
    written.of(tree).clear();
  }

  void createTree() {
    TreeId tree = writer().createTree();
    assertThat(written.trees).doesNotContainKey(tree.number());
    written.trees.put(tree.number(), StoreContent.empty());
  }

  void dropTree(Random random) {
    int tree = written.any(random);
    if (tree != TreeId.ROOT.number()) {
      writer().dropTree(new TreeId(tree));
      written.trees.remove(tree);
    }
  }

  void savepoint() {
    savepoints.push(new Marked(writer().savepoint(), written.copy()));
  }

  void rollBackToSavepoint() {
    if (!savepoints.isEmpty()) {
      Marked marked = savepoints.pop();
      writer().rollbackTo(marked.savepoint);
      written = marked.state;
    }
  }

  void commit() {
    Transaction transaction = writer;
    if (transaction != null) {
      states.add(written);
      assertThat(transaction.commit().outcome()).isEqualTo(Outcome.COMMITTED);
      if (durability == Durability.FULL) {
        acknowledged = states.size() - 1;
      }
      endTransaction();
    }
  }

  void rollBack() {
    if (writer != null) {
      writer.close();
      endTransaction();
    }
  }

  void keepSnapshot(Random random) {
    if (snapshots.size() == MOST_SNAPSHOTS) {
      readSnapshot(random);
    }
    snapshots.add(new Kept(store.snapshot(), newest()));
  }

  /** Reads the oldest snapshot, however much was committed since, and lets it go. */
  void readSnapshot(Random random) {
    Kept kept = snapshots.poll();
    if (kept != null) {
      requireSame(kept.snapshot, kept.state, random);
      kept.snapshot.close();
    }
  }

  void readWhatWasWritten(Random random) {
    if (writer != null) {
      requireSame(writer, written, random);
    }
  }

  /** After it everything that was committed is safe, however it was. */
  void checkpoint() {
    store.checkpoint();
    acknowledged = states.size() - 1;
  }

  void check() {
    assertThat(store.check().problems()).isEmpty();
    acknowledged = states.size() - 1;
  }

  void reopen() {
    letGo();
    become(disk);
    acknowledged = states.size() - 1;
  }

  /** Goes on with what a crash left, which must be the state after one of the last commits. */
  void goOnWith(SimulatedFileSystem found) {
    letGo();
    become(found);
  }

  void letGo() {
    rollBack();
    snapshots.forEach(kept -> kept.snapshot.close());
    snapshots.clear();
    store.close();
  }

  private void become(SimulatedFileSystem found) {
    disk = found;
    store = Stores.open(disk, options, logOptions);
    int at = states.size() - 1;
    while (at > acknowledged && !shows(states.get(at))) {
      at--;
    }
    states.subList(at + 1, states.size()).clear();
    acknowledged = at;
    written = newest().copy();
    try (Snapshot all = store.snapshot()) {
      requireSame(all, newest(), new Random(at));
    }
    check();
  }

  private boolean shows(State state) {
    try (Snapshot all = store.snapshot()) {
      return state.trees.entrySet().stream()
          .allMatch(tree -> StoreContent.shows(all, new TreeId(tree.getKey()), tree.getValue()));
    }
  }

  private static void requireSame(ReadView view, State state, Random random) {
    state.trees.forEach(
        (tree, entries) ->
            StoreContent.requireSame(view, new TreeId(tree), entries, () -> key(random)));
  }

  private State newest() {
    return states.get(states.size() - 1);
  }

  private Transaction writer() {
    Transaction open = writer;
    if (open == null) {
      open = store.begin(TransactionOptions.defaults().with(durability));
      writer = open;
    }
    return open;
  }

  private void endTransaction() {
    writer = null;
    savepoints.clear();
    written = newest().copy();
  }

  /** Few and near each other, so that pages split and join; some long, some empty. */
  private static byte[] key(Random random) {
    byte[] key = new byte[random.nextInt(4) == 0 ? random.nextInt(25) : 3];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(6) * 50);
    }
    return key;
  }

  private static byte[] value(Random random) {
    byte[] value = new byte[random.nextInt(8) == 0 ? random.nextInt(6_000) : random.nextInt(40)];
    random.nextBytes(value);
    return value;
  }
}
