package dev.zdb.kv.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.io.StoreFile;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a log ends: torn tails are its end, damage to what was acknowledged is not. */
@Tag("slow")
final class LogEndTest {
  private static final String FIRST = Segments.name(0);
  private static final int BLOCK = 4096;

  private final SimulatedFileSystem files = new SimulatedFileSystem();
  private final LogHistory history = new LogHistory().create(files);

  @Test
  void aTailTornAtAnyByteLosesOnlyWhatWasNotAcknowledged() throws IOException {
    history.append(30).append(40).acknowledge();
    List<String> acknowledged = history.read(files);
    int tail = 2 * BLOCK;
    history.append(50).append(700).write();
    List<String> all = history.read(files);
    byte[] content = files.content(FIRST);

    for (int torn = tail; torn < tail + BLOCK; torn++) {
      byte[] zeroed = content.clone();
      Arrays.fill(zeroed, torn, content.length, (byte) 0);
      List<String> found = history.read(segment(zeroed));
      assertThat(found).isIn(acknowledged, all);
      assertThat(history.read(segment(Arrays.copyOf(content, torn)))).isEqualTo(found);
    }
    assertThat(history.read(segment(Arrays.copyOf(content, tail + BLOCK)))).isEqualTo(all);
  }

  @Test
  void laterBatchesThatOutlivedAnEarlierOneAreDropped() throws IOException {
    history.append(30).acknowledge();
    List<String> acknowledged = history.read(files);
    history.append(50).write().append(60).write().append(70).write();
    byte[] content = files.content(FIRST);
    Arrays.fill(content, 2 * BLOCK, 3 * BLOCK, (byte) 0);

    assertThat(history.read(segment(content))).isEqualTo(acknowledged);
  }

  @Test
  void theNextSegmentBeginsBehindAllThatWasEverGivenOut() throws IOException {
    history.append(30).acknowledge();
    history.append(50).write().append(60).write().append(70).write();
    byte[] content = files.content(FIRST);
    Arrays.fill(content, 2 * BLOCK, 3 * BLOCK, (byte) 0);
    FileSystem torn = segment(content);

    assertThat(end(torn).lsn()).isEqualTo(36);
    assertThat(end(torn).nextLsn()).isGreaterThan(history.appendedLsn());
    torn.create(Segments.name(5_000)).close();
    assertThat(end(torn).nextLsn()).isGreaterThan(5_000);
  }

  @Test
  void whatAnOrderlyNextSegmentSaysWasDurable() throws IOException {
    history.append(30).acknowledge().switchSegment();
    files.flipBit(FIRST, BLOCK + 60, 1);

    assertThatThrownBy(() -> read(new LogReader.Start(0, 0)))
        .hasMessageContaining("durable up to LSN 36");
  }

  @ParameterizedTest
  @CsvSource({"36, 0, 0", "36, 1, 1", "35, 0, 1"})
  void aSegmentIsReadOnlyBehindTheBatchThatItNames(long end, int otherCrc, int dropped)
      throws IOException {
    history.append(30).acknowledge();
    int crc = ByteBuffer.wrap(files.content(FIRST)).getInt(BLOCK + 4) + otherCrc;
    FileSystem both = segment(files.content(FIRST));
    byte[] header = new SegmentHeader(LogHistory.STORE, 100, end, crc).encode();
    try (StoreFile next = both.create(Segments.name(100))) {
      next.write(0, header, 0, header.length);
    }

    assertThat(end(both).leftovers()).filteredOn(left -> left.heldBytes() == 0).hasSize(dropped);
  }

  @Test
  void whatWasFilledAheadIsGivenBackWhereTheLogGoesOnInAnotherSegment() throws IOException {
    history.append(30).acknowledge();
    FileSystem blank = segment(files.content(FIRST));
    byte[] content = files.content(FIRST);
    content[content.length - 1] = 1;
    FileSystem torn = segment(content);

    history.copy().recover(blank).letGo();
    history.copy().recover(torn).letGo();

    assertThat(length(blank)).isEqualTo(2 * BLOCK);
    assertThat(history.read(blank)).hasSize(1);
    assertThat(length(torn)).as("what may be anything is let be").isEqualTo(content.length);
  }

