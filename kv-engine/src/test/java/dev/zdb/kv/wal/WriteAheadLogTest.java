package dev.zdb.kv.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.io.MemoryFileSystem;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Fault;
import dev.zdb.kv.testing.SimulatedFileSystem.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class WriteAheadLogTest {
  private static final byte COMMIT = 1;

  private final SimulatedFileSystem disk = new SimulatedFileSystem();

  @Test
  void whatWasAppendedIsReadBackInOrderHoweverLarge() {
    MemoryFileSystem files = new MemoryFileSystem();
    long end;
    try (WriteAheadLog log =
        WriteAheadLog.create(files, LogHistory.STORE, 0, LogOptions.defaults())) {
      log.append(COMMIT, LogHistory.pieces("a"));
      log.append(COMMIT, LogHistory.pieces(""));
      end = log.append(COMMIT, LogHistory.pieces("b".repeat(3_000_000)));
      log.awaitDurable(end);

      assertThat(log.durable()).isEqualTo(end);
      assertThat(log.appended()).isEqualTo(end);
    }

    assertThat(records(files, 0)).containsExactly("a", "", "b".repeat(3_000_000));
  }

  @Test
  void aRecordMayComeInPiecesAndTakeManyBatches() {
    String large = "c".repeat(3_000);
    try (WriteAheadLog log = smallLog()) {
      log.append(COMMIT, LogHistory.pieces("a", "", "b"));
      log.append(COMMIT, LogHistory.pieces(large, "d", large, "e"));
      log.append(COMMIT, LogHistory.pieces("f"));
    }

    assertThat(records(disk, 0)).containsExactly("ab", large + "d" + large + "e", "f");
  }

  @Test
  void aRecordThatItsMakerCutsShortIsTheLastAndIsNotThere() {
    Iterator<Bytes> broken =
        Stream.of("begun ", "gone on", "")
            .map(
                piece -> {
                  if (piece.isEmpty()) {
                    throw new IllegalStateException("a fault of its maker");
                  }
                  return LogHistory.pieces(piece).next();
                })
            .iterator();
    WriteAheadLog log = smallLog();
    log.append(COMMIT, LogHistory.pieces("whole"));

    assertThatThrownBy(() -> log.append(COMMIT, broken)).hasMessage("a fault of its maker");
    assertFailsWith(ErrorCode.IO_FAILED, () -> log.append(COMMIT, LogHistory.pieces("next")));
    log.close();
  }

  @Test
  void readingBeginsBehindTheCheckpoint() {
    try (WriteAheadLog log = smallLog()) {
      log.append(COMMIT, LogHistory.pieces("a"));
      long checkpoint = log.append(COMMIT, LogHistory.pieces("b"));
      log.append(COMMIT, LogHistory.pieces("c"));
      log.awaitDurable(log.appended());

      assertThat(records(disk, checkpoint)).containsExactly("c");
      assertThat(records(disk, 0)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void anEmptyLogTakesOneMebibyteOnDiskAndNextToNothingInMemory() throws IOException {
    MemoryFileSystem memory = new MemoryFileSystem();

    WriteAheadLog.create(disk, LogHistory.STORE, 0, LogOptions.defaults()).switchSegment();
    WriteAheadLog.create(memory, LogHistory.STORE, 0, LogOptions.defaults()).switchSegment();

    assertThat(disk.totalBytes()).isEqualTo(1 << 20);
    assertThat(memory.open(Segments.name(0)).length()).isEqualTo(4096);
  }

  @Test
  void aClosedLogGivesBackWhatItHadFilledAhead() {
    LogHistory history = new LogHistory().create(disk).append(10).acknowledge();
    assertThat(disk.totalBytes()).isEqualTo(8192);

    history.close();

    assertThat(disk.totalBytes()).isEqualTo(3 * 4096);
    assertThat(history.read(disk)).hasSize(1);
    assertFailsWith(ErrorCode.CLOSED, () -> history.append(10));
  }

  @Test
  void nothingIsWrittenBeforeSomebodyWaitsForIt() {
    LogHistory history = new LogHistory().create(disk);
    int before = disk.operations();

    history.append(10).append(10);
    assertThat(disk.operations()).isEqualTo(before);
    history.acknowledge();
    assertThat(disk.operations()).isEqualTo(before + 2);
    history.letGo();
  }

  @Test
  void forcesBehindTheFirstNeedNotBringTheLength() {
    LogHistory history = new LogHistory().create(disk);

    history.append(10).acknowledge();

    SimulatedFileSystem found = disk.crash(Loss.KEEPS_NOTHING, 0);
    assertThat(history.read(found)).hasSize(1);
    history.letGo();
  }

  @Test
  void manyAppendersShareTheForces() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (WriteAheadLog log = smallLog()) {
      int before = disk.count(Kind.FORCE);
      disk.holdForces();
      List<Future<?>> appenders = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        appenders.add(
            pool.submit(
                () -> log.awaitDurable(log.append(COMMIT, LogHistory.pieces("one commit")))));
      }
      await(() -> log.appended() == threads * 16L);
      assertThat(log.durable()).isZero();
      disk.releaseForces();

      for (Future<?> appender : appenders) {
        appender.get(60, TimeUnit.SECONDS);
      }
      assertThat(disk.count(Kind.FORCE) - before).isBetween(1, 2);
      assertThat(records(disk, 0)).hasSize(threads);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anInterruptOfAWaitingThreadHarmsNothingAndIsNotLost() throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    try (WriteAheadLog log = smallLog()) {
      Thread user =
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  Thread.currentThread().interrupt();
                  log.awaitDurable(log.append(COMMIT, LogHistory.pieces("x".repeat(3000))));
                  acknowledged.addAndGet(Thread.interrupted() ? 1 : 0);
                }
              });
      user.start();
      while (user.isAlive()) {
        user.interrupt();
        user.join(1);
      }

      assertThat(acknowledged).hasValue(200);
      assertThat(records(disk, 0)).hasSize(200);
    }
  }

  @Test
  void whatIsAwaitedToBeWrittenIsThereWhoeverWroteIt() {
    try (WriteAheadLog log = smallLog()) {
      for (int length : new int[] {10, 3_000, 20_000, 10, 100_000, 10}) {
        log.awaitWritten(log.append(COMMIT, LogHistory.pieces("x".repeat(length))));
      }
      log.writeWatermark();
      log.awaitWritten(log.append(COMMIT, LogHistory.pieces("last")));
    }

    assertThat(records(disk, 0)).hasSize(7);
  }

  @Test
  void anInterruptedThreadThatAwaitsAWriteDoesNoneThatTheInterruptWouldEnd() {
    try (WriteAheadLog log = smallLog()) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 30; i++) {
        log.awaitWritten(log.append(COMMIT, LogHistory.pieces("x".repeat(3_000))));
      }

      assertThat(Thread.interrupted()).as("the interrupt is not lost").isTrue();
      assertThat(records(disk, 0)).hasSize(30);
    }
  }

  @Test
  void aFailedWriteOfWhoAwaitsItEndsTheLogForAll() {
    LogHistory history = new LogHistory().create(disk).append(10).acknowledge().append(10);
    disk.failAfter(0, Kind.WRITE, Fault.ONCE);

    assertFailsWith(ErrorCode.IO_FAILED, history::write);
    assertFailsWith(ErrorCode.IO_FAILED, () -> history.append(10));
    assertFailsWith(ErrorCode.IO_FAILED, history::acknowledge);
    history.letGo();

    assertThat(history.read(disk.crash(Loss.KEEPS_NOTHING, 0))).hasSize(1);
  }

  @Test
  void oneFailedForceEndsTheLogForEver() {
    LogHistory history = new LogHistory().create(disk).append(10).acknowledge().append(10);
    disk.failAfter(0, Kind.FORCE, Fault.ONCE);

    assertFailsWith(ErrorCode.IO_FAILED, history::acknowledge);
    int operations = disk.operations();
    assertFailsWith(ErrorCode.IO_FAILED, () -> history.append(10));
    assertFailsWith(ErrorCode.IO_FAILED, history::acknowledge);
    assertFailsWith(ErrorCode.IO_FAILED, history::switchSegment);
    assertFailsWith(ErrorCode.IO_FAILED, history::watermark);
    history.letGo();

    assertThat(disk.operations()).as("nothing is tried again").isEqualTo(operations);
    assertThat(history.read(disk.crash(Loss.KEEPS_NOTHING, 0))).hasSize(1);
  }

  @Test
  void whatWasAskedForBeforeAForceFailedIsNotDoneAfterIt() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    WriteAheadLog log = smallLog();
    try {
      int forces = disk.count(Kind.FORCE);
      disk.holdForces();
      long end = log.append(COMMIT, LogHistory.pieces("never acknowledged"));
      Future<?> commit = pool.submit(() -> log.awaitDurable(end));
      await(() -> log.written() == end);
      List<Thread> askers = new CopyOnWriteArrayList<>();
      Future<?> checkpoint =
          pool.submit(
              () -> {
                askers.add(Thread.currentThread());
                log.switchSegment();
              });
      await(() -> !askers.isEmpty() && askers.get(0).getState() == Thread.State.WAITING);
      disk.failAfter(0, Kind.FORCE, Fault.ONCE);
      disk.releaseForces();

      assertFailsWith(ErrorCode.IO_FAILED, () -> get(checkpoint));
      assertFailsWith(ErrorCode.IO_FAILED, () -> get(commit));
      assertThat(disk.count(Kind.FORCE)).isEqualTo(forces + 1);
      assertThat(log.durable()).isZero();
    } finally {
      log.close();
      pool.shutdownNow();
    }
  }

  @Test
  void whoAwaitsNoForceDoesNotWaitForOneAndIsNotCoveredByIt() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    WriteAheadLog log = roomyLog();
    try {
      disk.holdForces();
      long first = log.append(COMMIT, LogHistory.pieces("forced"));
      Future<?> commit = pool.submit(() -> log.awaitDurable(first));
      await(disk::isForceHeld);

      long second = log.append(COMMIT, LogHistory.pieces("written while the force runs"));
      log.awaitWritten(second);
      assertThat(log.durable()).isZero();
      disk.releaseForces();
      get(commit);

      assertThat(log.durable()).as("what was written before the force").isEqualTo(first);
      assertThat(records(disk, 0)).hasSize(2);
    } finally {
      disk.releaseForces();
      log.close();
      pool.shutdownNow();
    }
  }

  @Test
  void whatWasAppendedBeforeAForceFailedIsNotWrittenAfterIt() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    WriteAheadLog log = roomyLog();
    try {
      disk.holdForces();
      long first = log.append(COMMIT, LogHistory.pieces("never acknowledged"));
      Future<?> commit = pool.submit(() -> log.awaitDurable(first));
      await(disk::isForceHeld);
      long second = log.append(COMMIT, LogHistory.pieces("nor this"));
      disk.failAfter(0, Kind.FORCE, Fault.ONCE);
      disk.releaseForces();

      assertFailsWith(ErrorCode.IO_FAILED, () -> get(commit));
      assertFailsWith(ErrorCode.IO_FAILED, () -> log.awaitWritten(second));
      assertThat(log.written()).isEqualTo(first);
    } finally {
      log.close();
      pool.shutdownNow();
    }
  }

  @Test
  void whatIsAppendedBehindTheLastBatchIsRefusedNotLost() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    WriteAheadLog log = smallLog();
    try {
      disk.holdForces();
      log.append(COMMIT, LogHistory.pieces("in time"));
      Future<?> closing = pool.submit(log::close);
      await(() -> log.written() == log.appended());

      assertFailsWith(
          ErrorCode.CLOSED, () -> log.append(COMMIT, LogHistory.pieces("nobody would write this")));
      disk.releaseForces();
      get(closing);
      assertThat(records(disk, 0)).containsExactly("in time");
    } finally {
      disk.releaseForces();
      log.close();
      pool.shutdownNow();
    }
  }

  @Test
  void aLogThatFindsNoRoomToStartTakesNone() throws IOException {
    disk.limitTo(6_000);

    assertFailsWith(ErrorCode.DISK_FULL, this::smallLog);

    assertThat(disk.list("wal")).isEmpty();
    assertThat(disk.totalBytes()).isZero();
  }

  @Test
  void aDiskThatFillsUpEndsTheLogSayingSoAndKeepsWhatItHad() {
    LogHistory history = new LogHistory().create(disk);
    disk.limitTo(20_000);

    assertFailsWith(
        ErrorCode.DISK_FULL,
        () -> {
          for (int i = 0; i < 50; i++) {
            history.append(500).acknowledge();
          }
        });
    history.letGo();

    for (Loss loss : Loss.values()) {
      assertThat(history.read(disk.crash(loss, 0))).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void whenNothingHappensTheLogForcesWhatNobodyWaitedForAndTheWatermark() {
    LogOptions quiet = new LogOptions(1, 8 << 10, 32 << 10, 1 << 10);
    try (WriteAheadLog log = WriteAheadLog.create(disk, LogHistory.STORE, 0, quiet)) {
      log.append(COMMIT, LogHistory.pieces("nobody waits for this"));
      await(() -> disk.count(Kind.FORCE) >= 3);

      assertThat(log.durable()).isEqualTo(log.appended());
      assertThat(records(disk.crash(Loss.KEEPS_NOTHING, 0), 0)).hasSize(1);
    }
  }

  @Test
  void whatIsDeletedStaysDeletedAndTheNewestSegmentStays() throws IOException {
    LogHistory history = new LogHistory().create(disk);
    history.append(10).switchSegment().append(20).checkpoint();

    assertThat(disk.list("wal")).containsExactly(simple(history.checkpointLsn()));
    assertThat(disk.crash(Loss.KEEPS_NOTHING, 0).list("wal")).hasSize(1);
    history.open().deleteBefore(Long.MAX_VALUE);
    assertThat(disk.list("wal")).hasSize(1);
    history.letGo();
  }

  @Test
  void aSegmentNeverWhollyMadeIsDeletedByTheLogThatGoesOnElseItWouldPartThem() throws IOException {
    try (WriteAheadLog log = smallLog()) {
      log.append(COMMIT, LogHistory.pieces("before"));
    }
    disk.create(Segments.name(500)).close();

    LogReader.Start start = new LogReader.Start(0, 0);
    LogEnd end;
    try (LogReader reader = LogReader.open(disk, LogHistory.STORE, start)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();
      end = reader.end();
    }
    try (WriteAheadLog log =
        WriteAheadLog.continueAfter(end, disk, LogHistory.STORE, LogHistory.SMALL)) {
      log.append(COMMIT, LogHistory.pieces("behind"));
    }

    assertThat(disk.exists(Segments.name(500))).isFalse();
    assertThat(records(disk, 0)).containsExactly("before", "behind");
  }

  @Test
  void aSegmentThatHoldsAnythingBehindStays() throws IOException {
    LogHistory history = new LogHistory().create(disk).append(10);
    long inTheMiddle = history.open().appended();
    history.append(20).switchSegment().append(30).acknowledge();

    history.open().deleteBefore(inTheMiddle);

    assertThat(disk.list("wal")).hasSize(2);
    assertThat(records(disk, inTheMiddle)).hasSize(2);
    history.letGo();
  }

  @Test
  void aRecordAcrossSegmentsIsReadWhole() throws IOException {
    LogHistory history = new LogHistory().create(disk).append(100_000).append(5).acknowledge();

    assertThat(disk.list("wal")).hasSizeGreaterThan(3);
    assertThat(history.read(disk)).hasSize(2);
    history.letGo();
  }

  private static void get(Future<?> future) throws InterruptedException, TimeoutException {
    try {
      future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private WriteAheadLog smallLog() {
    return WriteAheadLog.create(disk, LogHistory.STORE, 0, LogHistory.SMALL);
  }

  /** A log that small batches need not grow. */
  private WriteAheadLog roomyLog() {
    LogOptions roomy = new LogOptions(0, 32 << 10, 32 << 10, 1 << 10);
    return WriteAheadLog.create(disk, LogHistory.STORE, 0, roomy);
  }

  private static String simple(long startLsn) {
    return Segments.name(startLsn).substring("wal/".length());
  }

  private static void assertFailsWith(ErrorCode code, ThrowingCallable steps) {
    assertThatThrownBy(steps)
        .isInstanceOfSatisfying(KvException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static List<String> records(FileSystem files, long checkpointLsn) {
    LogReader.Start start = new LogReader.Start(checkpointLsn, checkpointLsn);
    try (LogReader reader = LogReader.open(files, LogHistory.STORE, start)) {
      return LogHistory.records(reader);
    }
  }
}
