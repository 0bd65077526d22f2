package dev.zdb.kv;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CheckReport;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.checkpoint.DataFile;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.wal.LogOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * A small store of which the disk gives back other bytes than were written: each read fails, naming
 * file and place, or shows what was written.
 */
final class StoreBitRotTest {
  private static final StoreOptions SMALL = StoreOptions.defaults().withPageBytes(1_024);
  private static final LogOptions LOG = new LogOptions(0, 4 << 10, 64 << 10, 16 << 10);
  private static final int UNIT = 4_096;
  private static final int ENTRIES = 480;

  private final NavigableMap<byte[], byte[]> entries = StoreContent.empty();
  private final SimulatedFileSystem whole = new SimulatedFileSystem();
  private byte[] content = new byte[0];

  /** How many of the damages were refused, and how many found only by {@link Store#check}. */
  private int refused;

  @BeforeEach
  void aStoreOfInnerPagesLeavesAndLongValues() throws IOException {
    try (Store store = Stores.open(whole, SMALL, LOG);
        Transaction writer = store.begin(TransactionOptions.defaults())) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] value = new byte[i % 200 == 199 ? 4_500 : i % 50];
        Arrays.fill(value, (byte) (i + 1));
        entries.put(key(i), value);
        writer.put(TreeId.ROOT, Bytes.copyOf(key(i)), Bytes.copyOf(value));
      }
      writer.commit();
    }
    content = whole.content(DataFile.NAME);
    assertThat(writtenBytes().size()).isBetween(30_000, 60_000);
  }

  @Test
  void aBitHereAndThereIsNoticedOrHarmless(TestReporter reporter) throws IOException {
    flipEach(257, reporter);
  }

  @Test
  @Tag("slow")
  void manyABitIsNoticedOrHarmless(TestReporter reporter) throws IOException {
    flipEach(31, reporter);
  }

  @Test
  @Tag("soak")
  void anyBitIsNoticedOrHarmless(TestReporter reporter) throws IOException {
    flipEach(1, reporter);
  }

  @Test
  void anyUnitOfZerosIsNoticedOrHarmless() throws IOException {
    for (int from = 0; from < content.length; from += UNIT) {
      for (int position = from; position < from + UNIT; position++) {
        flip(whole, position, content[position]);
      }
      requireNoticedOrHarmless("zeros at " + from);
      for (int position = from; position < from + UNIT; position++) {
        flip(whole, position, content[position]);
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void aPageThatIsNotWhatWasWrittenIsNamedByTreeAndPlace() throws IOException {
    int leaf = indexOf(content, key(3)) / UNIT * UNIT;
    whole.flipBit(DataFile.NAME, leaf + 500, 0);

    KvException failure = failureOfReading(whole.restart());

    assertThat(requireNonNull(failure).code()).isEqualTo(ErrorCode.CORRUPT);
    assertThat(failure).hasMessageContaining("data.zdb").hasMessageContaining("tree 1");
    assertThat(failure).hasMessageContaining("offset " + leaf);
  }

  private void flipEach(int strideBits, TestReporter reporter) throws IOException {
    List<Integer> written = writtenBytes();
    long flips = 0;
    for (long bit = 0; bit < 8L * written.size(); bit += strideBits) {
      int position = written.get((int) (bit / 8));
      flip(whole, position, 1 << bit % 8);
      requireNoticedOrHarmless("bit " + bit % 8 + " of byte " + position);
      flip(whole, position, 1 << bit % 8);
      flips++;
    }
    reporter.publishEntry("bits flipped", flips + ", refused " + refused);
    assertThat(refused).isGreaterThan((int) (flips / 4));
  }

  private void requireNoticedOrHarmless(String damage) {
    KvException failure = failureOfReading(whole.restart());
    if (failure != null) {
      refused++;
      assertThat(failure.code()).as(damage).isIn(ErrorCode.CORRUPT, ErrorCode.FORMAT);
      assertThat(failure).as(damage).hasMessageContaining(DataFile.NAME);
    }
  }

  /** Fails where anything is shown that was not written. */
  private @Nullable KvException failureOfReading(SimulatedFileSystem damaged) {
    try (Store store = Stores.open(damaged, SMALL, LOG)) {
      try (Snapshot all = store.snapshot()) {
        StoreContent.requireSame(all, TreeId.ROOT, entries, () -> key(77));
      }
      CheckReport report = store.check();
      assertThat(report.entries()).isLessThanOrEqualTo(ENTRIES);
      return null;
    } catch (KvException e) {
      return e;
    }
  }

  private static void flip(SimulatedFileSystem disk, int position, int bits) throws IOException {
    for (int bit = 0; bit < 8; bit++) {
      if ((bits & 1 << bit) != 0) {
        disk.flipBit(DataFile.NAME, position, bit);
      }
    }
  }

  /** The bytes of each unit up to its last that is not zero. */
  private List<Integer> writtenBytes() {
    List<Integer> positions = new ArrayList<>();
    for (int from = 0; from < content.length; from += UNIT) {
      int end = from + UNIT;
      while (end > from && content[end - 1] == 0) {
        end--;
      }
      for (int position = from; position < end; position++) {
        positions.add(position);
      }
    }
    return positions;
  }

  private static byte[] key(int i) {
    return new byte[] {'k', 'e', 'y', (byte) (i >> 8), (byte) i};
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = bytes.length - wanted.length; at >= 0; at--) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("not there");
  }
}
