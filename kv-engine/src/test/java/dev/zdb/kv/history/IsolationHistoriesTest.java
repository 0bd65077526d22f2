package dev.zdb.kv.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.SimulatedStores;
import dev.zdb.kv.Stores;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.history.Anomaly.Kind;
import dev.zdb.kv.history.RecordedTransaction.Outcome;
import dev.zdb.kv.history.WeakStore.Weakness;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import dev.zdb.kv.testing.SimulatedFileSystem.Cut;
import dev.zdb.kv.testing.Tooth;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What eight threads see of each other in random transactions, at each level.
 *
 * <p>{@code -Dhistories.transactions} says how many transactions the long test runs; {@code
 * -Dhistories.seed} replays the choices of a run, though not how its threads met.
 */
@Timeout(300)
final class IsolationHistoriesTest {
  private static final int PER_HISTORY = 2_000;

  private static final int PER_CUT = 250;

  private static final int MANY = Integer.getInteger("histories.transactions", 100_000);

  private static final long SEED = Long.getLong("histories.seed", System.nanoTime() >>> 10);

  private static final StoreOptions MEMORY = StoreOptions.defaults();

  /** The levels of a history's transactions. */
  enum Levels {
    READ_COMMITTED,
    SNAPSHOT,
    SERIALIZABLE,
    MIXED;