  @Test
  void aRecordThatACrashCutShortEndsWhereTheLogGoesOn() throws IOException {
    history.append(30).acknowledge().append(3_000).write();
    byte[] content = files.content(FIRST);
    Arrays.fill(content, 3 * BLOCK, 4 * BLOCK, (byte) 0); // the second of the record's batches
    FileSystem torn = segment(content);
    history.recover(torn).append(20).acknowledge();

    assertThat(end(torn).lsn()).isEqualTo(history.acknowledgedLsn());
  }

  /** A field of a batch is another, and the batch's sum is right. */
  @Test
  void aBatchThatAFaultOfTheWriterMadeIsNoRecord() throws IOException {
    history.append(30).acknowledge().append(40).acknowledge();
    byte[] whole = files.content(FIRST);

    assertThat(history.read(segment(withInt(whole, 28, 35)))).as("start LSN").hasSize(1);
    assertThatThrownBy(() -> history.read(segment(withInt(whole, 12, 2))))
        .as("count")
        .hasMessageContaining("a batch of 2 record parts, of which 1 are whole");
    int typeAndPart = ByteBuffer.wrap(whole).getInt(2 * BLOCK + 52);
    int middle = (typeAndPart & ~0xff0000) | (BatchFormat.MIDDLE << 16);
    assertThatThrownBy(() -> history.read(segment(withInt(whole, 52, middle))))
        .as("part")
        .hasMessageContaining("a part of no record");
  }

  private static byte[] withInt(byte[] content, int field, int value) {
    byte[] batch = Arrays.copyOfRange(content, 2 * BLOCK, 3 * BLOCK);
    ByteBuffer fields = ByteBuffer.wrap(batch).putInt(field, value);
    fields.putInt(4, BatchFormat.crc(batch, fields.getInt(8)));
    byte[] changed = content.clone();
    System.arraycopy(batch, 0, changed, 2 * BLOCK, BLOCK);
    return changed;
  }

  @Test
  void noBatchIsReadAcrossAGapThatLooksWhole() throws IOException {
    history.append(30).acknowledge().append(50).write().append(50).write().append(70).write();
    byte[] content = files.content(FIRST);
    System.arraycopy(content, 3 * BLOCK, content, 2 * BLOCK, BLOCK);

    assertThat(history.read(segment(content))).hasSize(1);
  }

  @Test
  void everyBitThatFlipsInAcknowledgedDataIsNoticed() throws IOException {
    history.append(30).acknowledge().append(2000).acknowledge().watermark();
    history.switchSegment().append(40).acknowledge().watermark();
    List<String> all = history.read(files);
    for (String name : files.list("wal")) {
      byte[] content = files.content("wal/" + name);
      for (int position = 0; position < content.length; position++) {
        boolean padding = content[position] == 0 && position % BLOCK >= 64;
        for (int bit = 0; bit < 8 && (!padding || position % 16 == bit); bit++) {
          files.flipBit("wal/" + name, position, bit);
          assertNoticed(all, name + " " + position + "." + bit);
          files.flipBit("wal/" + name, position, bit);
        }
      }
    }
  }

  @Test
  void damageBeforeTheWatermarkIsNamedByFileAndPlace() throws IOException {
    history.append(30).acknowledge().append(50).acknowledge().append(60).acknowledge();
    files.flipBit(FIRST, 2 * BLOCK + 60, 1);

    assertThatThrownBy(() -> history.read(files))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining(FIRST + " at offset 8192")
        .hasMessageContaining("no valid batch to follow LSN 36");
  }

  @Test
  void whatTheCallerKnowsToBeDurableCountsToo() throws IOException {
    history.append(30).acknowledge();
    files.flipBit(FIRST, BLOCK + 60, 1);

    assertThat(history.read(files)).isEmpty();
    assertThatThrownBy(() -> read(new LogReader.Start(0, history.acknowledgedLsn())))
        .hasMessageContaining("durable up to LSN 36");
  }

  @Test
  void aMissingSegmentIsNoticed() throws IOException {
    history.append(30).switchSegment().append(40).switchSegment().append(50).acknowledge();
    List<String> names = files.list("wal");

    files.delete("wal/" + names.get(1));
    assertThatThrownBy(() -> history.read(files)).hasMessageContaining("no valid batch to follow");
    files.delete("wal/" + names.get(0));
    assertThatThrownBy(() -> history.read(files)).hasMessageContaining("is missing");
  }

