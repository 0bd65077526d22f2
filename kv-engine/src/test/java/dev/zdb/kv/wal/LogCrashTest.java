package dev.zdb.kv.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.kv.testing.SimulatedFileSystem.Fault;
import dev.zdb.kv.testing.SimulatedFileSystem.Kind;
import dev.zdb.kv.testing.Tooth;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Power cuts at every operation of the log; what was acknowledged is there, in order. */
@Tag("slow")
final class LogCrashTest {
  private static final int SEEDS = 6;
  private static final List<Loss> LOSSES = List.of(Loss.values());

  /** What a log can go through. */
  enum Workload {
    SMALL_RECORDS(
        history ->
            history.append(10).acknowledge().append(10).append(2000).acknowledge().append(9)),
    WRITTEN_BEFORE_FORCED(
        history -> {
          for (int i = 0; i < 5; i++) {
            history.append(100).write().append(700).write();
          }
          history.acknowledge().append(50).write();
        }),
    GROWING_AND_CHANGING_SEGMENTS(
        history -> {
          for (int i = 0; i < 14; i++) {
            history.append(300 + i * 200).acknowledge();
          }
        }),
    WATERMARKS_AND_SWITCHES(
        history ->
            history
                .append(10)
                .watermark()
                .switchSegment()
                .switchSegment()
                .append(20)
                .write()
                .switchSegment()
                .append(30)
                .acknowledge()
                .append(40)
                .switchSegment()),
    CHECKPOINTS(
        history -> {
          for (int i = 0; i < 4; i++) {
            history.append(10).acknowledge().append(1500).write().checkpoint();
          }
          history.append(10).acknowledge().append(11);
        }),
    CLOSED(history -> history.append(10).acknowledge().append(20).close());

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Consumer<LogHistory> steps;

