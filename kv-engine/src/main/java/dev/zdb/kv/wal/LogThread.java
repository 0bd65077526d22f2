package dev.zdb.kv.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.wal.LogQueue.Errand;
import dev.zdb.kv.wal.LogQueue.Work;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the log's own thread does: it writes and forces batch after batch. Whoever else waits for a
 * small write may do that himself meanwhile, which takes less time than to wake the thread and be
 * woken by it.
 *
 * <p><b>Threads:</b> its own, but for {@link #writeSmallBatch}.
 *
 * <p><b>Failure:</b> the first one ends the log: nothing is written or forced after it.
 */
final class LogThread implements Runnable {
  private final LogQueue queue;

  /** Made ahead, to be told where there is no memory to tell more. */
  private final KvException inexplicable =
      KvException.of(ErrorCode.IO_FAILED, "the log's thread failed for want of memory or stack");

  private final KvException noMemory =
      KvException.of(
          ErrorCode.MEMORY_FULL,
          "there is no memory to write the log; the JVM's limit is %d bytes",
          Runtime.getRuntime().maxMemory());

  /** Held by whoever writes the log's files, or changes which one is written. */
  private final ReentrantLock pen = new ReentrantLock();

  @GuardedBy("pen")
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
    try {
      Errand errand = queue.awaitWork();
      while (errand.work != Work.CLOSE) {
        perform(errand);
        errand = queue.awaitWork();
      }
    } catch (RuntimeException | Error e) {
      fail(e); // else all would wait for ever for a thread that is no more
    }
    close();
  }

  private void perform(Errand errand) {
    pen.lock();
    try {
      if (!queue.isUsable()) {
        return; // asked for before the failure, of which who asked has heard
      }
      writeBatch(Integer.MAX_VALUE);
      switch (errand.work) {
        case FORCE -> forceBesideWriters();
        case SWITCH -> startSegment();
        case WATERMARK -> writeWatermark();
        default -> {}
      }
      queue.complete(errand, segment.startLsn());
    } catch (IOException | RuntimeException | Error e) {
      queue.fail(failure(e));
    } finally {
      pen.unlock();
    }
  }

  /** Writes what was appended if that is one small write and nobody else is writing. */
  void writeSmallBatch() {
    if (!pen.tryLock()) {
      return;
    }
    try {
      if (queue.isUsable()) {
        writeBatch(segment.smallBatch());
      }
    } catch (IOException | RuntimeException | Error e) {
      queue.fail(failure(e));
    } finally {
      pen.unlock();
    }
  }

  private void fail(Throwable cause) {
    pen.lock();
    try {
      queue.fail(failure(cause));
    } finally {
      pen.unlock();
    }
  }

  @GuardedBy("pen")
  private KvException failure(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return noMemory;
    }
    try {
      return cause instanceof IOException io
          ? DiskFailure.of(io, "writing the log segment " + segment.name())
          : KvException.causedBy(cause, ErrorCode.IO_FAILED, "the log's thread failed");
    } catch (OutOfMemoryError | StackOverflowError e) {
      return inexplicable;
    }
  }

  private void close() {
    pen.lock();
    try {
      if (queue.isUsable()) {
        writeBatch(Integer.MAX_VALUE);
        writeWatermark();
        segment.close();
        queue.fail(KvException.of(ErrorCode.CLOSED, "the store was closed"));
      } else if (queue.hasNoRoom()) {
        segment.close(); // the next try needs the room that was filled ahead
      } else {
        segment.abandon();
      }
    } catch (IOException e) {
      closingFailure = DiskFailure.of(e, "closing the log segment " + segment.name());
      queue.fail(closingFailure);
    } catch (RuntimeException | Error e) {
      closingFailure = failure(e);
      queue.fail(closingFailure);
    } finally {
      pen.unlock();
    }
  }

  @GuardedBy("pen")
  private void writeBatch(int most) throws IOException {
    long durable = queue.progress().durable();
    BatchBuffer batch = queue.takeBatch(most);
    if (batch != null) {
      segment.write(batch, durable);
      queue.batchWritten(batch, durable);
    }
  }

  /**
   * Lets go of the pen for as long as the force takes. What is written meanwhile are small batches:
   * they lie behind what is forced here, and neither the file nor its length changes under them.
   */
  @GuardedBy("pen")
  private void forceBesideWriters() throws IOException {
    LogQueue.Progress before = queue.progress();
    if (before.durable() < before.written()) {
      pen.unlock();
      try {
        segment.force();
        queue.forced(before.written());
      } catch (IOException e) {
        queue.fail(failure(e)); // before anybody can write again
      } finally {
        pen.lock();
      }
    }
  }

  @GuardedBy("pen")
  private void force() throws IOException {
    LogQueue.Progress before = queue.progress();
    if (before.durable() < before.written()) {
      segment.force();
      queue.forced(before.written());
    }
  }

  @GuardedBy("pen")
  private void startSegment() throws IOException {
    force();
    segment.startNext();
    queue.segmentStarted(segment.startLsn());
  }

  @GuardedBy("pen")
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
