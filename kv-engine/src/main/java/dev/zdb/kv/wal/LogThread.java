package dev.zdb.kv.wal;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.wal.LogQueue.Errand;
import dev.zdb.kv.wal.LogQueue.Work;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the log's own thread does: it writes and forces batch after batch, and nobody else touches
 * the log's files while it lives.
 *
 * <p><b>Failure:</b> the first one ends the log: nothing is written or forced after it.
 */
final class LogThread implements Runnable {
  private final LogQueue queue;
  private final SegmentWriter segment;
  private @Nullable KvException closingFailure;

  LogThread(LogQueue queue, SegmentWriter segment) {
    this.queue = queue;
    this.segment = segment;
  }

  /** What went wrong while closing, to be asked once the thread has ended. */
  @Nullable KvException closingFailure() {
    return closingFailure;
  }

  @Override
  public void run() {
    Errand errand = queue.awaitWork();
    while (errand.work != Work.CLOSE) {
      perform(errand);
      errand = queue.awaitWork();
    }
    close();
  }

  private void perform(Errand errand) {
    try {
      writeBatch();
      switch (errand.work) {
        case FORCE -> force();
        case SWITCH -> startSegment();
        case WATERMARK -> writeWatermark();
        default -> {}
      }
      queue.complete(errand, segment.startLsn());
    } catch (IOException e) {
      queue.fail(DiskFailure.of(e, "writing the log segment " + segment.name()));
    } catch (RuntimeException | Error e) {
      queue.fail(KvException.causedBy(e, ErrorCode.IO_FAILED, "the log's thread failed"));
    }
  }

  private void close() {
    try {
      if (queue.isUsable()) {
        writeBatch();
        writeWatermark();
        segment.close();
        queue.fail(KvException.of(ErrorCode.CLOSED, "the store was closed"));
      } else {
        segment.abandon();
      }
    } catch (IOException e) {
      closingFailure = DiskFailure.of(e, "closing the log segment " + segment.name());
      queue.fail(closingFailure);
    } catch (RuntimeException | Error e) {
      closingFailure = KvException.causedBy(e, ErrorCode.IO_FAILED, "the log's thread failed");
      queue.fail(closingFailure);
    }
  }

  private void writeBatch() throws IOException {
    long durable = queue.progress().durable();
    BatchBuffer batch = queue.takeBatch();
    if (batch != null) {
      segment.write(batch, durable);
      queue.batchWritten(batch, durable);
    }
  }

  private void force() throws IOException {
    LogQueue.Progress before = queue.progress();
    if (before.durable() < before.written()) {
      segment.force();
      queue.forced(before.written());
    }
  }

  private void startSegment() throws IOException {
    force();
    segment.startNext();
  }

  private void writeWatermark() throws IOException {
    force();
    LogQueue.Progress now = queue.progress();
    if (now.watermark() < now.durable()) {
      BatchBuffer empty = new BatchBuffer(BatchFormat.BLOCK);
      empty.begin(now.durable());
      segment.write(empty, now.durable());
      segment.force();
      queue.watermarkForced(now.durable());
    }
  }
}
