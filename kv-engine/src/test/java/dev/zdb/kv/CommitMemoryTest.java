package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
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
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits in JVMs of little memory, each in a process of its own. */
@Tag("slow")
final class CommitMemoryTest {
  @ParameterizedTest
  @CsvSource({
    "64m, 50",
    "64m, 30000",
    "160m, 50",
    "160m, 30000",
    "256m, 50",
    "256m, 30000",
    "512m, 30000"
  })
  void whatATransactionMayHoldIsCommitted(String heap, int valueBytes, @TempDir Path folder)
      throws IOException, InterruptedException {
    String bytes = Integer.toString(valueBytes);
    String store = folder.resolve("store").toString();

    String committed = SmallJvm.run(heap, Filler.class, store, bytes);
    assertThat(committed).matches("committed [0-9]+");
    assertThat(SmallJvm.run(heap, Counter.class, store)).as("recovered").isEqualTo(committed);
  }

  @ParameterizedTest
  @CsvSource({
    "64m, 50, committed [0-9]+",
    "64m, 1000, refused and then committed",
    "256m, 50, committed [0-9]+",
    "256m, 30000, refused and then committed"
  })
  void aStoreInMemoryCommitsWhatItsFilesHaveRoomFor(String heap, int valueBytes, String what)
      throws IOException, InterruptedException {
    assertThat(SmallJvm.run(heap, Filler.class, "memory", Integer.toString(valueBytes)))
        .matches(what);
  }

  /** Opens what was left, and counts. */
  static final class Counter {
    private Counter() {}

    public static void main(String[] arguments) {
      int count = 0;
      try (Store store = open(arguments[0]);
          Snapshot snapshot = store.snapshot();
          Cursor all = snapshot.cursor(TreeId.ROOT, KeyRange.all(), Direction.FORWARD)) {
        while (all.fetch()) {
          count += all.count();
        }
      }
      SmallJvm.say("committed " + count);
    }
  }

  /** Fills a transaction up to its limit, commits it, and then a small one, and is killed. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] arguments) {
      Bytes value = Bytes.copyOf(new byte[Integer.parseInt(arguments[1])]);
      Store store = open(arguments[0]);
      int large = commitLarge(store, value);
      try (Transaction writer = store.begin(TransactionOptions.defaults())) {
        writer.put(TreeId.ROOT, key(0), key(0));
        requireCommitted(writer.commit());
      }
      SmallJvm.say(large > 0 ? "committed " + large : "refused and then committed");
      Runtime.getRuntime().halt(0);
    }

    /** Says how many entries were committed, 0 where there is no room. */
    private static int commitLarge(Store store, Bytes value) {
      try (Transaction writer = store.begin(TransactionOptions.defaults())) {
        int count = fill(writer, value);
        requireCommitted(writer.commit());
        return count;
      } catch (KvException full) {
        if (full.code() != ErrorCode.MEMORY_FULL) {
          throw full;
        }
        return 0;
      }
    }

    private static void requireCommitted(CommitResult result) {
      if (result.outcome() != CommitResult.Outcome.COMMITTED) {
        throw new IllegalStateException(result.toString());
      }
    }

    private static int fill(Transaction writer, Bytes value) {
      int count = 0;
      try {
        while (true) {
          writer.put(TreeId.ROOT, key(count), value);
          count++;
        }
      } catch (KvException full) {
        String reason = String.valueOf(full.getMessage());
        if (!full.code().sqlState().equals("53200") || !reason.contains("the limit is")) {
          throw full;
        }
      }
      return count;
    }

    private static Bytes key(int i) {
      return Bytes.copyOf(ByteBuffer.allocate(4).putInt(i).array());
    }
  }

  private static Store open(String place) {
    return place.equals("memory")
        ? Stores.memory(StoreOptions.defaults())
        : Stores.open(Path.of(place), StoreOptions.defaults());
  }
}
