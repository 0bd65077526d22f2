package dev.zdb.kv.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.page.ExtentRef;
import org.junit.jupiter.api.Test;

final class UnitMapTest {
  private static final int FIRST = UnitMap.FIRST_UNIT;
  private static final long NOBODY_LOOKS_BACK = Long.MAX_VALUE;

  private final UnitMap units = UnitMap.empty();

  @Test
  void unitsBehindTheSuperblocksAreGivenOutFromTheStart() {
    assertThat(FIRST * 4_096).isEqualTo(262_144);
    assertThat(units.allocate(2)).isEqualTo(FIRST);
    assertThat(units.allocate(1)).isEqualTo(FIRST + 2);
    assertThat(units.end()).isEqualTo(FIRST + 3);
  }

  @Test
  void aUnitGivenUpIsGivenOutAgainOnlyAfterTwoMoreCheckpoints() {
    units.allocate(2);
    units.settle(NOBODY_LOOKS_BACK);

    units.free(extent(FIRST, 1));
    assertThat(allocatedInNextCheckpoint()).as("the last one reaches it").isEqualTo(FIRST + 2);
    assertThat(allocatedInNextCheckpoint()).as("the one before does").isEqualTo(FIRST + 3);
    assertThat(allocatedInNextCheckpoint()).isEqualTo(FIRST);
  }

  @Test
  void aUnitThatASnapshotCanAskForIsKeptUntilItIsGone() {
    units.allocate(1);
    units.settle(0);
    units.free(extent(FIRST, 1), 5);
    units.settle(4);
    units.settle(4);
    assertThat(units.copy().allocate(1)).isEqualTo(FIRST + 1);

    units.settle(5);
    assertThat(units.copy().allocate(1)).isEqualTo(FIRST);
  }

  @Test
  void aRunIsLookedForAmongTheHoles() {
    units.allocate(9);
    free(FIRST + 1, 1);
    free(FIRST + 4, 3);
    units.settle(NOBODY_LOOKS_BACK);
    units.settle(NOBODY_LOOKS_BACK);
    UnitMap next = units.copy();

    assertThat(next.allocate(2)).isEqualTo(FIRST + 4);
    assertThat(next.allocate(2)).isEqualTo(FIRST + 9);
    assertThat(units.copy().allocate(1)).isEqualTo(FIRST + 1);
  }

  @Test
  void whatAnAttemptTookAndGaveUpIsForgottenWithItsCopy() {
    units.allocate(3);
    UnitMap attempt = units.copy();
    attempt.free(extent(FIRST, 1));
    attempt.allocate(5);
    attempt.settle(NOBODY_LOOKS_BACK);

    assertThat(units.live().cardinality()).isEqualTo(3);
    assertThat(units.end()).isEqualTo(FIRST + 3);
    assertThat(units.copy().allocate(1)).isEqualTo(FIRST + 3);
  }

  @Test
  void theEndFallsOnceTheLastUnitsCanNeitherBeReachedNorAskedFor() {
    units.allocate(8);
    free(FIRST + 2, 6);
    units.settle(NOBODY_LOOKS_BACK);
    assertThat(units.end()).as("the checkpoint before reaches them").isEqualTo(FIRST + 8);

    units.settle(NOBODY_LOOKS_BACK);
    assertThat(units.end()).isEqualTo(FIRST + 2);
  }

  @Test
  void theMapReadFromDiskKeepsWhatThisCheckpointAndTheOneBeforeReach() {
    units.allocate(300);
    free(FIRST + 200, 20);
    byte[] written = new byte[units.mostBytes()];
    int end = units.encode(written, 0);
    UnitMap read = UnitMap.decode(written, 0);

    assertThat(end).isLessThanOrEqualTo(written.length);
    assertThat(read.live()).isEqualTo(units.live());
    assertThat(read.copy().allocate(1)).isEqualTo(FIRST + 300);
    read.settle(0);
    assertThat(read.copy().allocate(20)).isEqualTo(FIRST + 200);
  }

  private int allocatedInNextCheckpoint() {
    int unit = units.copy().allocate(1);
    if (unit != FIRST) {
      units.allocate(1);
    }
    units.settle(NOBODY_LOOKS_BACK);
    return unit;
  }

  private void free(int first, int count) {
    units.free(extent(first, count));
  }

  private static ExtentRef extent(int firstUnit, int count) {
    return new ExtentRef((long) firstUnit * ExtentRef.UNIT, count, 0, 0);
  }
}