  @Test
  void aHeaderThatIsDamagedBeforeBatchesIsNoCrash() throws IOException {
    history.append(30).acknowledge();
    files.flipBit(FIRST, 20, 0);

    assertThatThrownBy(() -> history.read(files)).hasMessageContaining("header at offset 0");
  }

  @Test
  void aSegmentOfAnotherFormatIsRefusedByBothNumbers() throws IOException {
    history.append(30).acknowledge();
    byte[] content = files.content(FIRST);
    ByteBuffer.wrap(content).putInt(8, 7);

    assertThatThrownBy(() -> history.read(segment(content)))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT))
        .hasMessageContaining(FIRST + " is of format 7; this version reads format 1");
  }

  @Test
  void featuresThatWeDoNotKnowAreRefusedUnlessTheyDoNoHarm() throws IOException {
    history.append(30).acknowledge();
    byte[] content = files.content(FIRST);

    assertThat(history.read(segment(withFeature(content, 16)))).hasSize(0);
    for (int mask : new int[] {24, 32}) {
      assertThatThrownBy(() -> history.read(segment(withFeature(content, mask))))
          .hasMessageContaining("features 400");
    }
  }

  @Test
  void theLogOfAnotherStoreIsRefused() {
    history.append(30).acknowledge();

    assertThatThrownBy(
            () -> {
              try (LogReader reader =
                  LogReader.open(files, new UUID(1, 2), new LogReader.Start(0, 0))) {
                reader.next();
              }
            })
        .hasMessageContaining("is of store " + LogHistory.STORE);
  }

  @Test
  void aReadThatFailsIsNoEnd() {
    history.append(30).acknowledge().append(40).acknowledge().switchSegment();
    history.read(files);
    int reads = files.reads();
    for (int at = 0; at < reads; at++) {
      SimulatedFileSystem failing = files.restart().failReadAfter(at, Fault.FOR_EVER);

      assertThatThrownBy(() -> history.read(failing))
          .isInstanceOfSatisfying(
              KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED));
    }
  }

  @Test
  void noiseInPlaceOfATailIsAnEnd() throws IOException {
    history.append(30).acknowledge().append(900).write();
    byte[] content = files.content(FIRST);
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] noisy = content.clone();
      byte[] noise = new byte[noisy.length - 2 * BLOCK];
      random.nextBytes(noise);
      ByteBuffer.wrap(noise).putInt(0, BatchFormat.MAGIC);
      System.arraycopy(noise, 0, noisy, 2 * BLOCK, noise.length);

      assertThat(history.read(segment(noisy))).hasSize(1);
    }
  }

  private void assertNoticed(List<String> all, String place) {
    List<String> found = new ArrayList<>();
    try {
      found.addAll(read(new LogReader.Start(0, history.acknowledgedLsn())));
    } catch (KvException e) {
      assertThat(e.code()).as(place).isIn(ErrorCode.CORRUPT, ErrorCode.FORMAT);
      return;
    }
    assertThat(found).as(place).isEqualTo(all);
  }

  private static LogEnd end(FileSystem files) {
    try (LogReader reader = LogReader.open(files, LogHistory.STORE, new LogReader.Start(0, 0))) {
      boolean more = true;
      while (more) {
        more = reader.next();
      }
      return reader.end();
    }
  }

  private List<String> read(LogReader.Start start) {
    try (LogReader reader = LogReader.open(files, LogHistory.STORE, start)) {
      return LogHistory.records(reader);
    }
  }

  private static long length(FileSystem disk) throws IOException {
    try (StoreFile file = disk.open(FIRST)) {
      return file.length();
    }
  }

  private static MemoryFileSystem segment(byte[] content) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectory("wal");
    try (StoreFile file = files.create(FIRST)) {
      file.write(0, content, 0, content.length);
    }
    return files;
  }

  private static byte[] withFeature(byte[] content, int mask) {
    byte[] marked = content.clone();
    ByteBuffer.wrap(marked).putLong(mask, 0x400);
    ByteBuffer.wrap(marked).putInt(12, SegmentHeader.crc(marked));
    return marked;
  }
}
