package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.ReadView;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions that write at the same time. */
@Timeout(60)
final class WritersTest {
  private static final TransactionOptions OPTIONS =
      TransactionOptions.defaults().withLockTimeout(Duration.ofMillis(20));

  private final Store store = Stores.memory(StoreOptions.defaults());

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void writersOfDifferentKeysDoNotWait() {
    try (Transaction first = store.begin(OPTIONS);
        Transaction second = store.begin(OPTIONS)) {
      put(first, "a", "1");
      put(second, "b", "2");
      commit(second);
      commit(first);
    }
    assertThat(get("a") + get("b")).isEqualTo("12");
  }

  @Test
  void aSecondWriterOfAKeyWaitsAndGivesUpAfterItsTimeout() {
    Transaction first = store.begin(OPTIONS);
    try (Transaction second = store.begin(OPTIONS)) {
      put(first, "a", "1");
      refused(ErrorCode.LOCK_TIMEOUT, () -> put(second, "a", "2"));
      refused(ErrorCode.LOCK_TIMEOUT, () -> second.delete(TreeId.ROOT, bytes("a")));
      first.close();
      put(second, "a", "2");
      commit(second);
    }
    assertThat(get("a")).isEqualTo("2");
  }

  @Test
  void whatWasWrittenAfterAStatementsMomentIsAConflictUntilTheNext() {
    set("a", "1");
    try (Transaction late = store.begin(OPTIONS)) {
      assertThat(get(late, "a")).isEqualTo("1");
      set("a", "2");
      set("b", "2");
      put(late, "c", "3");
      refused(ErrorCode.WRITE_CONFLICT, () -> put(late, "a", "3"));
      refused(ErrorCode.WRITE_CONFLICT, () -> late.delete(TreeId.ROOT, bytes("b")));
      late.refresh();
      assertThat(get(late, "a")).isEqualTo("2");
      put(late, "a", "3");
      commit(late);
    }
    assertThat(get("a") + get("b") + get("c")).isEqualTo("323");
  }

  @Test
  void oneWhoWritesAloneWaitsForOthersAndTheyForIt() {
    try (Transaction alone = store.begin(OPTIONS);
        Transaction other = store.begin(OPTIONS);
        Transaction third = store.begin(OPTIONS)) {
      put(other, "a", "1");
      refused(ErrorCode.LOCK_TIMEOUT, alone::prepareToWriteAlone);
      commit(other);
      alone.prepareToWriteAlone();
      refused(ErrorCode.LOCK_TIMEOUT, () -> put(third, "b", "1"));
      put(alone, "c", "1");
      commit(alone);
      put(third, "b", "1");
      commit(third);
    }
  }

  @Test
  void ofTwoWhoWriteAndBothAskToBeAloneTheSecondIsTold() {
    Transaction second = store.begin(OPTIONS);
    try (Transaction first = store.begin(OPTIONS.withLockTimeout(Duration.ofSeconds(30)))) {
      put(first, "a", "1");
      put(second, "b", "1");
      ExecutorService pool = Executors.newSingleThreadExecutor();
      try {
        Future<?> waiting = pool.submit(() -> beAloneWhoeverAsksToo(first));
        @Nullable ErrorCode told = ErrorCode.LOCK_TIMEOUT;
        while (told == ErrorCode.LOCK_TIMEOUT) { // until the first waits
          told = failure(second::prepareToWriteAlone);
        }
        assertThat(told).isEqualTo(ErrorCode.DEADLOCK);
        second.close();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
        commit(first);
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private static void beAloneWhoeverAsksToo(Transaction writer) {
    @Nullable ErrorCode told = ErrorCode.DEADLOCK;
    while (told == ErrorCode.DEADLOCK) { // while the other waits
      told = failure(writer::prepareToWriteAlone);
    }
    assertThat(told).isNull();
  }

  private static @Nullable ErrorCode failure(Runnable steps) {
    try {
      steps.run();
      return null;
    } catch (KvException e) {
      return e.code();
    }
  }

  @Test
  void theWritesOfAllTogetherAreBounded() {
    long limit = store.capabilities().maxTransactionBytes();
    Bytes half = Bytes.copyOf(new byte[(int) Math.min(limit / 2, 100 << 20)]);
    int fitting = (int) (limit / half.length()) - 1;
    List<Transaction> writers = new ArrayList<>();
    for (int i = 0; i < fitting; i++) {
      Transaction writer = store.begin(OPTIONS);
      writer.put(TreeId.ROOT, bytes("k" + i), half);
      writers.add(writer);
    }
    try (Transaction last = store.begin(OPTIONS)) {
      put(last, "small", "1");
      refused(
          ErrorCode.TRANSACTION_TOO_LARGE,
          () -> {
            last.put(TreeId.ROOT, bytes("l"), half);
            last.put(TreeId.ROOT, bytes("m"), half);
          });
      writers.forEach(Transaction::close);
      last.put(TreeId.ROOT, bytes("n"), half);
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

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(ErrorCode code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
