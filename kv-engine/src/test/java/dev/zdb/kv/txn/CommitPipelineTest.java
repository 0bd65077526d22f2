package dev.zdb.kv.txn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Capabilities;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.btree.Directory;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.btree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits that wait for the log at the same time. */
@Timeout(60)
final class CommitPipelineTest {
  private static final int PAGE = 256;

  private final HeldLog log = new HeldLog();
  private final PageCache cache = new PageCache(1 << 20, new NoDisk());
  private final Engine engine = new Engine(committer());
  private final ExecutorService pool = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void commitsOfDifferentKeysWaitForTheLogTogetherAndShowInOrder() throws Exception {
    Future<Outcome> first = commit("a");
    log.awaitWaiting(1);
    Future<Outcome> second = commit("b");
    log.awaitWaiting(2);
    assertThat(has("a") || has("b")).isFalse();

    log.release(2);
    log.awaitWaiting(1);
    assertThat(has("b")).as("shown before the one before it").isFalse();
    assertThat(second.isDone()).isFalse();

    log.release(1);
    assertThat(first.get()).isEqualTo(Outcome.COMMITTED);
    assertThat(second.get()).isEqualTo(Outcome.COMMITTED);
    assertThat(has("a") && has("b")).isTrue();
  }

  @Test
  void whatADiskThatIsFullFailsIsTakenBackNewestFirst() throws Exception {
    log.release(1);
    assertThat(commit("a").get()).isEqualTo(Outcome.COMMITTED);
    long cached = cache.cachedBytes();
    long dirty = cache.dirtyBytes();
    Future<Outcome> second = commit("b");
    log.awaitWaiting(1);
    Future<Outcome> third = commit("c");
    log.awaitWaiting(2);

    log.fail(KvException.of(ErrorCode.DISK_FULL, "full"));
    assertFails(second, ErrorCode.DISK_FULL);
    assertFails(third, ErrorCode.DISK_FULL);
    assertThat(engine.committer().isFull()).isTrue();
    assertThat(cache.cachedBytes()).isEqualTo(cached);
    assertThat(cache.dirtyBytes()).isEqualTo(dirty);

    log.fail(null);
    engine.committer().acceptAgain();
    log.release(4);
    assertThat(commit("d").get()).isEqualTo(Outcome.COMMITTED);
    assertThat(has("a") && has("d")).isTrue();
    assertThat(has("b") || has("c")).isFalse();
  }

  @Test
  void whatEntersWhileThoseBelowItFailFailsToo() throws Exception {
    log.release(1);
    assertThat(commit("a").get()).isEqualTo(Outcome.COMMITTED);
    long cached = cache.cachedBytes();
    Future<Outcome> below = commit("b");
    log.awaitWaiting(1);
    log.holdAppends();
    Future<Outcome> above = commit("c", Durability.NONE);
    log.awaitAppending();

    log.fail(KvException.of(ErrorCode.DISK_FULL, "full"));
    log.awaitWaiting(0);
    while (!engine.committer().isFull()) {
      Thread.onSpinWait(); // until what is below has failed, and waits to be taken back
    }
    log.letAppend();
    assertFails(below, ErrorCode.DISK_FULL);
    assertFails(above, ErrorCode.DISK_FULL);

    assertThat(cache.cachedBytes()).isEqualTo(cached);
    assertThat(has("a")).isTrue();
    assertThat(has("b") || has("c")).isFalse();
  }

  @Test
  void treesMadeAndDroppedByWhatFailedAreAsBefore() throws Exception {
    log.release(1);
    int kept = inTree(Transaction::createTree).get();

    Future<Integer> dropping =
        inTree(
            writer -> {
              writer.dropTree(new TreeId(kept));
              return new TreeId(kept);
            });
    log.awaitWaiting(1);
    Future<Integer> making = inTree(Transaction::createTree);
    log.awaitWaiting(2);
    log.fail(KvException.of(ErrorCode.DISK_FULL, "full"));
    assertFails(dropping, ErrorCode.DISK_FULL);
    assertFails(making, ErrorCode.DISK_FULL);

    assertThat(engine.directory().all()).extracting(Tree::id).contains(kept).hasSize(2);
    assertThat(engine.directory().has(kept, Long.MAX_VALUE - 1)).isTrue();
  }

  private Future<Integer> inTree(Function<Transaction, TreeId> work) {
    return pool.submit(
        () -> {
          try (StoreTransaction writer =
              new StoreTransaction(engine, TransactionOptions.defaults())) {
            int tree = work.apply(writer).number();
            writer.commit();
            return tree;
          }
        });
  }

