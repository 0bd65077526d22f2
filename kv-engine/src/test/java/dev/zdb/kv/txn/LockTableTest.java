package dev.zdb.kv.txn;

import static dev.zdb.kv.txn.LockTable.Outcome.DEADLOCK;
import static dev.zdb.kv.txn.LockTable.Outcome.GRANTED;
import static dev.zdb.kv.txn.LockTable.Outcome.STOPPED;
import static dev.zdb.kv.txn.LockTable.Outcome.TOO_LATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.txn.LockTable.Outcome;
import dev.zdb.kv.txn.LockTable.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What is locked is its owner's until it gives it back; who waits is served, or told why not. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // waiting heeds no interrupt
final class LockTableTest {
  private static final int TREE = 7;
  private static final Duration NOT = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final LockTable table = new LockTable();
  private final Owner a = new Owner();
  private final Owner b = new Owner();
  private final Owner c = new Owner();
  private final Owner d = new Owner();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    for (Owner owner : new Owner[] {a, b, c, d}) {
      table.releaseAll(owner);
    }
    assertThat(table.lockedKeys()).isZero();
    assertThat(table.waiting()).isZero();
    assertThat(alone(new Owner(), NOT)).isEqualTo(GRANTED);
  }

  @Test
  void aKeyIsOneOwnersUntilItGivesEverythingBack() {
    assertThat(lock(a, "k", NOT)).isEqualTo(GRANTED);
    assertThat(lock(a, "k", NOT)).as("what it has").isEqualTo(GRANTED);
    assertThat(lock(b, "k", NOT)).isEqualTo(TOO_LATE);
    assertThat(lock(b, "other", NOT)).isEqualTo(GRANTED);
    assertThat(table.lockKey(b, TREE + 1, key("k"), NOT)).as("another tree").isEqualTo(GRANTED);
    assertThat(a.holdsLocks()).isTrue();

    table.releaseAll(a);

    assertThat(a.holdsLocks()).isFalse();
    assertThat(lock(b, "k", NOT)).isEqualTo(GRANTED);
    assertThat(lock(a, "k", NOT)).isEqualTo(TOO_LATE);
  }

  @Test
  void theStoreIsSharedOrHadAlone() {
    assertThat(share(a, NOT)).isEqualTo(GRANTED);
    assertThat(share(b, NOT)).isEqualTo(GRANTED);
    assertThat(share(a, NOT)).isEqualTo(GRANTED);
    assertThat(alone(c, NOT)).isEqualTo(TOO_LATE);
    assertThat(alone(a, NOT)).isEqualTo(TOO_LATE);

    table.releaseAll(b);

    assertThat(alone(a, NOT)).as("an upgrade").isEqualTo(GRANTED);
    assertThat(share(a, NOT)).isEqualTo(GRANTED);
    assertThat(alone(a, NOT)).isEqualTo(GRANTED);
    assertThat(share(c, NOT)).isEqualTo(TOO_LATE);
    table.releaseAll(a);
    assertThat(alone(c, NOT)).isEqualTo(GRANTED);
  }

  @Test
  void whoWaitedLongestIsNext() throws Exception {
    lock(a, "k", NOT);
    Future<Outcome> second = waits(() -> lock(b, "k", LONG));
    Future<Outcome> third = waits(() -> lock(c, "k", LONG));
    Future<Outcome> fourth = waits(() -> lock(d, "k", LONG));

    table.releaseAll(a);
    assertThat(table.waiting()).isEqualTo(2);
    assertThat(lock(a, "k", NOT)).as("one who comes anew").isEqualTo(TOO_LATE);
    assertThat(second.get()).isEqualTo(GRANTED);
    table.releaseAll(b);
    assertThat(third.get()).isEqualTo(GRANTED);
    assertThat(fourth.isDone()).isFalse();
    table.releaseAll(c);
    assertThat(fourth.get()).isEqualTo(GRANTED);
  }

  @Test
  void whoComesToShareWaitsBehindOneWhoWantsToBeAlone() throws Exception {
    share(a, NOT);
    Future<Outcome> alone = waits(() -> alone(b, LONG));
    assertThat(share(c, NOT)).isEqualTo(TOO_LATE);
    assertThat(share(a, NOT)).as("who has it").isEqualTo(GRANTED);
    Future<Outcome> third = waits(() -> share(c, LONG));
    Future<Outcome> fourth = waits(() -> share(d, LONG));

    table.releaseAll(a);
    assertThat(alone.get()).isEqualTo(GRANTED);
    assertThat(table.waiting()).isEqualTo(2);
    table.releaseAll(b);
    assertThat(third.get()).isEqualTo(GRANTED);
    assertThat(fourth.get()).as("together").isEqualTo(GRANTED);
  }

  @Test
  void whoWaitsBehindOneThatGivesUpIsServed() throws Exception {
    share(a, NOT);
    Future<Outcome> alone = waits(() -> alone(b, LONG));
    Future<Outcome> third = waits(() -> share(c, LONG));

    table.stop(b);

    assertThat(alone.get()).isEqualTo(STOPPED);
    assertThat(third.get()).isEqualTo(GRANTED);
  }

  @Test
  void whoIsTooLateStandsInNoQueue() throws Exception {
    lock(a, "k", NOT);
    share(a, NOT);
    assertThat(lock(b, "k", Duration.ofMillis(5))).isEqualTo(TOO_LATE);
    assertThat(alone(b, Duration.ofMillis(5))).isEqualTo(TOO_LATE);
    assertThat(share(c, NOT)).isEqualTo(GRANTED);
    Future<Outcome> third = waits(() -> lock(c, "k", LONG));
    assertThat(lock(b, "k", Duration.ofMillis(5))).isEqualTo(TOO_LATE);
    assertThat(table.waiting()).isEqualTo(1);

    table.releaseAll(a);

    assertThat(third.get()).isEqualTo(GRANTED);
    assertThat(b.holdsLocks()).isFalse();
    table.releaseAll(c);
    assertThat(lock(d, "k", NOT)).isEqualTo(GRANTED);
  }

  @Test
  void noTimeIsTooLongAndLessThanNoneIsNone() throws Exception {
    lock(a, "k", NOT);
    Future<Outcome> waits = waits(() -> lock(b, "k", Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(lock(c, "k", Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo(TOO_LATE);
    table.releaseAll(a);
    assertThat(waits.get()).isEqualTo(GRANTED);
  }

  @Test
  void stoppingEndsTheWaitUnderWayAndNoLaterOne() throws Exception {
    lock(a, "k", NOT);
    share(a, NOT);
    table.stop(b);
    Future<Outcome> waits = waits(() -> lock(b, "k", LONG));
    assertThat(waits.isDone()).isFalse();

    table.stop(b);
    table.stop(b);

    assertThat(waits.get()).isEqualTo(STOPPED);
    Future<Outcome> again = waits(() -> lock(b, "k", LONG));
    Future<Outcome> upgrade = waits(() -> alone(c, LONG));
    table.stop(c);
    assertThat(upgrade.get()).isEqualTo(STOPPED);
    table.releaseAll(a);
    assertThat(again.get()).isEqualTo(GRANTED);
    assertThat(c.holdsLocks()).isFalse();
  }

  @Test
  void anInterruptIsKeptForLater() throws Exception {
    lock(a, "k", NOT);
    AtomicReference<Thread> thread = new AtomicReference<>();
    Future<Boolean> before =
        waits(
            () -> {
              Thread.currentThread().interrupt();
              return lock(b, "k", LONG) == GRANTED && Thread.interrupted();
            });
    Future<Boolean> amid =
        waits(
            () -> {
              thread.set(Thread.currentThread());
              return lock(c, "k", LONG) == GRANTED && Thread.interrupted();
            });
    Objects.requireNonNull(thread.get()).interrupt();

    table.releaseAll(a);

    assertThat(before.get()).isTrue();
    table.releaseAll(b);
    assertThat(amid.get()).isTrue();
  }

  @Test
  void anotherThreadMayGiveBackWhatOneTook() throws Exception {
    assertThat(threads.submit(() -> lock(a, "k", NOT)).get()).isEqualTo(GRANTED);
    assertThat(threads.submit(() -> share(a, NOT)).get()).isEqualTo(GRANTED);
    Future<Outcome> waits = waits(() -> lock(b, "k", LONG));
    threads.submit(() -> table.releaseAll(a)).get();
    assertThat(waits.get()).isEqualTo(GRANTED);
    table.releaseAll(b);
    assertThat(alone(c, NOT)).isEqualTo(GRANTED);
  }

  @Test
  void oneOfTwoWhoWaitForEachOtherIsTold() throws Exception {
    lock(a, "1", NOT);
    lock(b, "2", NOT);
    Future<Outcome> first = waits(() -> lock(a, "2", LONG));

    assertThat(lock(b, "1", NOT)).as("who does not wait").isEqualTo(TOO_LATE);
    assertThat(lock(b, "1", LONG)).isEqualTo(DEADLOCK);
    assertThat(lock(c, "2", NOT)).as("what it has it keeps").isEqualTo(TOO_LATE);
    assertThat(table.waiting()).isEqualTo(1);

    table.releaseAll(b);
    assertThat(first.get()).isEqualTo(GRANTED);
  }

  @Test
  void aRingOfThreeIsFoundThroughThoseWhoQueue() throws Exception {
    lock(a, "1", NOT);
    lock(b, "2", NOT);
    lock(c, "3", NOT);
    Future<Outcome> bystander = waits(() -> lock(d, "2", LONG));
    Future<Outcome> first = waits(() -> lock(a, "2", LONG)); // behind the bystander
    Future<Outcome> second = waits(() -> lock(b, "3", LONG));

    assertThat(lock(c, "1", LONG)).isEqualTo(DEADLOCK);

    table.releaseAll(c);
    assertThat(second.get()).isEqualTo(GRANTED);
    table.releaseAll(b);
    assertThat(bystander.get()).isEqualTo(GRANTED);
    table.releaseAll(d);
    assertThat(first.get()).isEqualTo(GRANTED);
  }

  @Test
  void whoIsHandedALockIsWaitedForByThoseBehind() throws Exception {
    lock(a, "1", NOT);
    lock(c, "2", NOT);
    Future<Outcome> first = waits(() -> lock(b, "1", LONG));
    Future<Outcome> behind = waits(() -> lock(c, "1", LONG));
    table.releaseAll(a);
    assertThat(first.get()).isEqualTo(GRANTED);

    assertThat(lock(b, "2", LONG)).isEqualTo(DEADLOCK);

    table.releaseAll(b);
    assertThat(behind.get()).isEqualTo(GRANTED);
  }

  @Test
  void aRingThroughTheStoresLockIsFound() throws Exception {
    share(a, NOT);
    share(b, NOT);
    lock(b, "k", NOT);
    Future<Outcome> upgrade = waits(() -> alone(a, LONG));
    Future<Outcome> newcomer = waits(() -> share(c, LONG));
    lock(a, "mine", NOT);

    assertThat(lock(b, "mine", LONG)).isEqualTo(DEADLOCK);

    table.releaseAll(b);
    assertThat(upgrade.get()).isEqualTo(GRANTED);
    table.releaseAll(a);
    assertThat(newcomer.get()).isEqualTo(GRANTED);
  }

  @Test
  void aRingThroughAnyOfTheSharersIsFound() throws Exception {
    lock(d, "k", NOT);
    share(a, NOT);
    share(b, NOT);
    share(c, NOT);
    Future<Outcome> sharer = waits(() -> lock(b, "k", LONG));

    assertThat(alone(d, LONG)).isEqualTo(DEADLOCK);

    table.releaseAll(d);
    assertThat(sharer.get()).isEqualTo(GRANTED);
  }

  @Test
  void aRingThroughOneWhoWaitsToShareIsFound() throws Exception {
    lock(b, "k", NOT);
    alone(a, NOT);
    Future<Outcome> sharer = waits(() -> share(b, LONG));

    assertThat(lock(a, "k", LONG)).isEqualTo(DEADLOCK);

    table.releaseAll(a);
    assertThat(sharer.get()).isEqualTo(GRANTED);
  }

  @Test
  void anUpgradeGoesAheadOfAllAndWaitsForTheOtherSharers() throws Exception {
    share(a, NOT);
    share(b, NOT);
    Future<Outcome> newcomer = waits(() -> alone(c, LONG));
    Future<Outcome> upgrade = waits(() -> alone(a, LONG));

    table.releaseAll(b);

    assertThat(upgrade.get()).isEqualTo(GRANTED);
    assertThat(newcomer.isDone()).isFalse();
    assertThat(share(d, NOT)).isEqualTo(TOO_LATE);
    table.releaseAll(a);
    assertThat(newcomer.get()).isEqualTo(GRANTED);
  }

  @Test
  void theOnlySharerUpgradesAtOnceWhoeverWaits() throws Exception {
    share(a, NOT);
    Future<Outcome> newcomer = waits(() -> alone(b, LONG));
    assertThat(alone(a, NOT)).isEqualTo(GRANTED);
    table.releaseAll(a);
    assertThat(newcomer.get()).isEqualTo(GRANTED);
  }

  @Test
  void ofTwoWhoUpgradeTheSecondIsToldAndKeepsItsShare() throws Exception {
    share(a, NOT);
    share(b, NOT);
    Future<Outcome> upgrade = waits(() -> alone(a, LONG));

    assertThat(alone(b, LONG)).isEqualTo(DEADLOCK);

    assertThat(upgrade.isDone()).isFalse();
    assertThat(alone(c, NOT)).isEqualTo(TOO_LATE);
    table.releaseAll(b);
    assertThat(upgrade.get()).isEqualTo(GRANTED);
  }

  @Test
  void anUpgradeThatGivesUpStillShares() throws Exception {
    share(a, NOT);
    share(b, NOT);
    Future<Outcome> upgrade = waits(() -> alone(a, LONG));
    table.stop(a);
    assertThat(upgrade.get()).isEqualTo(STOPPED);
    table.releaseAll(b);
    assertThat(alone(c, NOT)).isEqualTo(TOO_LATE);
    assertThat(share(c, NOT)).isEqualTo(GRANTED);
  }

  @Test
  void aMillionLocksTakeLittleAndGiveItBack() {
    int count = 1_000_000;
    Bytes key = new Bytes();
    for (int i = 0; i < count; i++) {
      key.clear().append(i).append(i >>> 8).append(i >>> 16);
      assertThat(table.lockKey(a, TREE, key, NOT) == GRANTED).isTrue();
    }
    assertThat(table.lockedKeys()).isEqualTo(count);
    assertThat(table.capacity() * 12).isLessThan(count * 33L);
    lock(b, "stays", NOT);

    table.releaseAll(a);

    assertThat(table.lockedKeys()).isEqualTo(1);
    assertThat(table.capacity()).isEqualTo(new LockTable().capacity());
  }

  @Test
  void keysThatDifferHaveHashesThatDiffer() {
    Set<Long> hashes = new HashSet<>();
    Bytes key = new Bytes();
    int count = 0;
    for (int length = 0; length < 20; length++) {
      for (int tree = 0; tree < 50; tree++) {
        key.setLength(length);
        Arrays.fill(key.array(), 0, length, (byte) 0);
        hashes.add(LockTable.hash(tree, key));
        count++;
        for (int at = 0; at < length; at++) {
          for (int value = 1; value < 256; value++) {
            key.array()[at] = (byte) value;
            hashes.add(LockTable.hash(tree, key));
            count++;
          }
          key.array()[at] = 0;
        }
      }
    }
    assertThat(hashes).hasSize(count);
  }

  private Outcome lock(Owner owner, String key, Duration timeout) {
    return table.lockKey(owner, TREE, key(key), timeout);
  }

  private Outcome share(Owner owner, Duration timeout) {
    return table.lockStore(owner, /* alone= */ false, timeout);
  }

  private Outcome alone(Owner owner, Duration timeout) {
    return table.lockStore(owner, /* alone= */ true, timeout);
  }

  /** Starts what is to wait, and returns when it does. */
  private <T> Future<T> waits(Callable<T> waiting) throws Exception {
    int before = table.waiting();
    Future<T> started = threads.submit(waiting);
    while (table.waiting() == before) {
      if (started.isDone()) {
        throw new AssertionError("it has not waited: " + started.get());
      }
      Thread.onSpinWait();
    }
    return started;
  }

  private static Bytes key(String key) {
    return Bytes.copyOf(key.getBytes(StandardCharsets.UTF_8));
  }
}
