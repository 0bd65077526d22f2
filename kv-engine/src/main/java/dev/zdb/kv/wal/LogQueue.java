package dev.zdb.kv.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the log's callers and its thread share: the batch that fills, how far the log has come, and
 * what is asked of the thread.
 *
 * <p><b>Invariant:</b> {@code durable <= written <= appended}; none ever falls, and nothing changes
 * after a failure, but that a force under way may still make durable what was written before it.
 *
 * <p><b>Threads:</b> safe. No file is touched under its locks.
 */
final class LogQueue {
  private final int quietMillis;

  /** Held over a whole record, so that the parts of two large ones do not mix; taken first. */
  private final ReentrantLock order = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workArrived = lock.newCondition();
  private final Condition progressMade = lock.newCondition();

  @GuardedBy("lock")
  private BatchBuffer filling;

  @GuardedBy("lock")
  private BatchBuffer spare;

  @GuardedBy("lock")
  private long appended;

  @GuardedBy("lock")
  private long written;

  @GuardedBy("lock")
  private long durable;

  /** Up to where the newest batch on disk says that all is durable. */
  @GuardedBy("lock")
  private long watermark;

  /** How many bytes of the files all batches take. */
  @GuardedBy("lock")
  private long fileBytes;

  @GuardedBy("lock")
  private long wantedWritten;

  @GuardedBy("lock")
  private long wantedDurable;

  @GuardedBy("lock")
  private final Deque<Errand> errands = new ArrayDeque<>();

  /** When the last force ended, or when something was appended to a log at rest. */
  @GuardedBy("lock")
  private long restlessSinceNanos;

  @GuardedBy("lock")
  private boolean atRest;

  @GuardedBy("lock")
  private @Nullable KvException failure;

  /** Whether the last errand was given: what is appended now might come behind the last batch. */
  @GuardedBy("lock")
  private boolean ending;

  LogQueue(LogOptions options, long startLsn) {
    quietMillis = options.quietMillis();
    filling = new BatchBuffer(options.batchBytes());
    filling.begin(startLsn);
    spare = new BatchBuffer(options.batchBytes());
    appended = startLsn;
    written = startLsn;
    durable = startLsn;
    watermark = startLsn;
  }

  long append(byte type, Iterator<Bytes> record) {
    order.lock();
    try {
      return appendPieces(type, record);
    } catch (OutOfMemoryError e) {
      throw outOfMemory(e);
    } catch (RuntimeException | Error e) {
      failIfBegun(e);
      throw e;
    } finally {
      order.unlock();
    }
  }

  private long appendPieces(byte type, Iterator<Bytes> record) {
    boolean begun = false;
    while (true) {
      Bytes piece = record.next();
      boolean isLast = !record.hasNext();
      lock.lock();
      try {
        requireOpen();
        put(type, piece, begun, isLast);
        if (isLast) {
          appended = filling.endLsn();
          return appended;
        }
      } finally {
        lock.unlock();
      }
      begun = true;
    }
  }

