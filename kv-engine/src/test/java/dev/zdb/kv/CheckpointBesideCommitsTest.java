package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.OpenStore.Ending;
import dev.zdb.kv.OpenStore.Setup;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Kind;
import dev.zdb.kv.wal.LogOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commits while a checkpoint is under way, which must find what it cut. */
final class CheckpointBesideCommitsTest {
  private static final StoreOptions OPTIONS = StoreOptions.defaults().withCacheBytes(8 << 20);
  private static final LogOptions LOG = new LogOptions(0, 1 << 20, 64 << 20, 8 << 20);
  private static final int ROWS = 2_600;

  private final SimulatedFileSystem disk = new SimulatedFileSystem();

  @Test
  void aCommitOfMorePagesThanOldVersionsMayTakeEndsNoCheckpoint() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (Store store = Stores.open(disk, OPTIONS, LOG)) {
      for (int from = 0; from < ROWS; from += ROWS / 4) {
        write(store, from, from + ROWS / 4, 1);
      }
      store.checkpoint();
      write(store, 0, 1, 2);
      int writes = disk.count(Kind.WRITE);
      disk.holdForces();
      Future<?> checkpoint = pool.submit(store::checkpoint);
      while (disk.count(Kind.WRITE) == writes) {
        Thread.onSpinWait();
      }
      write(store, 0, ROWS, 3);
      disk.releaseForces();

      checkpoint.get(60, TimeUnit.SECONDS);
      write(store, 0, 1, 4);
      assertThat(store.check().problems()).isEmpty();
    } finally {
      disk.releaseForces();
      pool.shutdownNow();
    }
  }

  @Test
  @Timeout(60)
  void whatWasCommittedIsInACheckpointAfterAWhileThoughNobodyCommitsMore() {
    Setup setup = new Setup(OPTIONS, LOG, Ending.KEEP, Duration.ofMillis(20));
    try (Store store = Stores.open(disk, setup)) {
      long before = store.stats().checkpoints();
      write(store, 0, 1, 1);
      write(store, 1, 2, 1);
      while (store.stats().checkpoints() == before) {
        Thread.onSpinWait();
      }

      assertThat(store.stats().dirtyBytes()).isZero();
    }
  }

  /** Four rows fill a page. */
  private static void write(Store store, int from, int to, int filler) {
    byte[] value = new byte[1_900];
    value[0] = (byte) filler;
    try (Transaction writer = store.begin(TransactionOptions.defaults().with(Durability.NONE))) {
      for (int row = from; row < to; row++) {
        byte[] key = ByteBuffer.allocate(4).putInt(row).array();
        writer.put(TreeId.ROOT, Bytes.copyOf(key), Bytes.copyOf(value));
      }
      assertThat(writer.commit().outcome()).isEqualTo(Outcome.COMMITTED);
    }
  }
}
