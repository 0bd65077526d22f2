package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TransactionOptions.Access;
import dev.zdb.kv.api.TreeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IsolationTest {
  private static final TransactionOptions OPTIONS =
      TransactionOptions.defaults().withLockTimeout(Duration.ofMillis(20));

  private static final int PAGE = StoreOptions.defaults().pageBytes();

  private final Store store = Stores.memory(StoreOptions.defaults());

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aTransactionSeesItsOwnWritesAndOthersDoNot() {
    try (Transaction writer = store.begin(OPTIONS);
        Transaction reader = store.begin(OPTIONS.with(Access.READ_ONLY))) {
      put(writer, "a", "1");
      assertThat(get(writer, "a")).isEqualTo("1");
      assertThat(get(reader, "a")).isNull();
      commit(writer);
      assertThat(get(reader, "a")).isNull();
      reader.refresh();
      assertThat(get(reader, "a")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aScanShowsEachKeyOnceAsTheTransactionWroteItLast(Direction direction) {
    for (String key : List.of("a", "b", "c", "d", "e")) {
      set(key, "old");
    }
    try (Transaction writer = store.begin(OPTIONS)) {
      put(writer, "b", "new");
      put(writer, "bb", "new");
      writer.delete(TreeId.ROOT, bytes("c"));
      put(writer, "e", "new");

      List<String> found = scan(writer, direction);
      if (direction == Direction.BACKWARD) {
        Collections.reverse(found);
      }
      assertThat(found).containsExactly("a=old", "b=new", "bb=new", "d=old", "e=new");
    }
  }

  @Test
  void aTreeThatIsDroppedByWhoMadeItIsNeverThere() {
    TreeId tree;
    try (Transaction writer = store.begin(OPTIONS)) {
      tree = writer.createTree();
      put(writer, "a", "1");
      writer.put(tree, bytes("b"), bytes("2"));
      writer.dropTree(tree);
      commit(writer);
    }
    try (Snapshot after = store.snapshot()) {
      assertThatThrownBy(() -> after.get(tree, bytes("b"), new Bytes()))
          .isInstanceOfSatisfying(
              KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_TREE));
    }
  }

  @Test
  void aTreeIsNotThereBeforeItWasMade() {
    try (Snapshot before = store.snapshot();
        Transaction writer = store.begin(OPTIONS)) {
      TreeId tree = writer.createTree();
      commit(writer);

      assertThatThrownBy(() -> before.get(tree, bytes("a"), new Bytes()))
          .isInstanceOfSatisfying(
              KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_TREE));
    }
  }

  private static List<String> scan(Transaction view, Direction direction) {
    List<String> found = new ArrayList<>();
    try (Cursor cursor = view.cursor(TreeId.ROOT, KeyRange.all(), direction)) {
      while (cursor.fetch()) {
        for (int i = 0; i < cursor.count(); i++) {
          byte[] values = cursor.valueBytes();
          int start = cursor.valueStart(i);
          String value =
              new String(values, start, cursor.valueEnd(i) - start, StandardCharsets.UTF_8);
          found.add(new String(cursor.key(i).toArray(), StandardCharsets.UTF_8) + "=" + value);
        }
      }
    }
    return found;
  }

  @Test
  void aSnapshotShowsOneMomentForEver() {
    set("a", "1");
    try (Snapshot before = store.snapshot()) {
      set("a", "2");
      set("b", "3");
      assertThat(get(before, "a")).isEqualTo("1");
      assertThat(keys(before)).containsExactly("a");
    }
  }

  @Test
  void aCursorKeepsItsMomentThroughARefresh() {
    set("a", "1");
    try (Transaction reader = store.begin(OPTIONS);
        Cursor cursor = reader.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
      set("b", "2");
      reader.refresh();
      assertThat(keys(cursor)).containsExactly("a");
      assertThat(keys(reader)).containsExactly("a", "b");
    }
  }

  @Test
  void aMomentThatNobodyLooksAtAnyMoreHoldsNoMemory() {
    set("a", "0");
    long before = store.stats().cachedBytes();

    try (Transaction reader = store.begin(OPTIONS)) {
      for (int i = 0; i < 50; i++) {
        set("a", "refreshed " + i);
        reader.refresh();
      }
    }
    for (int i = 0; i < 50; i++) {
      Transaction reader = store.begin(OPTIONS);
      reader.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD).fetch();
      reader.close(); // and its cursor with it
      set("a", "read " + i);
    }

    assertThat(store.stats().cachedBytes() - before).isLessThan(5L * PAGE);
  }

  @Test
  void aBatchStaysAsItWasFetchedWhileOthersCommit() {
    set("a", "1");
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
      assertThat(cursor.fetch()).isTrue();
      set("a", "2");
      set("0", "3");

      assertThat(cursor.count()).isEqualTo(1);
      assertThat(cursor.key(0).toArray()).containsExactly('a');
      assertThat(text(cursor.valueBytes(), cursor.valueStart(0), cursor.valueEnd(0)))
          .isEqualTo("1");
    }
  }

  @Test
  void aCursorSeesTheWritesMadeBeforeEachFetch() {
    try (Transaction writer = store.begin(OPTIONS);
        Cursor cursor = writer.cursor(TreeId.ROOT, KeyRange.all(), Direction.BACKWARD)) {
      put(writer, "a", "1");
      put(writer, "c", "3");
      assertThat(keys(cursor)).containsExactly("c", "a");
    }
  }

  @Test
  void aKeyCommittedByAnotherSinceIsAConflict() {
    set("a", "1");
    TransactionOptions snapshot = OPTIONS.with(Isolation.SNAPSHOT);
    try (Transaction late = store.begin(snapshot)) {
      set("a", "1");
      refused(ErrorCode.WRITE_CONFLICT, () -> put(late, "a", "2"));
      put(late, "b", "2");
      commit(late);
    }
    assertThat(get("a") + get("b")).isEqualTo("12");
  }

  @Test
  void writeSkewIsRefusedWhereTransactionsAreSerializable() {
    set("a", "1");
    set("b", "1");
    TransactionOptions serializable = OPTIONS.with(Isolation.SERIALIZABLE);
    try (Transaction first = store.begin(serializable);
        Transaction second = store.begin(serializable)) {
      assertThat(get(first, "a") + get(first, "b")).isEqualTo("11");
      assertThat(get(second, "a") + get(second, "b")).isEqualTo("11");
      put(first, "a", "0");
      commit(first);
      put(second, "b", "0");
      assertThat(second.commit().outcome()).isEqualTo(Outcome.CONFLICT);
    }
    assertThat(get("a") + get("b")).isEqualTo("01");
  }

  @Test
  void rollingBackToASavepointUndoesWhatCameAfterIt() {
    try (Transaction writer = store.begin(OPTIONS)) {
      put(writer, "a", "1");
      put(writer, "b", "1");
      long savepoint = writer.savepoint();
      put(writer, "a", "2");
      writer.delete(TreeId.ROOT, bytes("b"));
      TreeId tree = writer.createTree();
      writer.put(tree, bytes("x"), bytes("y"));
      writer.rollbackTo(savepoint);
      assertThat(get(writer, "a") + get(writer, "b")).isEqualTo("11");
      refused(ErrorCode.NO_SUCH_TREE, () -> writer.put(tree, bytes("x"), bytes("y")));
      commit(writer);
    }
    assertThat(get("a") + get("b")).isEqualTo("11");
  }

  @Test
  void aDroppedTreeIsGoneForThoseWhoComeLater() {
    TreeId tree;
    try (Transaction writer = store.begin(OPTIONS)) {
      tree = writer.createTree();
      writer.put(tree, bytes("x"), bytes("y"));
      commit(writer);
    }
    try (Snapshot before = store.snapshot();
        Transaction writer = store.begin(OPTIONS)) {
      writer.dropTree(tree);
      commit(writer);
      store.checkpoint();
      assertThat(before.get(tree, bytes("x"), new Bytes())).isTrue();
      try (Snapshot after = store.snapshot()) {
        refused(ErrorCode.NO_SUCH_TREE, () -> after.get(tree, bytes("x"), new Bytes()));
      }
    }
    assertThat(store.check().problems()).isEmpty();
    assertThat(store.check().trees()).isEqualTo(1);
  }

  @Test
  void whatIsClosedSaysSo() {
    Transaction ended = store.begin(OPTIONS);
    ended.close();
    Snapshot snapshot = store.snapshot();
    Transaction open = store.begin(OPTIONS);
    refused(ErrorCode.CLOSED, () -> get(ended, "a"));
    store.close();
    store.close();
    refused(ErrorCode.CLOSED, () -> get(snapshot, "a"));
    refused(ErrorCode.CLOSED, () -> put(open, "a", "1"));
    refused(ErrorCode.CLOSED, open::commit);
    refused(ErrorCode.CLOSED, () -> store.begin(OPTIONS));
    refused(ErrorCode.CLOSED, store::stats);
    refused(ErrorCode.CLOSED, store::check);
    refused(ErrorCode.CLOSED, store::checkpoint);
    snapshot.close();
    open.close();
  }

  @Test
  void limitsAreNamedAndRefusedBeforeAnythingIsWritten() {
    int longest = store.capabilities().maxKeyBytes();
    try (Transaction writer = store.begin(OPTIONS)) {
      put(writer, "k".repeat(longest), "1");
      refused(ErrorCode.TOO_LONG, () -> put(writer, "k".repeat(longest + 1), "1"));
      put(writer, "long", "v".repeat(1 << 20));
      commit(writer);
    }
    assertThat(get("long")).hasSize(1 << 20);
    try (Transaction reader = store.begin(OPTIONS.with(Access.READ_ONLY))) {
      refused(ErrorCode.READ_ONLY, () -> put(reader, "a", "1"));
    }
  }

  @Test
  void readersBesideAWriterSeeWholeCommits() throws Exception {
    int accounts = 300;
    try (Transaction writer = store.begin(OPTIONS)) {
      for (int i = 0; i < accounts; i++) {
        put(writer, "account" + i, "100");
      }
      commit(writer);
    }
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> sums = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sums.add(readers.submit(() -> requireWhole(accounts)));
      }
      for (int round = 0; round < 400; round++) {
        move("account" + round % accounts, "account" + (round * 7 + 1) % accounts);
      }
      for (Future<?> sum : sums) {
        sum.get(60, TimeUnit.SECONDS);
      }
    } finally {
      readers.shutdownNow();
    }
    assertThat(store.check().problems()).isEmpty();
  }

  private void move(String from, String to) {
    try (Transaction writer = store.begin(OPTIONS)) {
      writer.prepareToWrite();
      writer.refresh();
      int taken = Integer.parseInt(String.valueOf(get(writer, from))) - 1;
      put(writer, from, Integer.toString(taken));
      int given = Integer.parseInt(String.valueOf(get(writer, to))) + 1;
      put(writer, to, Integer.toString(given));
      commit(writer);
    }
  }

  private void requireWhole(int accounts) {
    for (int round = 0; round < 100; round++) {
      try (Snapshot snapshot = store.snapshot();
          Cursor cursor = snapshot.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
        int sum = 0;
        while (cursor.fetch()) {
          for (int i = 0; i < cursor.count(); i++) {
            sum +=
                Integer.parseInt(
                    text(cursor.valueBytes(), cursor.valueStart(i), cursor.valueEnd(i)));
          }
        }
        assertThat(sum).isEqualTo(100 * accounts);
      }
    }
  }

  private void set(String key, String value) {
    try (Transaction writer = store.begin(OPTIONS)) {
      put(writer, key, value);
      commit(writer);
    }
  }

  private String get(String key) {
    try (Snapshot snapshot = store.snapshot()) {
      return String.valueOf(get(snapshot, key));
    }
  }

  private static void commit(Transaction transaction) {
    assertThat(transaction.commit().outcome()).isEqualTo(Outcome.COMMITTED);
  }

  private static void put(Transaction transaction, String key, String value) {
    transaction.put(TreeId.ROOT, bytes(key), bytes(value));
  }

  private static @Nullable String get(ReadView view, String key) {
    Bytes value = new Bytes();
    return view.get(TreeId.ROOT, bytes(key), value)
        ? new String(value.toArray(), StandardCharsets.UTF_8)
        : null;
  }

  private static List<String> keys(ReadView view) {
    try (Cursor cursor = view.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
      return keys(cursor);
    }
  }

  private static List<String> keys(Cursor cursor) {
    List<String> keys = new ArrayList<>();
    while (cursor.fetch()) {
      for (int i = 0; i < cursor.count(); i++) {
        keys.add(text(cursor.key(i).array(), 0, cursor.key(i).length()));
      }
    }
    return keys;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