    Set<Isolation> drawn() {
      return this == MIXED ? EnumSet.allOf(Isolation.class) : EnumSet.of(Isolation.valueOf(name()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStoreInMemoryKeepsItsPromise(Levels levels) {
    requireKept(levels.drawn(), SEED, PER_HISTORY, () -> Stores.memory(MEMORY));
  }

  @ParameterizedTest
  @EnumSource
  void soDoesOneOnDisk(Levels levels, @TempDir Path directory) {
    requireKept(levels.drawn(), SEED, PER_HISTORY / 2, () -> Stores.open(directory, onDisk(SEED)));
  }

  @ParameterizedTest
  @EnumSource
  void andOneThroughPowerCuts(Levels levels) {
    requireKeptThroughCuts(levels.drawn(), SEED, 4);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void andSoThroughManyTransactions(Levels levels, @TempDir Path directory, TestReporter reporter) {
    int rounds = MANY / Levels.values().length / PER_HISTORY + 1;
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (int round = 1; round <= rounds; round++) {
      long seed = SEED + round;
      Path own = directory.resolve("store" + round);
      Recorder recorder;
      if (round % 3 == 0) {
        recorder = requireKeptThroughCuts(levels.drawn(), seed, PER_HISTORY / PER_CUT);
      } else if (round % 3 == 1) {
        recorder = requireKept(levels.drawn(), seed, PER_HISTORY, () -> Stores.memory(MEMORY));
      } else {
        recorder =
            requireKept(levels.drawn(), seed, PER_HISTORY, () -> Stores.open(own, onDisk(seed)));
      }
      recorder.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
    }
    reporter.publishEntry("transactions " + levels, outcomes.toString());
  }

  @Test
  void readingANewMomentUnderASnapshotIsFound() {
    requireFound(Weakness.READS_ANEW, Isolation.SNAPSHOT, Kind.INTERNAL, Kind.READ_SKEW);
  }

  @Test
  void phantomsUnderASnapshotAreFound() {
    requireFound(Weakness.SCANS_ANEW, Isolation.SNAPSHOT, Kind.INTERNAL, Kind.READ_SKEW);
  }

  @Test
  void notSeeingWhatWasAcknowledgedIsFound() {
    requireFound(Weakness.LAGS, Isolation.SNAPSHOT, Kind.STALE_READ);
  }

  @Test
  void writingOverWhatWasNotReadIsFound() {
    requireFound(Weakness.WRITES_OVER, Isolation.SNAPSHOT, Kind.LOST_APPEND);
  }

  @Test
  void committingEachWriteAtOnceIsFound() {
    requireFound(
        Weakness.COMMITS_EARLY,
        Isolation.READ_COMMITTED,
        Kind.ABORTED_READ,
        Kind.INTERMEDIATE_READ);
  }

  @Test
  void forgettingWhatWasReadIsFound() {
    requireFound(Weakness.FORGETS_READS, Isolation.SERIALIZABLE, Kind.WRITE_SKEW);
  }

  @Test
  void acknowledgingWhatTheDiskHasNotIsFound() {
    SimulatedFileSystem disk = new SimulatedFileSystem();
    Workload workload = Workload.forCrashes(EnumSet.allOf(Isolation.class));
    SimulatedFileSystem found;
    try (Store store = SimulatedStores.openWithLittlePages(disk)) {
      disk.pull(Tooth.of(SimulatedFileSystem.Kind.FORCE));
      workload.run(store, SEED, 50);
      found = disk.crash(Loss.KEEPS_NOTHING, SEED);
    }

    try (Store store = SimulatedStores.openWithLittlePages(found)) {
      assertThat(Checker.check(workload.history(store)))
          .as("-Dhistories.seed=%d", SEED)
          .extracting(Anomaly::kind)
          .contains(Kind.LOST_APPEND);
    }
  }

  /** One of these is what is found first; which, lies with how the threads meet. */
  private static void requireFound(Weakness weakness, Isolation promised, Kind... kinds) {
    try (Store store = WeakStore.of(Stores.memory(MEMORY), weakness)) {
      Workload workload = new Workload(EnumSet.of(promised));
      List<Anomaly> found = List.of();
      for (int round = 0; found.isEmpty() && round < 20; round++) {
        workload.run(store, SEED + round, 500);
        found = Checker.check(workload.history(store));
      }
      assertThat(found).as("seed %d", SEED).extracting(Anomaly::kind).containsAnyOf(kinds);
    }
  }

  private static Recorder requireKept(
      Set<Isolation> levels, long seed, int transactions, Supplier<Store> stores) {
    Workload workload = new Workload(levels);
    try (Store store = stores.get()) {
      workload.run(store, seed, transactions);
      requireNone(workload, store, seed);
      assertThat(store.check().problems()).isEmpty();
    }
    assertThat(workload.recorder().outcomes().get(Outcome.COMMITTED))
        .as("committed, that the history says something")
        .isGreaterThan(transactions / 20);
    return workload.recorder();
  }

  private static Recorder requireKeptThroughCuts(Set<Isolation> levels, long seed, int cuts) {
    Random random = new Random(seed);
    Workload workload = Workload.forCrashes(levels);
    SimulatedFileSystem disk = new SimulatedFileSystem();
    for (int i = 0; i < cuts; i++) {
      Store store = SimulatedStores.openWithLittlePages(disk);
      disk.cutPowerAfter(random.nextInt(400), random.nextBoolean() ? Cut.BEFORE : Cut.DURING);
      workload.run(store, seed + i, PER_CUT);
      closeWithoutPower(store);
      disk = random.nextInt(3) == 0 ? disk.restart() : disk.crash(any(random), random.nextLong());
    }
    try (Store store = SimulatedStores.openWithLittlePages(disk)) {
      requireNone(workload, store, seed);
    }
    return workload.recorder();
  }

  private static void requireNone(Workload workload, Store store, long seed) {
    List<Anomaly> found = Checker.check(workload.history(store));
    assertThat(found).as("-Dhistories.seed=%d", seed).isEmpty();
  }

  private static Loss any(Random random) {
    List<Loss> losses = List.of(Loss.values());
    return losses.get(random.nextInt(losses.size()));
  }

  private static void closeWithoutPower(Store store) {
    try {
      store.close();
    } catch (KvException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.IO_FAILED);
    }
  }

  private static StoreOptions onDisk(long seed) {
    Random random = new Random(seed);
    return StoreOptions.defaults()
        .withPageBytes(256 << random.nextInt(4))
        .withCacheBytes(64 << 10 << random.nextInt(6))
        .withCheckpointLogBytes(16 << 10 << random.nextInt(4));
  }
}
