package dev.zdb.kv.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The map of hashes does what a {@link HashMap} does, in less memory, and gives it back. */
final class LockSlotsTest {
  @Test
  void itHoldsWhatAMapHoldsHoweverItsHashesCollide() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      LockSlots slots = new LockSlots();
      Map<Long, Object> model = new HashMap<>();
      int keys = 1 + random.nextInt(60);
      for (int step = 0; step < 600; step++) {
        step(random, keys, slots, model);
        assertThat(slots.size()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
      }
      model.forEach((hash, value) -> assertThat(slots.get(hash)).isSameAs(value));
    }
  }

  private static void step(Random random, int keys, LockSlots slots, Map<Long, Object> model) {
    // few low bits, at both ends of the array: long runs, some of which go around
    long hash = ((long) random.nextInt(keys) << 32) | ((13 + random.nextInt(6)) & 15);
    Object value = new Object();
    switch (random.nextInt(5)) {
      case 0, 1 ->
          assertThat(slots.putIfAbsent(hash, value)).isSameAs(model.putIfAbsent(hash, value));
      case 2 -> {
        Object there = model.remove(hash);
        assertThat(slots.remove(hash, there == null ? value : there)).isEqualTo(there != null);
      }
      case 3 -> {
        if (model.replace(hash, value) != null) {
          assertThat(slots.remove(hash, value)).as("not the value").isFalse();
          slots.replace(hash, value);
        }
      }
      default -> assertThat(slots.get(hash)).isSameAs(model.get(hash));
    }
  }

  @Test
  void itIsAsSmallAgainAsWhatIsLeft() {
    LockSlots slots = new LockSlots();
    Random random = new Random(1);
    long[] hashes = random.longs(100_000).toArray();
    for (long hash : hashes) {
      assertThat(slots.putIfAbsent(hash, this)).isNull();
    }
    assertThat(slots.capacity()).isEqualTo(1 << 18);

    for (int i = 100; i < hashes.length; i++) {
      assertThat(slots.remove(hashes[i], this)).isTrue();
    }

    assertThat(slots.capacity()).isLessThanOrEqualTo(1024);
    for (int i = 0; i < 100; i++) {
      assertThat(slots.get(hashes[i])).isSameAs(this);
      slots.remove(hashes[i], this);
    }
    assertThat(slots.capacity()).isEqualTo(LockSlots.LEAST_CAPACITY);
  }
}
