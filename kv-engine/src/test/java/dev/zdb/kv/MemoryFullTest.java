package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult.Outcome;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.testing.SmallJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store in memory that takes all the memory it gets, in a process of its own. */
@Tag("slow")
final class MemoryFullTest {
  @ParameterizedTest
  @CsvSource({"64m, 100, 20", "64m, 1000, 50", "64m, 30000, 3", "160m, 300, 1000"})
  void aFullStoreLosesNothingAndTakesMoreOnceSomeIsDeleted(
      String heap, int valueBytes, int perCommit) throws IOException, InterruptedException {
    String said =
        SmallJvm.run(heap, Filler.class, Integer.toString(valueBytes), Integer.toString(perCommit));
    assertThat(said).isEqualTo("all there");
  }

  /** Fills a store until it refuses, deletes every other run, and fills it again. */
  static final class Filler {
    private static final int ROUNDS = 3;

    private final Store store = Stores.memory(StoreOptions.defaults());
    private final BitSet committed = new BitSet();
    private final int valueBytes;
    private final int perCommit;

    private Filler(int valueBytes, int perCommit) {
      this.valueBytes = valueBytes;
      this.perCommit = perCommit;
    }

    public static void main(String[] arguments) {
      new Filler(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
      SmallJvm.say("all there");
    }

    private void run() {
      for (int round = 0; round < ROUNDS; round++) {
        int before = committed.cardinality();
        fill();
        require(committed.cardinality() > before, "a store with room takes more");
        requireAll();
        requireRefused();
        deleteEveryOtherRun();
        requireAll();
      }
      require(store.check().problems().isEmpty(), "no problems");
      store.close();
    }

    /** Until it refuses twice: a writer who comes after the first has the store look for room. */
    private void fill() {
      int run = 0;
      while (committed.get(run) || isCommitted(run) || isCommitted(run)) {
        run += perCommit;
      }
    }

    private void requireRefused() {
      int free = committed.nextClearBit(0);
      for (int i = 0; i < 5; i++) {
        require(!isCommitted(free), "a full store refuses each time");
      }
    }

    private boolean isCommitted(int run) {
      try (Transaction writer = store.begin(TransactionOptions.defaults())) {
        for (int key = run; key < run + perCommit; key++) {
          writer.put(TreeId.ROOT, key(key), value(key));
        }
        require(writer.commit().outcome() == Outcome.COMMITTED, "a result is a commit");
        committed.set(run, run + perCommit);
        return true;
      } catch (KvException full) {
        if (full.code() != ErrorCode.MEMORY_FULL) {
          throw full;
        }
        return false;
      }
    }

    private void deleteEveryOtherRun() {
      for (int run = 0; run < committed.length(); run += 2 * perCommit) {
        try (Transaction writer = store.begin(TransactionOptions.defaults())) {
          for (int key = run; key < run + perCommit; key++) {
            writer.delete(TreeId.ROOT, key(key));
          }
          require(writer.commit().outcome() == Outcome.COMMITTED, "a full store lets go");
        }
        committed.clear(run, run + perCommit);
      }
    }

    private void requireAll() {
      Bytes value = new Bytes();
      try (Snapshot all = store.snapshot()) {
        for (int key = 0; key < committed.length() + perCommit; key++) {
          boolean found = all.get(TreeId.ROOT, key(key), value);
          boolean same = !found || Arrays.equals(value.toArray(), value(key).toArray());
          require(found == committed.get(key) && same, "what was committed is there");
        }
      }
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new IllegalStateException("not so: " + what);
      }
    }

    private static Bytes key(int key) {
      return Bytes.copyOf(ByteBuffer.allocate(Integer.BYTES).putInt(key).array());
    }

    private Bytes value(int key) {
      byte[] value = new byte[valueBytes];
      new Random(key).nextBytes(value);
      return Bytes.copyOf(value);
    }
  }
}
