package dev.zdb.kv.wal;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.io.FileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from a checkpoint to its end, and decides what its end is.
 *
 * <p>Where no valid batch follows the last one, the log is broken off. That is its legal end if
 * nothing behind the break was ever known to be durable; then whatever lies behind it, valid
 * batches among it, was never acknowledged, and is dropped. If anything on disk says that more was
 * durable, acknowledged data is damaged, and reading fails with {@link ErrorCode#CORRUPT}, naming
 * the place.
 *
 * <p>Reading changes nothing on disk. <b>Threads:</b> one at a time.
 */
public final class LogReader implements Closeable {
  private final FileSystem files;
  private final UUID store;
  private final Start start;
  private final List<Long> segments;
  private final List<LogEnd.Leftover> leftovers = new ArrayList<>();
  private final Bytes payload = new Bytes();

  private @Nullable SegmentReader segment;
  private int nextSegment;
  private long lsn;
  private int crc;
  private long watermark;
  private long greatest;

  private @Nullable ByteBuffer parts;
  private long partsLsn;
  private boolean first;
  private boolean unfinished;
  private byte type;
  private @Nullable LogEnd end;

  private LogReader(FileSystem files, UUID store, Start start, List<Long> segments) {
    this.files = files;
    this.store = store;
    this.start = start;
    this.segments = segments;
    lsn = start.checkpointLsn();
    watermark = start.durableLsn();
    for (long segmentStart : segments) {
      greatest = Math.max(greatest, segmentStart);
    }
  }

  /**
   * From where to read, and what is known of the end.
   *
   * @param checkpointLsn the end of the last record that is not wanted
   * @param durableLsn up to where the log is known to have been durable
   */
  public record Start(long checkpointLsn, long durableLsn) {}

  /** Finds the segment to begin with. */
  public static LogReader open(FileSystem files, UUID store, Start start) {
    try {
      return new LogReader(files, store, start, Segments.startsIn(files)).opened();
    } catch (IOException e) {
      throw DiskFailure.of(e, "opening the log at LSN " + start.checkpointLsn());
    }
  }

  /**
   * Fails unless the log has what it had when the checkpoint was published: a whole segment that
   * holds the checkpoint's position, and one that begins there or behind it.
   */
  public void requireSegments() {
    if (segments.isEmpty()) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "the log has no segment; the one that holds LSN %d is missing",
          start.checkpointLsn());
    }
    if (segment == null) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "the log segment %s, which holds LSN %d, has a damaged header at offset 0",
          Segments.name(segments.get(nextSegment)),
          start.checkpointLsn());
    }
    long newest = segments.get(segments.size() - 1);
    if (newest < start.checkpointLsn()) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "the log ends with segment %s; the one that begins at LSN %d or behind it is missing",
          Segments.name(newest),
          start.checkpointLsn());
    }
  }

  /**
   * Reads the next part of a record; returns false at the end of the log. Of a record that was
   * never wholly there the first parts come all the same, and then another record or the end.
   */
  public boolean next() {
    try {
      while (end == null) {
        if (parts == null || !parts.hasRemaining()) {
          advance();
        } else {
          nextPart(parts);
          if (partsLsn > start.checkpointLsn()) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw DiskFailure.of(e, "reading the log behind LSN " + lsn);
    } catch (OutOfMemoryError e) {
      throw KvException.causedBy(
          e,
          ErrorCode.TRANSACTION_TOO_LARGE,
          "the heap does not hold the log batch behind LSN " + lsn);
    }
  }

  /** What kind of record the part is of, as its writer said. */
  public byte type() {
    return type;
  }

  /** The part's piece of the record, until the next one is read. */
  public Bytes payload() {
    return payload;
  }

  /** Whether it is a record's first. */
  public boolean isFirst() {
    return first;
  }

  /** Whether it is a record's last. */
  public boolean isLast() {
    return !unfinished;
  }

  /** Where the part ends. */
  public long endLsn() {
    return partsLsn;
  }

  /** Where the log ends, once {@link #next} has returned false. */
  public LogEnd end() {
    if (end == null) {
      throw new IllegalStateException("the log has not been read to its end");
    }
    return end;
  }

  @Override
  public void close() {
    try {
      if (segment != null) {
        segment.close();
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, "closing the log segment");
    }
  }

  private LogReader opened() throws IOException {
    try {
      openFirst();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void openFirst() throws IOException {
    while (nextSegment + 1 < segments.size()
        && segments.get(nextSegment + 1) <= start.checkpointLsn()) {
      nextSegment++;
    }
    if (segments.isEmpty()) {
      return;
    }
    SegmentReader first = SegmentReader.open(files, store, segments.get(nextSegment));
    SegmentHeader header = first.header();
    if (header == null) {
      first.close();
      return;
    }
    segment = first;
    requireCovered(header);
    enter(first, header);
  }

  private void requireCovered(SegmentHeader header) {
    if (Math.min(header.startLsn(), header.previousEndLsn()) > start.checkpointLsn()) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "the log begins with segment %s, behind LSN %d; the segment that holds LSN %d is missing",
          header.fileName(),
          header.previousEndLsn(),
          start.checkpointLsn());
    }
  }

  private void enter(SegmentReader opened, SegmentHeader header) {
    segment = opened;
    nextSegment++;
    lsn = header.startLsn();
    crc = opened.headerCrc();
  }

  /** Reads the next batch, goes on to the next segment, or finds the log to be at its end. */
  private void advance() throws IOException {
    BatchFormat.Header batch = segment == null ? null : segment.readBatch(lsn, crc);
    if (segment == null || batch == null) {
      if (!enterNextSegment()) {
        finish();
      }
      return;
    }
    parts = segment.parts();
    partsLsn = lsn;
    lsn = batch.endLsn();
    crc = batch.crc();
  }

  private boolean enterNextSegment() throws IOException {
    if (segment == null || nextSegment == segments.size()) {
      return false;
    }
    SegmentReader next = SegmentReader.open(files, store, segments.get(nextSegment));
    SegmentHeader header = next.header();
    if (header == null || header.previousEndLsn() != lsn || header.previousCrc() != crc) {
      next.close();
      return false;
    }
    segment.close();
    unfinished &= header.continuesOrderly();
    enter(next, header);
    return true;
  }

  private void nextPart(ByteBuffer in) {
    int size = in.getInt();
    type = in.get();
    byte part = in.get();
    first = part == BatchFormat.WHOLE || part == BatchFormat.FIRST;
    partsLsn += BatchFormat.PART_HEADER + size;
    if (first == unfinished && partsLsn > start.checkpointLsn()) {
      throw KvException.of(
          ErrorCode.CORRUPT, "the log has a part of no record before LSN %d", partsLsn);
    }
    in.get(payload.clear().setLength(size).array(), 0, size);
    unfinished = part == BatchFormat.FIRST || part == BatchFormat.MIDDLE;
  }

  private void finish() throws IOException {
    String place = "the log has no segment";
    if (segment != null) {
      place = "the log segment " + segment.name() + " at offset " + segment.position();
      SegmentReader.Rest rest = segment.scanRest();
      take(rest);
      if (rest.isBlank()) {
        leftovers.add(new LogEnd.Leftover(segment.name(), segment.position()));
      }
    }
    for (int i = nextSegment; i < segments.size(); i++) {
      dropSegment(segments.get(i));
    }
    if (watermark > lsn) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "%s has no valid batch to follow LSN %d, but the log was durable up to LSN %d",
          place,
          lsn,
          watermark);
    }
    end = new LogEnd(lsn, crc, Math.max(greatest, lsn) + 1, leftovers, parts == null);
  }

  private void dropSegment(long startLsn) throws IOException {
    try (SegmentReader dropped = SegmentReader.open(files, store, startLsn)) {
      SegmentHeader header = dropped.header();
      SegmentReader.Rest rest = dropped.scanRest();
      if (header == null && rest.batches() > 0) {
        throw KvException.of(
            ErrorCode.CORRUPT,
            "the log segment %s has %d batches, but its header at offset 0 is damaged",
            dropped.name(),
            rest.batches());
      }
      if (header != null && header.continuesOrderly()) {
        watermark = Math.max(watermark, header.startLsn());
      }
      take(rest);
      leftovers.add(new LogEnd.Leftover(dropped.name(), 0));
    }
  }

  private void take(SegmentReader.Rest rest) {
    watermark = Math.max(watermark, rest.watermark());
    greatest = Math.max(greatest, rest.greatestLsn());
  }
}
