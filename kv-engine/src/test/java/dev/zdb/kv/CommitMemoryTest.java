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
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    assertThat(run(heap, "memory", valueBytes)).isEqualTo("committed");
    assertThat(run(heap, folder.resolve("store").toString(), valueBytes)).isEqualTo("committed");
  }

  private static String run(String heap, String place, int valueBytes)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                String.join(File.pathSeparator, "target/classes", "target/test-classes"),
                Filler.class.getName(),
                place,
                Integer.toString(valueBytes))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    return said.strip();
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
          new PrintStream(new FileOutputStream(FileDescriptor.out), /* autoFlush= */ true)
              .println(
                  isCommitted(large) && isCommitted(small)
                      ? "committed"
                      : large + " and then " + small);
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
