package dev.zdb.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.testing.SmallJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
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
    for (String place : List.of("memory", folder.resolve("store").toString())) {
      assertThat(SmallJvm.run(heap, Filler.class, place, Integer.toString(valueBytes)))
          .isEqualTo("committed");
    }
  }

  /** Fills a transaction up to its limit, commits it, and then a small one. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] arguments) {
      Bytes value = Bytes.copyOf(new byte[Integer.parseInt(arguments[1])]);
      try (Store store = open(arguments[0])) {
        CommitResult large;
        try (Transaction writer = store.begin(TransactionOptions.defaults())) {
          fill(writer, value);
          large = writer.commit();
        }
        try (Transaction writer = store.begin(TransactionOptions.defaults())) {
          writer.put(TreeId.ROOT, key(0), key(0));
          CommitResult small = writer.commit();
          boolean both = isCommitted(large) && isCommitted(small);
          SmallJvm.say(both ? "committed" : large + " and then " + small);
        }
      }
    }

    private static boolean isCommitted(CommitResult result) {
      return result.outcome() == CommitResult.Outcome.COMMITTED;
    }

    private static Store open(String place) {
      return place.equals("memory")
          ? Stores.memory(StoreOptions.defaults())
          : Stores.open(Path.of(place), StoreOptions.defaults());
    }

    private static void fill(Transaction writer, Bytes value) {
      try {
        for (int i = 0; ; i++) {
          writer.put(TreeId.ROOT, key(i), value);
        }
      } catch (KvException full) {
        String reason = String.valueOf(full.getMessage());
        if (!full.code().sqlState().equals("53200") || !reason.contains("the limit is")) {
          throw full;
        }
      }
    }

    private static Bytes key(int i) {
      return Bytes.copyOf(ByteBuffer.allocate(4).putInt(i).array());
    }
  }
}