  @Test
  void afterAFailureThatNobodyKnowsNothingShowsAndNothingIsAccepted() throws Exception {
    Future<Outcome> first = commit("a");
    log.awaitWaiting(1);
    Future<Outcome> second = commit("b");
    log.awaitWaiting(2);

    log.fail(KvException.of(ErrorCode.IO_FAILED, "broken"));
    assertFails(first, ErrorCode.IO_FAILED);
    assertFails(second, ErrorCode.IO_FAILED);
    assertThat(has("a") || has("b")).isFalse();
    log.fail(null);
    assertFails(commit("c"), ErrorCode.IO_FAILED);
  }

  @Test
  void whatComesBetweenCommitsWaitsForThoseUnderWay() throws Exception {
    Future<Outcome> under = commit("a");
    log.awaitWaiting(1);
    Future<Boolean> between = pool.submit(() -> engine.committer().betweenCommits(() -> has("a")));

    log.release(1);
    assertThat(between.get()).isTrue();
    assertThat(under.get()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aVersionThatDoesNotShowYetIsKeptForThoseWhoSeeItNext() throws Exception {
    Future<Outcome> first = commit("k");
    log.awaitWaiting(1);
    Future<Outcome> second = commit("l");
    log.awaitWaiting(2);

    log.release(1);
    first.get();
    try (StoreSnapshot between = new StoreSnapshot(engine)) {
      log.release(2);
      second.get();
      assertThat(between.get(TreeId.ROOT, bytes("k"), new Bytes())).isTrue();
      assertThat(between.get(TreeId.ROOT, bytes("l"), new Bytes())).isFalse();
    }
  }

  private Future<Outcome> commit(String key) {
    return commit(key, Durability.FULL);
  }

  private Future<Outcome> commit(String key, Durability durability) {
    return pool.submit(
        () -> {
          try (StoreTransaction writer =
              new StoreTransaction(engine, TransactionOptions.defaults().with(durability))) {
            writer.put(TreeId.ROOT, bytes(key), bytes(key.repeat(10)));
            return writer.commit().outcome();
          }
        });
  }

  private boolean has(String key) {
    try (StoreSnapshot now = new StoreSnapshot(engine)) {
      return now.get(TreeId.ROOT, bytes(key), new Bytes());
    }
  }

  private static void assertFails(Future<?> commit, ErrorCode code) throws InterruptedException {
    try {
      assertThat(commit.get()).as("failed").isNull();
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(KvException.class, c -> assertThat(c.code()).isEqualTo(code));
    }
  }

  private static Bytes bytes(String text) {
    return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private Committer committer() {
    Directory directory = new Directory(TreeId.ROOT.number() + 1);
    directory.add(Tree.create(new Tree.Shape(TreeId.ROOT.number(), PAGE), cache, 0));
    Capabilities limits = new Capabilities(PAGE / 5, 1 << 20, 1 << 20);
    return new Committer(new Committer.Trees(directory, cache, new Pins(0), limits, PAGE), log);
  }

  /** A log in which each position, counted from one, is durable once it is released. */
  private static final class HeldLog implements CommitLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong appended = new AtomicLong();

    @GuardedBy("lock")
    private final Set<Long> released = new HashSet<>();

    @GuardedBy("lock")
    private int waiting;

    @GuardedBy("lock")
    private int appending;

    @GuardedBy("lock")
    private boolean held;

    @GuardedBy("lock")
    private @Nullable KvException failure;

    @Override
    public void beforeCommit() {}

    @Override
    public boolean hasRoom(long logBytes) {
      return true;
    }

    @Override
    public void afterCommit() {}

    @Override
    public Appended append(Iterator<Bytes> commit) {
      lock.lock();
      try {
        appending++;
        changed.signalAll();
        while (held) {
          changed.awaitUninterruptibly();
        }
        appending--;
      } finally {
        lock.unlock();
      }
      long position = appended.incrementAndGet();
      return durability -> await(position, durability);
    }

    void holdAppends() {
      lock.lock();
      try {
        held = true;
      } finally {
        lock.unlock();
      }
    }

    void awaitAppending() {
      lock.lock();
      try {
        while (appending == 0) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    void letAppend() {
      lock.lock();
      try {
        held = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void await(long position, Durability durability) {
      if (durability == Durability.NONE) {
        return;
      }
      lock.lock();
      try {
        waiting++;
        changed.signalAll();
        while (failure == null && !released.contains(position)) {
          changed.awaitUninterruptibly();
        }
        waiting--;
        changed.signalAll();
        if (failure != null) {
          throw KvException.causedBy(failure, failure.code(), "the log has ended");
        }
      } finally {
        lock.unlock();
      }
    }

    void awaitWaiting(int count) {
      lock.lock();
      try {
        while (waiting != count) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    void release(long position) {
      lock.lock();
      try {
        released.add(position);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void fail(@Nullable KvException reason) {
      lock.lock();
      try {
        failure = reason;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
