package dev.zdb.kv;

import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.wal.LogOptions;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * Whatever is done to a store, however it is set up and however often the power goes, it shows what
 * an ordered map would. A failure prints its seed and the shortest history found that fails.
 */
final class StoreModelTest {
  /** One thing that happens to a store. */
  private enum Act {
    PUT,
    PUT_MORE,
    DELETE,
    DELETE_ALL,
    CREATE_TREE,
    DROP_TREE,
    SAVEPOINT,
    ROLL_BACK_TO_SAVEPOINT,
    COMMIT,
    COMMIT_AGAIN,
    ROLL_BACK,
    KEEP_SNAPSHOT,
    READ_SNAPSHOT,
    READ_OWN_WRITES,
    CHECKPOINT,
    CHECK,
    REOPEN,
    KILL,
    CUT_POWER
  }

  private record Step(Act act, int count, Loss loss, long seed) {}

  /** How the store is set up; frames are pages that the cache has room for. */
  private record Setup(
      int pageBytes,
      int frames,
      int checkpointLogBytes,
      int firstLogBytes,
      int segmentBytes,
      Durability durability) {
    StoreHistory begin() {
      StoreOptions options =
          StoreOptions.defaults()
              .withPageBytes(pageBytes)
              .withCacheBytes((long) frames * pageBytes)
              .withCheckpointLogBytes(checkpointLogBytes);
      LogOptions log =
          new LogOptions(0, firstLogBytes, Math.max(firstLogBytes, segmentBytes), 1 << 10);
      return new StoreHistory(options, log, durability);
    }
  }

  @Property(tries = 100)
  void aStoreShowsAtEachMomentWhatAnOrderedMapDid(
      @ForAll("setups") Setup setup, @ForAll("histories") List<Step> steps) {
    follow(setup, steps);
  }

  /** The hardest setup, whatever the others draw: little room on a page, and for few of them. */
  @Property(tries = 50)
  void andSoInPagesOf256BytesWithACacheOfEight(@ForAll("histories") List<Step> steps) {
    follow(new Setup(256, 8, 16 << 10, 4 << 10, 8 << 10, Durability.FULL), steps);
  }

  @Tag("slow")
  @Property(tries = 600)
  void andSoThroughManyMoreHistories(
      @ForAll("setups") Setup setup, @ForAll("histories") List<Step> steps) {
    follow(setup, steps);
  }

  @Tag("soak")
  @Property(tries = 30_000)
  void andSoForHours(@ForAll("setups") Setup setup, @ForAll("histories") List<Step> steps) {
    follow(setup, steps);
  }

  private static void follow(Setup setup, List<Step> steps) {
    StoreHistory history = setup.begin();
    steps.forEach(step -> take(step, history));
    history.commit();
    history.reopen();
    history.letGo();
  }

  private static void take(Step step, StoreHistory history) {
    Random random = new Random(step.seed);
    switch (step.act) {
      case PUT -> history.put(random, step.count);
      case PUT_MORE -> history.put(random, 4 * step.count);
      case DELETE -> history.delete(random, step.count);
      case DELETE_ALL -> history.deleteAll(random);
      case CREATE_TREE -> history.createTree();
      case DROP_TREE -> history.dropTree(random);
      case SAVEPOINT -> history.savepoint();
      case ROLL_BACK_TO_SAVEPOINT -> history.rollBackToSavepoint();
      case COMMIT, COMMIT_AGAIN -> history.commit();
      case ROLL_BACK -> history.rollBack();
      case KEEP_SNAPSHOT -> history.keepSnapshot(random);
      case READ_SNAPSHOT -> history.readSnapshot(random);
      case READ_OWN_WRITES -> history.readWhatWasWritten(random);
      case CHECKPOINT -> history.checkpoint();
      case CHECK -> history.check();
      case REOPEN -> history.reopen();
      case KILL -> history.goOnWith(history.disk().restart());
      case CUT_POWER -> history.goOnWith(history.disk().crash(step.loss, step.seed));
    }
  }

  @Provide
  Arbitrary<Setup> setups() {
    return Combinators.combine(
            Arbitraries.of(256, 256, 512, 1_024, 4_096, 8_192),
            Arbitraries.integers().between(8, 64),
            Arbitraries.of(2 << 10, 16 << 10, 1 << 20),
            Arbitraries.of(4 << 10, 8 << 10, 32 << 10),
            Arbitraries.of(8 << 10, 16 << 10, 128 << 10),
            Arbitraries.of(Durability.class))
        .as(Setup::new);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step> steps =
        Combinators.combine(
                Arbitraries.of(Act.class),
                Arbitraries.integers().between(0, 40),
                Arbitraries.of(Loss.class),
                Arbitraries.longs())
            .as(Step::new);
    return steps.list().ofMaxSize(60);
  }
}
