package dev.zdb.kv.wal;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.StoreFile;
import dev.zdb.kv.wal.LogQueue.Errand;
import dev.zdb.kv.wal.LogQueue.Work;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * The log of everything committed, in the order in which it was appended.
 *
 * <p>A position in the log, an LSN, is the end of a record and means nothing but order. Records go
 * into a batch in memory; a thread of the log's own writes and forces batch after batch while the
 * next one fills, so that those who wait for one force are served together. Who waits for no force
 * writes a small batch himself. Nothing is written before somebody waits for it, or the batch is
 * full, or a moment has passed.
 *
 * <p><b>Invariant:</b> {@code durable <= written <= appended}; none ever falls; every record up to
 * {@code durable} survives a power cut, every record up to {@code written} the end of the process.
 *
 * <p><b>Threads:</b> safe. Callers may be interrupted: they wait on, and find the interrupt still
 * set afterwards. <b>Owner:</b> the store, which closes it.
 *
 * <p><b>Failure:</b> after one failed write or force the log refuses everything, for ever, with
 * {@link ErrorCode#IO_FAILED} or {@link ErrorCode#DISK_FULL} and the first reason, since nobody
 * knows what the disk holds: nothing is tried again and nothing more is acknowledged.
 */
public final class WriteAheadLog implements AutoCloseable {
  private final FileSystem files;
  private final LogQueue queue;
  private final LogThread writer;
  private final Thread thread;

  private WriteAheadLog(FileSystem files, LogOptions options, SegmentWriter segment) {
    this.files = files;
    queue = new LogQueue(options, segment.startLsn());
    writer = new LogThread(queue, segment);
    thread = new Thread(writer, "zdb-log");
    thread.setDaemon(true);
  }

  /** Starts the log of a new store, its records to begin at {@code startLsn}. */
  public static WriteAheadLog create(
      FileSystem files, UUID store, long startLsn, LogOptions options) {
    return continueAfter(LogEnd.ofNewStore(startLsn), files, store, options);
  }

  /**
   * Goes on after the end that a {@link LogReader} found, in a new segment at a later LSN: an old
   * tail is never appended to. What was read may be in the system's cache and not on the disk,
   * after a force that failed once: the caller takes a checkpoint before the first commit is
   * acknowledged.
   */
  public static WriteAheadLog continueAfter(
      LogEnd end, FileSystem files, UUID store, LogOptions options) {
    try {
      prepareDirectory(end, files);
      SegmentWriter segment = SegmentWriter.after(end, files, store, options);
      WriteAheadLog log = new WriteAheadLog(files, options, segment);
      log.thread.start();
      return log;
    } catch (IOException e) {
      throw DiskFailure.of(e, "starting a log segment at LSN " + end.nextLsn());
    }
  }

  /**
   * Appends a record, in memory only: the order of calls is the order of records. Waits where a
   * full batch waits to be written, and so for most of a record larger than that. A failure with
   * {@link ErrorCode#TRANSACTION_TOO_LARGE} leaves the log as it was.
   *
   * @param record its pieces, at least one, each of which counts until the next is asked for
   * @return the LSN at which the record ends, to await
   */
  public long append(byte type, Iterator<Bytes> record) {
    return queue.append(type, record);
  }

  /** Returns once the record that ends at {@code lsn} survives a power cut. */
  public void awaitDurable(long lsn) {
    queue.awaitDurable(lsn);
  }

  /** Returns once the record that ends at {@code lsn} survives the end of the process. */
  public void awaitWritten(long lsn) {
    if (queue.progress().written() < lsn) {
      writer.writeSmallBatch();
    }
    queue.awaitWritten(lsn);
  }

  /** Whether nothing has failed yet. */
  public boolean isUsable() {
    return queue.isUsable();
  }

  /** The end of the last record that was appended. */
  public long appended() {
    return queue.progress().appended();
  }

  /** Up to where all records survive the end of the process. */
  public long written() {
    return queue.progress().written();
  }

  /** Up to where all records survive a power cut. */
  public long durable() {
    return queue.progress().durable();
  }

  /** How many bytes of files was written since this log was started: a batch fills its blocks. */
  public long fileBytes() {
    return queue.progress().fileBytes();
  }

  /**
   * Makes all that was appended durable and starts a new segment behind it, unless the newest holds
   * no record yet.
   *
   * @return where the newest segment begins
   */
  public long switchSegment() {
    return queue.await(new Errand(Work.SWITCH)).segmentStart();
  }

  /**
   * Makes all that was appended durable, and then that fact itself, so that damage to it can never
   * be taken for the torn end of the log. The log does so of its own accord when nothing happens.
   */
  public void writeWatermark() {
    queue.await(new Errand(Work.WATERMARK));
  }

  /**
   * Deletes the segments whose records all end at or before {@code lsn}, never the newest. A thread
   * that the engine owns calls this.
   */
  public void deleteBefore(long lsn) {
    try {
      List<Long> starts = Segments.startsIn(files);
      boolean deleted = false;
      for (int i = 0; i + 1 < starts.size() && starts.get(i + 1) <= lsn; i++) {
        files.delete(Segments.name(starts.get(i)));
        deleted = true;
      }
      if (deleted) {
        files.syncDirectory(Segments.DIRECTORY);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, "deleting log segments before LSN " + lsn);
    }
  }

  /** Deletes all segments, of a store that never came to be. */
  public static void deleteAll(FileSystem files) throws IOException {
    if (!files.exists(Segments.DIRECTORY)) {
      return;
    }
    for (long start : Segments.startsIn(files)) {
      files.delete(Segments.name(start));
    }
    files.syncDirectory(Segments.DIRECTORY);
  }

  /**
   * Makes all that was appended durable and ends the log's thread. A log that has failed before is
   * only let go of.
   */
  @Override
  public void close() {
    queue.end(new Errand(Work.CLOSE));
    joinThread();
    KvException failure = writer.closingFailure();
    if (failure != null) {
      throw failure;
    }
  }

  private static void prepareDirectory(LogEnd end, FileSystem files) throws IOException {
    if (!files.exists(Segments.DIRECTORY)) {
      files.createDirectory(Segments.DIRECTORY);
      files.syncDirectory("");
    }
    for (LogEnd.Leftover leftover : end.leftovers()) {
      giveBack(leftover, files);
    }
  }

  private static void giveBack(LogEnd.Leftover leftover, FileSystem files) throws IOException {
    if (leftover.heldBytes() == 0) {
      files.delete(leftover.segment());
      return;
    }
    try (StoreFile file = files.open(leftover.segment())) {
      file.truncate(leftover.heldBytes());
    }
  }

  private void joinThread() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