  void awaitDurable(long lsn) {
    lock.lock();
    try {
      requireAppended(lsn);
      if (durable < lsn) {
        wantedDurable = Math.max(wantedDurable, lsn);
        workArrived.signal();
      }
      while (durable < lsn) {
        requireUsable();
        progressMade.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  void awaitWritten(long lsn) {
    lock.lock();
    try {
      requireAppended(lsn);
      if (written < lsn) {
        wantedWritten = Math.max(wantedWritten, lsn);
        workArrived.signal();
      }
      while (written < lsn) {
        requireUsable();
        progressMade.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How far the log has come. */
  Progress progress() {
    lock.lock();
    try {
      return new Progress(appended, written, durable, watermark, fileBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Has the thread do a thing, and returns once it is done. */
  Errand await(Errand errand) {
    lock.lock();
    try {
      requireUsable();
      errands.add(errand);
      workArrived.signal();
      while (!errand.done) {
        requireUsable();
        progressMade.awaitUninterruptibly();
      }
      return errand;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the thread its last errand, which is taken even after a failure. */
  void end(Errand errand) {
    lock.lock();
    try {
      ending = true;
      errands.add(errand);
      workArrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something for the thread to do. */
  Errand awaitWork() {
    lock.lock();
    try {
      Errand next = nextErrand();
      while (next == null) {
        try {
          workArrived.awaitNanos(nanosToQuiet());
        } catch (InterruptedException e) {
          fail(KvException.causedBy(e, ErrorCode.IO_FAILED, "the log's thread was interrupted"));
        }
        next = nextErrand();
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** What was asked for comes first: it forces too, and would starve behind busy committers. */
  @GuardedBy("lock")
  private @Nullable Errand nextErrand() {
    if (failure != null || !errands.isEmpty()) {
      return errands.poll();
    }
    if (wantedDurable > durable) {
      return new Errand(Work.FORCE);
    }
    if (wantedWritten > written) {
      return new Errand(Work.WRITE);
    }
    boolean forced = filling.isEmpty() && durable == written;
    atRest = forced && watermark == durable;
    if (nanosToQuiet() > 0) {
      return null;
    }
    return new Errand(forced ? Work.WATERMARK : Work.FORCE);
  }

  /** For how long nothing falls due of itself. */
  @GuardedBy("lock")
  private long nanosToQuiet() {
    if (failure != null || atRest || quietMillis == 0) {
      return Long.MAX_VALUE;
    }
    long passed = System.nanoTime() - restlessSinceNanos;
    return TimeUnit.MILLISECONDS.toNanos(quietMillis) - passed;
  }

  /**
   * Gives the filled batch to whoever writes it, and its place to the spare; null if it is empty or
   * would take more than {@code most} bytes on disk.
   */
  @Nullable BatchBuffer takeBatch(int most) {
    lock.lock();
    try {
      if (filling.isEmpty() || filling.paddedLength() > most) {
        return null;
      }
      BatchBuffer batch = filling;
      filling = spare;
      filling.begin(batch.endLsn());
      progressMade.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a batch is written; it counts for nothing if a force has failed meanwhile. */
  void batchWritten(BatchBuffer batch, long watermarkInIt) {
    lock.lock();
    try {
      if (failure != null) {
        return;
      }
      spare = batch;
      written = batch.endLsn();
      watermark = watermarkInIt;
      fileBytes += batch.paddedLength();
      progressMade.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void forced(long lsn) {
    lock.lock();
    try {
      durable = lsn;
      restlessSinceNanos = System.nanoTime();
      progressMade.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes a segment whose header says, as well as a batch would, that all before is durable. */
  void segmentStarted(long startLsn) {
    lock.lock();
    try {
      watermark = startLsn;
    } finally {
      lock.unlock();
    }
  }

  void watermarkForced(long lsn) {
    lock.lock();
    try {
      watermark = lsn;
      fileBytes += BatchFormat.BLOCK;
    } finally {
      lock.unlock();
    }
  }

  void complete(Errand errand, long segmentStart) {
    lock.lock();
    try {
      errand.segmentStart = segmentStart;
      errand.done = true;
      progressMade.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everything from now on; the first failure is the one that is told. */
  void fail(KvException reason) {
    lock.lock();
    try {
      failure = failure == null ? reason : failure;
      progressMade.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isUsable() {
    lock.lock();
    try {
      return failure == null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it has failed because the disk was full. */
  boolean hasNoRoom() {
    lock.lock();
    try {
      return failure != null && failure.code() == ErrorCode.DISK_FULL;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void requireOpen() {
    requireUsable();
    if (ending) {
      throw KvException.of(ErrorCode.CLOSED, "the store was closed");
    }
    if (atRest && quietMillis > 0) {
      atRest = false;
      restlessSinceNanos = System.nanoTime();
      workArrived.signal();
    }
  }

  /** Adds a piece, as parts of as many batches as it takes. */
  @GuardedBy("lock")
  private void put(byte type, Bytes piece, boolean begun, boolean isLast) {
    int length = piece.length();
    int done = 0;
    boolean within = begun;
    while (filling.room() < length - done) {
      if (filling.isEmpty() && length - done > filling.wholeRoom()) {
        int end = done + filling.room();
        filling.add(type, part(within, /* isLast= */ false), piece.array(), done, end);
        done = end;
        within = true;
      }
      awaitEmptyBatch();
    }
    filling.add(type, part(within, isLast), piece.array(), done, length);
  }

  private static byte part(boolean within, boolean isLast) {
    if (within) {
      return isLast ? BatchFormat.LAST : BatchFormat.MIDDLE;
    }
    return isLast ? BatchFormat.WHOLE : BatchFormat.FIRST;
  }

  @GuardedBy("lock")
  private void awaitEmptyBatch() {
    wantedWritten = Math.max(wantedWritten, filling.endLsn());
    workArrived.signal();
    while (!filling.isEmpty()) {
      requireUsable();
      progressMade.awaitUninterruptibly();
    }
  }

  @GuardedBy("lock")
  private void requireAppended(long lsn) {
    if (lsn > appended) {
      throw new IllegalArgumentException(
          "LSN " + lsn + " is behind the end of the log " + appended);
    }
  }

  @GuardedBy("lock")
  private void requireUsable() {
    if (failure != null) {
      throw again(failure);
    }
  }

  /** Nothing has happened, unless a part of the record is in the log: then this log ends. */
  private KvException outOfMemory(OutOfMemoryError cause) {
    lock.lock();
    try {
      boolean begun = isRecordBegun();
      KvException refusal =
          KvException.causedBy(
              cause,
              begun ? ErrorCode.MEMORY_FULL : ErrorCode.TRANSACTION_TOO_LARGE,
              "the log has no memory for a record; the JVM's limit is "
                  + Runtime.getRuntime().maxMemory()
                  + " bytes");
      if (begun) {
        fail(refusal);
      }
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  /** No other record may come behind half of one. */
  private void failIfBegun(Throwable cause) {
    lock.lock();
    try {
      if (isRecordBegun()) {
        fail(KvException.causedBy(cause, ErrorCode.IO_FAILED, "a record was cut short"));
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean isRecordBegun() {
    return filling.endLsn() != appended;
  }

  /** The failure, stated again to one more caller. */
  private static KvException again(KvException failure) {
    return KvException.causedBy(failure, failure.code(), "the log has ended");
  }

  /** What the log's thread can be asked for. */
  enum Work {
    WRITE,
    FORCE,
    SWITCH,
    WATERMARK,
    CLOSE
  }

  /** One thing that somebody asked the log's thread for; the log's lock guards what it says. */
  static final class Errand {
    final Work work;
    private boolean done;
    private long segmentStart;

    Errand(Work work) {
      this.work = work;
    }

    /** Where the newest segment began when this was done. */
    long segmentStart() {
      return segmentStart;
    }
  }

  /**
   * How far the log has come.
   *
   * @param watermark up to where the newest batch says that it is durable
   * @param fileBytes how many bytes of files its batches took
   */
  record Progress(long appended, long written, long durable, long watermark, long fileBytes) {}
}
