package dev.zdb.kv.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Capabilities;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.btree.Directory;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.btree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a commit, and of those behind it, when the log fails it in one way or other. */
final class CommitterTest {
  private static final int PAGE = 256;

  private final FailingLog log = new FailingLog();
  private final Engine engine = new Engine(committer(log));

  @Test
  void aCommitThatTheLogHasNoMemoryForLeavesNothing() {
    commit("a");
    log.appendFails = KvException.of(ErrorCode.TRANSACTION_TOO_LARGE, "no memory");
    assertFailsWith(ErrorCode.TRANSACTION_TOO_LARGE, () -> commit("b"));
    log.appendFails = null;
    commit("c");

    assertThat(has("a") && has("c")).isTrue();
    assertThat(has("b")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"DISK_FULL", "MEMORY_FULL"})
  void aCommitThatFindsDiskOrMemoryFullIsTakenBack(ErrorCode full) {
    log.awaitFails = KvException.of(full, "full");
    assertFailsWith(full, () -> commit("a"));
    assertFailsWith(full, () -> commit("b"));
    assertThat(engine.committer().isFull()).as("there is a way on").isTrue();
    log.awaitFails = null;
    engine.committer().acceptAgain();
    commit("c");

    assertThat(has("a") || has("b")).isFalse();
    assertThat(has("c")).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAcceptedAfterACommitThatEndedNobodyKnowsHow(Durability durability) {
    log.awaitFails = new StackOverflowError();
    assertThat(outcome("a", durability)).isEqualTo(Outcome.UNKNOWN);
    log.awaitFails = null;

    assertFailsWith(ErrorCode.IO_FAILED, () -> commit("b", durability));
    engine.committer().refuse(KvException.of(ErrorCode.DISK_FULL, "full"));
    assertThat(engine.committer().isFull()).as("there is a way on").isFalse();
    assertThat(has("a") || has("b")).isFalse();
  }

  @Test
  void aTreeWhoseCommitIsTakenBackHoldsNoMemory() {
    commit("a");
    PageCache cache = engine.committer().trees().cache();
    long cached = cache.cachedBytes();
    long dirty = cache.dirtyBytes();
    log.awaitFails = KvException.of(ErrorCode.DISK_FULL, "full");

    try (StoreTransaction writer = new StoreTransaction(engine, TransactionOptions.defaults())) {
      writer.put(writer.createTree(), bytes("k"), bytes("v".repeat(500)));
      assertFailsWith(ErrorCode.DISK_FULL, writer::commit);
    }

    assertThat(cache.cachedBytes()).isEqualTo(cached);
    assertThat(cache.dirtyBytes()).isEqualTo(dirty);
  }

  @Test
  void aLogThatLacksACommitIsDamaged() {
    commit("a");
    Bytes afterNext =
        new CommitRecord.Writer(
                new Bytes(), /* time= */ 3, new WriteSet(new WriteBudget(1 << 20)), PAGE)
            .next();

    assertThatThrownBy(() -> replay(afterNext))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("the log has commit 3 where 2 was due");
  }

  @Test
  void aRecordThatEndsTooSoonIsDamaged() {
    WriteSet writes = new WriteSet(new WriteBudget(1 << 20));
    writes.put(TreeId.ROOT.number(), bytes("a"), bytes("value"));
    Bytes whole = new CommitRecord.Writer(new Bytes(), /* time= */ 1, writes, PAGE).next();

    for (int length = whole.length() - 1; length > whole.length() - 6; length--) {
      Bytes cut = Bytes.copyOf(whole.toArray()).setLength(length);
      assertFailsWith(ErrorCode.CORRUPT, () -> replay(cut));
    }
    assertThat(has("a")).isFalse();
  }

  private void replay(Bytes record) {
    engine.committer().replay().add(record, /* isFirst= */ true, /* isLast= */ true);
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        KvException.of(ErrorCode.IO_FAILED, "no checkpoint"),
        KvException.of(ErrorCode.DISK_FULL, "full"),
        new IllegalStateException("a fault of ours"),
        new OutOfMemoryError("no thread"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCommitThatStandsIsToldAsOneWhateverFailsBehindItAndIsTheLast(Throwable failure) {
    log.afterCommitFails = failure;
    assertThat(outcome("a", Durability.FULL)).isEqualTo(Outcome.COMMITTED);
    log.afterCommitFails = null;

    assertThat(has("a")).isTrue();
    assertThatThrownBy(() -> commit("b"))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED))
        .hasRootCause(failure);
  }

  private void commit(String key) {
    commit(key, Durability.FULL);
  }

  private void commit(String key, Durability durability) {
    assertThat(outcome(key, durability)).isEqualTo(Outcome.COMMITTED);
  }

  private Outcome outcome(String key, Durability durability) {
    try (StoreTransaction writer =
        new StoreTransaction(engine, TransactionOptions.defaults().with(durability))) {
      writer.put(TreeId.ROOT, bytes(key), bytes(key.repeat(50)));
      return writer.commit().outcome();
    }
  }

  private boolean has(String key) {
    try (StoreTransaction reader = new StoreTransaction(engine, TransactionOptions.defaults())) {
      return reader.get(TreeId.ROOT, bytes(key), new Bytes());
    }
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertFailsWith(ErrorCode code, ThrowingCallable steps) {
    assertThatThrownBy(steps)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static Committer committer(CommitLog log) {
    PageCache cache = new PageCache(1 << 20, new NoDisk());
    Directory directory = new Directory(TreeId.ROOT.number() + 1);
    directory.add(Tree.create(new Tree.Shape(TreeId.ROOT.number(), PAGE), cache, 0));
    Capabilities limits = new Capabilities(PAGE / 5, 1 << 20, 1 << 20);
    return new Committer(new Committer.Trees(directory, cache, new Pins(0), limits, PAGE), log);
  }

  /** A log in name only. */
  private static final class FailingLog implements CommitLog {
    private @Nullable KvException appendFails;
    private @Nullable Throwable awaitFails;
    private @Nullable Throwable afterCommitFails;

    @Override
    public void beforeCommit() {}

    @Override
    public boolean hasRoom(long logBytes) {
      return true;
    }

    @Override
    public void afterCommit() {
      failWith(afterCommitFails);
    }

    @Override
    public Appended append(Iterator<Bytes> commit) {
      if (appendFails != null) {
        throw appendFails;
      }
      return durability -> failWith(awaitFails);
    }

    private static void failWith(@Nullable Throwable asked) {
      if (asked instanceof Error error) {
        throw error;
      }
      if (asked instanceof RuntimeException failure) {
        throw failure;
      }
    }
  }
}
