package dev.zdb.kv.wal;

import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.StoreFile;
import dev.zdb.kv.io.StoreFile.Force;
import java.io.IOException;
import java.util.UUID;

/**
 * The end of the log on disk: the newest segment, and the making of the next.
 *
 * <p><b>Invariant:</b> no batch is written to a segment whose header and name would not survive a
 * power cut; no segment is made before all batches in the one before it are durable.
 *
 * <p><b>Threads:</b> one at a time; the log's own, and others for what {@link #smallBatch} allows.
 */
final class SegmentWriter {
  private static final byte[] ZEROS = new byte[64 << 10];

  private final FileSystem files;
  private final UUID store;
  private final LogOptions options;
  private StoreFile file;
  private SegmentHeader header;
  private long position;
  private long filled;
  private long endLsn;
  private int crc;
  private Force needed = Force.CONTENT;

  private SegmentWriter(
      FileSystem files, UUID store, LogOptions options, SegmentHeader header, StoreFile file) {
    this.files = files;
    this.store = store;
    this.options = options;
    this.header = header;
    this.file = file;
  }

  /** Makes the first segment after an end of the log. */
  static SegmentWriter after(LogEnd end, FileSystem files, UUID store, LogOptions options)
      throws IOException {
    SegmentHeader header = new SegmentHeader(store, end.nextLsn(), end.lsn(), end.crc());
    StoreFile file = files.create(header.fileName());
    SegmentWriter writer = new SegmentWriter(files, store, options, header, file);
    boolean started = false;
    try {
      writer.start();
      started = true;
      return writer;
    } finally {
      if (!started) {
        writer.giveUp();
      }
    }
  }

  String name() {
    return file.name();
  }

  long startLsn() {
    return header.startLsn();
  }

  /** The longest batch that is written by nothing but one small write, which any thread may do. */
  int smallBatch() {
    long end = files.gainsFromFillingAhead() ? filled : options.segmentBytes();
    return (int) Math.min(end - position, StoreFile.SMALL_WRITE);
  }

  /** Writes a batch, first starting the next segment where this one is full. */
  void write(BatchBuffer batch, long watermark) throws IOException {
    int length = batch.paddedLength();
    if (position + length > options.segmentBytes() && endLsn > header.startLsn()) {
      force();
      startNext();
    }
    if (position + length > filled) {
      grow(position + length);
    }
    crc = batch.seal(header.salt(), watermark, crc);
    file.write(position, batch.bytes(), 0, length);
    position += length;
    endLsn = batch.endLsn();
  }

  void force() throws IOException {
    file.force(needed);
    needed = Force.CONTENT;
  }

  /** Starts the next segment, unless this one holds no record; all in it is durable. */
  void startNext() throws IOException {
    if (endLsn == header.startLsn()) {
      return;
    }
    SegmentHeader next = new SegmentHeader(store, endLsn, endLsn, crc);
    StoreFile old = file;
    file = files.create(next.fileName());
    header = next;
    old.close();
    start();
  }

  /**
   * Gives back what was filled ahead, what a write that failed has left there, and the file; were
   * that undone, it would follow the last batch as the torn end of the log.
   */
  void close() throws IOException {
    try (StoreFile closed = file) {
      closed.truncate(position);
    }
  }

  /** Lets go of the file as it is. */
  void abandon() throws IOException {
    file.close();
  }

  /** Leaves no segment behind that would keep room from the next try. */
  private void giveUp() throws IOException {
    file.close();
    files.delete(header.fileName());
  }

  private void start() throws IOException {
    byte[] block = header.encode();
    crc = SegmentHeader.crc(block);
    file.write(0, block, 0, block.length);
    position = block.length;
    filled = block.length;
    endLsn = header.startLsn();
    fillTo(options.firstBytes());
    file.force(Force.CONTENT_AND_LENGTH);
    needed = Force.CONTENT;
    files.syncDirectory(Segments.DIRECTORY);
  }

  private void grow(long end) throws IOException {
    fillTo(Math.max(end, Math.min(filled * 2, options.segmentBytes())));
    needed = Force.CONTENT_AND_LENGTH;
  }

  private void fillTo(long end) throws IOException {
    if (!files.gainsFromFillingAhead()) {
      return;
    }
    while (filled < end) {
      int run = (int) Math.min(ZEROS.length, end - filled);
      file.write(filled, ZEROS, 0, run);
      filled += run;
    }
  }
}