    Workload(Consumer<LogHistory> steps) {
      this.steps = steps;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsLeftHoldsAllThatWasAcknowledged(Workload workload) {
    assertThat(firstLoss(workload, disk -> {})).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCrashWhileRecoveringLosesNothing(Workload workload) {
    int operations = run(workload, new SimulatedFileSystem()).disk.operations();
    for (int at = 1; at <= operations; at += 3) {
      Run first = run(workload, new SimulatedFileSystem().cutPowerAfter(at, Cut.DURING));
      for (int nested = 0; nested < 8; nested++) {
        int seed = nested;
        Loss loss = LOSSES.get((at + nested) % LOSSES.size());
        SimulatedFileSystem disk = first.disk.crash(loss, at).cutPowerAfter(nested, Cut.DURING);
        LogHistory history = first.history.copy();
        Optional<KvException> failure =
            attempt(() -> history.recover(disk).append(5).acknowledge());
        history.letGo();
        failure.ifPresent(e -> verify(history.copy(), disk.crash(loss, seed)));
      }
    }
  }

  @Test
  void whatOnlyTheCacheHeldAfterAFailedForceIsNoDamageWhenItGoes() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    LogHistory history = new LogHistory().create(disk).append(10).acknowledge();
    disk.failAfter(0, Kind.FORCE, Fault.ONCE);
    assertThat(attempt(() -> history.append(20).acknowledge())).isPresent();
    history.letGo();

    SimulatedFileSystem killed = disk.restart();
    LogHistory second = history.copy();
    second.recover(killed);
    second.letGo();

    verify(history.copy(), killed.crash(Loss.KEEPS_NOTHING, 0));
    verify(second.copy(), killed.crash(Loss.KEEPS_NOTHING, 0));
  }

  static Stream<Tooth> teeth() {
    return Stream.of(
        Tooth.of(Kind.FORCE, "LogThread.forceBesideWriters"),
        Tooth.of(Kind.FORCE, "LogThread.perform", "LogThread.force"),
        Tooth.of(Kind.FORCE, "LogThread.startSegment", "LogThread.force"),
        Tooth.of(Kind.FORCE, "SegmentWriter.write", "SegmentWriter.force"),
        Tooth.of(Kind.FORCE, "SegmentWriter.start"),
        Tooth.of(Kind.SYNC, "SegmentWriter.start"),
        Tooth.of(Kind.SYNC, "WriteAheadLog.prepareDirectory"),
        Tooth.of(Kind.FORCE, "LogThread.close", "LogThread.force"));
  }

  @ParameterizedTest
  @MethodSource("teeth")
  void withoutAnyOneOfItsForcesTheLogLosesData(Tooth tooth) {
    boolean noticed =
        Stream.of(Workload.values())
            .anyMatch(workload -> firstLoss(workload, disk -> disk.pull(tooth)).isPresent());

    assertThat(noticed).as("a crash that loses data without %s", tooth).isTrue();
  }

  @Test
  void damageToTheLastAcknowledgedRecordIsNoticedOnceTheWatermarkIsForced() throws IOException {
    Tooth tooth = Tooth.of(Kind.FORCE, "LogThread.writeWatermark", "SegmentWriter.force");

    assertThat(noticesDamageBeforeTheWatermark(new SimulatedFileSystem())).isTrue();
    assertThat(noticesDamageBeforeTheWatermark(new SimulatedFileSystem().pull(tooth))).isFalse();
  }

  @Test
  void whatWasDeletedStaysDeletedOnceTheDirectoryIsSynced() throws IOException {
    Tooth tooth = Tooth.of(Kind.SYNC, "WriteAheadLog.deleteBefore");

    assertThat(segmentsAfterCheckpoint(new SimulatedFileSystem())).isEqualTo(1);
    assertThat(segmentsAfterCheckpoint(new SimulatedFileSystem().pull(tooth))).isEqualTo(2);
  }

  private static boolean noticesDamageBeforeTheWatermark(SimulatedFileSystem disk)
      throws IOException {
    LogHistory history = new LogHistory().create(disk).append(10).acknowledge().append(10);
    history.acknowledge().watermark();
    SimulatedFileSystem found = disk.crash(Loss.KEEPS_NOTHING, 0);
    history.letGo();
    found.flipBit(Segments.name(0), 2 * 4096 + 60, 3);
    return attempt(() -> history.read(found)).isPresent();
  }

  private static int segmentsAfterCheckpoint(SimulatedFileSystem disk) throws IOException {
    LogHistory history = new LogHistory().create(disk).append(10).checkpoint();
    SimulatedFileSystem found = disk.crash(Loss.KEEPS_NOTHING, 0);
    history.letGo();
    return found.list("wal").size();
  }

  /** The first crash after which something acknowledged is gone, or the log is unfit. */
  private static Optional<String> firstLoss(
      Workload workload, Consumer<SimulatedFileSystem> preparation) {
    SimulatedFileSystem whole = new SimulatedFileSystem();
    preparation.accept(whole);
    int operations = run(workload, whole).disk.operations();
    for (Cut cut : Cut.values()) {
      for (int at = 0; at <= operations; at++) {
        SimulatedFileSystem disk = new SimulatedFileSystem().cutPowerAfter(at, cut);
        preparation.accept(disk);
        Run run = run(workload, disk);
        for (Loss loss : Loss.values()) {
          for (int seed = 0; seed < (loss == Loss.RANDOM ? SEEDS : 1); seed++) {
            Optional<String> problem = problemAfter(run, loss, seed);
            if (problem.isPresent()) {
              return Optional.of(
                  workload + " " + cut + " " + at + " " + loss + " " + seed + ": " + problem.get());
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemAfter(Run run, Loss loss, int seed) {
    try {
      verify(run.history.copy(), run.disk.crash(loss, seed));
      return Optional.empty();
    } catch (KvException | AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Recovers, goes on, loses power once more, and recovers again. */
  private static void verify(LogHistory history, SimulatedFileSystem found) {
    history.recover(found).append(100).acknowledge().append(7);
    history.letGo();
    LogHistory later = history.copy();
    later.recover(found.crash(Loss.KEEPS_NOTHING, 0));
    later.letGo();
  }

  private static Run run(Workload workload, SimulatedFileSystem disk) {
    LogHistory history = new LogHistory();
    Optional<KvException> failure =
        attempt(
            () -> {
              history.create(disk);
              workload.steps.accept(history);
            });
    history.letGo();
    failure.ifPresent(e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED));
    return new Run(disk, history);
  }

  private record Run(SimulatedFileSystem disk, LogHistory history) {}

  private static Optional<KvException> attempt(Runnable steps) {
    try {
      steps.run();
      return Optional.empty();
    } catch (KvException e) {
      return Optional.of(e);
    }
  }
}
