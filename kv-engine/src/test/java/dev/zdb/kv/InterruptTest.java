package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads that are interrupted at any moment of a commit, a read or a checkpoint, on a real disk:
 * none of their calls fails, and the store goes on.
 */
final class InterruptTest {
  private static final StoreOptions LITTLE_MEMORY =
      StoreOptions.defaults()
          .withPageBytes(1_024)
          .withCacheBytes(32 << 10)
          .withCheckpointLogBytes(64 << 10);
  private static final int COMMITS = 150;
  private static final int PER_COMMIT = 20;

  @Test
  void interruptsAtAnyMomentHarmNothing(@TempDir Path directory) throws Exception {
    try (Store store = Stores.open(directory.resolve("store"), LITTLE_MEMORY)) {
      List<FutureTask<Integer>> works = new ArrayList<>();
      works.add(new FutureTask<>(() -> commitAll(store, 1, Durability.FULL)));
      works.add(new FutureTask<>(() -> commitAll(store, 2, Durability.NORMAL)));
      works.add(new FutureTask<>(() -> readAgainAndAgain(store)));
      works.add(new FutureTask<>(() -> takeCheckpoints(store)));

      assertThat(runInterrupted(works)).isPositive();

      assertThat(count(store)).isEqualTo(2 * COMMITS * PER_COMMIT);
      assertThat(store.check().problems()).isEmpty();
    }
    try (Store store = Stores.open(directory.resolve("store"), LITTLE_MEMORY)) {
      assertThat(count(store)).isEqualTo(2 * COMMITS * PER_COMMIT);
    }
  }

  /** Runs each on a thread of its own under a rain of interrupts; returns how many there were. */
  private static int runInterrupted(List<FutureTask<Integer>> works)
      throws InterruptedException, ExecutionException {
    Random random = new Random(7);
    List<Thread> threads = works.stream().map(work -> new Thread(work, "worker")).toList();
    threads.forEach(Thread::start);
    int interrupts = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.get(random.nextInt(threads.size())).interrupt();
      interrupts++;
      LockSupport.parkNanos(random.nextInt(300_000));
    }
    for (FutureTask<Integer> work : works) {
      assertThat(work.get()).isPositive();
    }
    return interrupts;
  }

  private static int commitAll(Store store, int worker, Durability durability) {
    for (int commit = 0; commit < COMMITS; commit++) {
      try (Transaction writer = store.begin(TransactionOptions.defaults().with(durability))) {
        for (int i = 0; i < PER_COMMIT; i++) {
          byte[] key = ByteBuffer.allocate(9).putInt(i).put((byte) worker).putInt(commit).array();
          writer.put(TreeId.ROOT, Bytes.copyOf(key), Bytes.copyOf(new byte[100]));
        }
        writer.commit();
      }
    }
    return COMMITS;
  }

  private static int readAgainAndAgain(Store store) {
    int found = 1;
    for (int round = 0; round < 40; round++) {
      found += count(store);
    }
    return found;
  }

  private static int takeCheckpoints(Store store) {
    for (int round = 0; round < 15; round++) {
      store.checkpoint();
    }
    return 15;
  }

  private static int count(Store store) {
    int count = 0;
    try (Snapshot all = store.snapshot();
        Cursor cursor = all.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
      while (cursor.fetch()) {
        count += cursor.count();
      }
    }
    return count;
  }
}
