package dev.zdb.kv.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.FileSystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user of the log, and what it was promised: what it appended since its checkpoint, and how much
 * of that was acknowledged. It stands in for the store above: its checkpoint is always on disk.
 */
final class LogHistory {
  static final UUID STORE = new UUID(0x0123456789abcdefL, 0xfedcba9876543210L);

  /** Small enough that segments are grown, filled and changed by a few records, no clock. */
  static final LogOptions SMALL = new LogOptions(0, 8 << 10, 32 << 10, 1 << 10);

  private final List<String> records = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();
  private long checkpointLsn;
  private long acknowledged;
  private int next;
  private @Nullable WriteAheadLog log;

  LogHistory create(FileSystem files) {
    log = WriteAheadLog.create(files, STORE, 0, SMALL);
    return this;
  }

  /** Appends a record of about this many bytes, acknowledged by nobody. */
  LogHistory append(int bytes) {
    String record = "record " + next++ + ' ';
    record += "x".repeat(Math.max(0, bytes - record.length()));
    records.add(record);
    ends.add(Long.MAX_VALUE);
    long end = open().append((byte) 1, pieces(record));
    ends.set(ends.size() - 1, end);
    return this;
  }

  LogHistory acknowledge() {
    open().awaitDurable(open().appended());
    acknowledged = open().appended();
    return this;
  }

  LogHistory write() {
    open().awaitWritten(open().appended());
    return this;
  }

  LogHistory watermark() {
    open().writeWatermark();
    acknowledged = open().appended();
    return this;
  }

  LogHistory switchSegment() {
    open().switchSegment();
    acknowledged = open().appended();
    return this;
  }

  /**
   * As a store does: the state is safe elsewhere from here on, and the log before it is not needed.
   */
  LogHistory checkpoint() {
    acknowledge();
    open().switchSegment();
    checkpointLsn = open().appended();
    forgetCheckpointed();
    open().deleteBefore(checkpointLsn);
    return this;
  }

  LogHistory close() {
    open().close();
    acknowledged = ends.isEmpty() ? checkpointLsn : ends.get(ends.size() - 1);
    return this;
  }

  /** What the log gives back now, from the checkpoint on. */
  List<String> read(FileSystem files) {
    List<String> found = new ArrayList<>();
    readInto(found, files);
    return found;
  }

  /**
   * Recovers as a store does: all that was acknowledged must be there, and of the rest whatever
   * comes next; then a checkpoint is taken, and the log goes on.
   */
  LogHistory recover(FileSystem files) {
    List<String> found = new ArrayList<>();
    LogEnd end = readInto(found, files);
    assertThat(found).as("recovered").isEqualTo(records.subList(0, found.size()));
    assertThat(found.size()).as("recovered").isGreaterThanOrEqualTo(acknowledgedCount());
    return continuedWith(found, end, files);
  }

  /** A copy that knows the same, for another future of the same past. */
  LogHistory copy() {
    LogHistory copy = new LogHistory();
    copy.records.addAll(records);
    copy.ends.addAll(ends);
    copy.checkpointLsn = checkpointLsn;
    copy.acknowledged = acknowledged;
    copy.next = next;
    return copy;
  }

  long appendedLsn() {
    return open().appended();
  }

  /** Ends the log's thread, whatever became of its files. */
  void letGo() {
    try {
      if (log != null) {
        log.close();
      }
    } catch (KvException e) {
      assertThat(e.getMessage()).as("a log without power cannot be closed").isNotEmpty();
    }
  }

  long checkpointLsn() {
    return checkpointLsn;
  }

  long acknowledgedLsn() {
    return acknowledged;
  }

  WriteAheadLog open() {
    if (log == null) {
      throw new IllegalStateException("the log was not opened");
    }
    return log;
  }

  /** A record in the pieces given. */
  static Iterator<Bytes> pieces(String... pieces) {
    return Stream.of(pieces)
        .map(piece -> Bytes.copyOf(piece.getBytes(StandardCharsets.UTF_8)))
        .iterator();
  }

  /** Whatever whole records the log has from here to its end. */
  static List<String> records(LogReader reader) {
    List<String> found = new ArrayList<>();
    StringBuilder record = new StringBuilder();
    while (reader.next()) {
      if (reader.isFirst()) {
        record.setLength(0);
      }
      record.append(new String(reader.payload().toArray(), StandardCharsets.UTF_8));
      if (reader.isLast()) {
        found.add(record.toString());
      }
    }
    return found;
  }

  private LogHistory continuedWith(List<String> found, LogEnd end, FileSystem files) {
    log = WriteAheadLog.continueAfter(end, files, STORE, SMALL);
    records.subList(found.size(), records.size()).clear();
    ends.subList(found.size(), ends.size()).clear();
    checkpointLsn = open().appended();
    acknowledged = checkpointLsn;
    records.clear();
    ends.clear();
    return this;
  }

  private LogEnd readInto(List<String> found, FileSystem files) {
    LogReader.Start start = new LogReader.Start(checkpointLsn, checkpointLsn);
    try (LogReader reader = LogReader.open(files, STORE, start)) {
      found.addAll(records(reader));
      return reader.end();
    }
  }

  private void forgetCheckpointed() {
    records.clear();
    ends.clear();
  }

  private int acknowledgedCount() {
    return (int) ends.stream().filter(end -> end <= acknowledged).count();
  }
}
