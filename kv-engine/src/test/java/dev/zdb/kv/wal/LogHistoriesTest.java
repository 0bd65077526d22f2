package dev.zdb.kv.wal;

import dev.zdb.kv.testing.Loss;
import dev.zdb.kv.testing.SimulatedFileSystem;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever is done to a log, and however often the power goes, it holds what it promised. */
@Tag("slow")
final class LogHistoriesTest {
  private SimulatedFileSystem disk = new SimulatedFileSystem();
  private LogHistory history = new LogHistory();

  /** One thing that happens to a log. */
  private enum Act {
    APPEND,
    APPEND_LARGE,
    WRITE,
    ACKNOWLEDGE,
    WATERMARK,
    SWITCH,
    CHECKPOINT,
    REOPEN,
    KILL,
    CUT_POWER
  }

  private record Step(Act act, int size, Loss loss, long seed) {}

  @Property(tries = 400)
  void everyHistoryEndsWithAllThatWasAcknowledged(@ForAll("histories") List<Step> steps) {
    disk = new SimulatedFileSystem();
    history = new LogHistory().create(disk);

    steps.forEach(this::take);
    history.letGo();

    history.recover(disk.crash(Loss.KEEPS_NOTHING, 0)).letGo();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(0, 1500);
    Arbitrary<Step> steps =
        Combinators.combine(
                Arbitraries.of(Act.class), sizes, Arbitraries.of(Loss.class), Arbitraries.longs())
            .as(Step::new);
    return steps.list().ofMaxSize(40);
  }

  private void take(Step step) {
    switch (step.act) {
      case APPEND -> history.append(step.size);
      case APPEND_LARGE -> history.append(step.size * 30);
      case WRITE -> history.write();
      case ACKNOWLEDGE -> history.acknowledge();
      case WATERMARK -> history.watermark();
      case SWITCH -> history.switchSegment();
      case CHECKPOINT -> history.checkpoint();
      case REOPEN -> reopen(step);
      case KILL -> becomeAfter(disk.restart());
      case CUT_POWER -> becomeAfter(disk.crash(step.loss, step.seed));
    }
  }

  private void reopen(Step step) {
    history.close();
    becomeAfter(step.seed % 2 == 0 ? disk.crash(step.loss, step.seed) : disk.restart());
  }

  private void becomeAfter(SimulatedFileSystem found) {
    history.letGo();
    disk = found;
    history.recover(disk);
  }
}
