package dev.zdb.kv.txn;

import static dev.zdb.kv.txn.LockTable.Outcome.DEADLOCK;
import static dev.zdb.kv.txn.LockTable.Outcome.GRANTED;
import static dev.zdb.kv.txn.LockTable.Outcome.TOO_LATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.txn.LockTable.Outcome;
import dev.zdb.kv.txn.LockTable.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whatever owners ask for in whatever order, each has its own and nobody waits for ever. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // waiting heeds no interrupt
final class LockTableStressTest {
  private static final int THREADS = 8;
  private static final int KEYS = 6;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final LockTable table = new LockTable();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

  /** Who believes to have each key. */
  private final AtomicReferenceArray<Owner> having = new AtomicReferenceArray<>(KEYS);

  /** How many believe to share the store; below zero, one believes to be alone. */
  private final AtomicInteger sharing = new AtomicInteger();

  /** Whom to stop. */
  private final AtomicReferenceArray<Owner> working = new AtomicReferenceArray<>(THREADS);

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(table.waiting()).isZero();
    assertThat(table.lockedKeys()).isZero();
    assertThat(lockStore(new Owner(), /* alone= */ true, Duration.ZERO)).isEqualTo(GRANTED);
  }

  @Test
  void whoeverDoesNotWaitGetsWhatASimpleTableWouldGive() {
    for (int seed = 0; seed < 200; seed++) {
      new Model(seed).run();
    }
  }

  /** Owners in turn, none of which waits. */
  private static final class Model {
    final LockTable table = new LockTable();
    final Random random;
    final int seed;
    final List<Owner> owners = new ArrayList<>();
    final Map<Integer, Owner> keys = new HashMap<>();
    final Set<Owner> sharers = new HashSet<>();
    boolean isAlone;

    Model(int seed) {
      this.seed = seed;
      random = new Random(seed);
      for (int i = 0; i < 4; i++) {
        owners.add(new Owner());
      }
    }

    void run() {
      int most = 1 + random.nextInt(200);
      for (int step = 0; step < 1000; step++) {
        Owner owner = owners.get(random.nextInt(owners.size()));
        switch (random.nextInt(40)) {
          case 0 -> release(owner);
          case 1, 2 -> lockStore(owner, random.nextInt(3) == 0);
          default -> lockKey(owner, random.nextInt(most));
        }
        assertThat(table.lockedKeys()).as("seed %d, step %d", seed, step).isEqualTo(keys.size());
      }
    }

    private void lockKey(Owner owner, int number) {
      Outcome outcome = table.lockKey(owner, number & 1, key(number), Duration.ZERO);
      Owner holder = keys.putIfAbsent(number, owner);
      assertThat(outcome)
          .as("seed %d", seed)
          .isEqualTo(holder == null || holder == owner ? GRANTED : TOO_LATE);
    }

    private void lockStore(Owner owner, boolean alone) {
      Outcome outcome = table.lockStore(owner, alone, Duration.ZERO);
      Set<Owner> others = new HashSet<>(sharers);
      others.remove(owner);
      boolean granted = others.isEmpty() || (!alone && !isAlone);
      assertThat(outcome).as("seed %d", seed).isEqualTo(granted ? GRANTED : TOO_LATE);
      if (granted) {
        sharers.add(owner);
        isAlone |= alone;
      }
    }

    private void release(Owner owner) {
      table.releaseAll(owner);
      keys.values().removeIf(holder -> holder == owner);
      if (sharers.remove(owner)) {
        isAlone = false;
      }
    }
  }

  @Test
  void eachHasItsOwnAndNobodyWaitsForEver() throws Exception {
    AtomicInteger deadlocks = new AtomicInteger();
    List<Future<?>> workers = new ArrayList<>();
    for (int number = 0; number < THREADS; number++) {
      Random random = new Random(number);
      int place = number;
      workers.add(
          submit(
              () -> {
                for (int round = 0; round < 3000; round++) {
                  transaction(random, place, deadlocks);
                }
                return null;
              }));
    }
    Future<?> stopper =
        submit(
            () -> {
              Random random = new Random(99);
              while (!workers.stream().allMatch(Future::isDone)) {
                Owner owner = working.get(random.nextInt(THREADS));
                if (owner != null && random.nextInt(50) == 0) {
                  table.stop(owner);
                }
                LockSupport.parkNanos(1); // lets the others in
              }
              return null;
            });
    for (Future<?> worker : workers) {
      worker.get();
    }
    stopper.get();
    assertThat(deadlocks.get()).isPositive();
  }

  /** Locks this and that, and gives up at the first lock that it does not get. */
  private void transaction(Random random, int place, AtomicInteger deadlocks) {
    Owner owner = new Owner();
    working.set(place, owner);
    Set<Integer> mine = new HashSet<>();
    int share = 0;
    Outcome outcome = GRANTED;
    for (int i = 0; i < 4 && outcome == GRANTED; i++) {
      boolean brief = random.nextInt(8) == 0;
      Duration timeout = brief ? Duration.ofNanos(random.nextInt(100_000)) : LONG;
      if (i == 0 || random.nextInt(30) == 0) {
        boolean alone = random.nextInt(30) == 0;
        outcome = lockStore(owner, alone, timeout);
        share = outcome == GRANTED ? noteShare(share, alone) : share;
      } else {
        int number = random.nextInt(KEYS);
        outcome = table.lockKey(owner, 1, key(number), timeout);
        if (outcome == GRANTED && mine.add(number)) {
          assertThat(having.compareAndSet(number, null, owner)).as("it is nobody's").isTrue();
        }
      }
      assertThat(outcome == TOO_LATE && !brief).as("a deadlock not told, or one lost").isFalse();
    }
    if (outcome == DEADLOCK) {
      deadlocks.incrementAndGet();
    }
    if (random.nextInt(4) == 0) {
      LockSupport.parkNanos(1); // lets the others in
    }
    for (int number : mine) {
      assertThat(having.compareAndSet(number, owner, null)).as("it was still its own").isTrue();
    }
    sharing.addAndGet(-share);
    table.releaseAll(owner);
  }

  private int noteShare(int before, boolean alone) {
    int after = alone || before < 0 ? -1000 : 1;
    int now = sharing.addAndGet(after - before);
    assertThat(after < 0 ? now == -1000 : now > 0).as("sharing: %d", now).isTrue();
    return after;
  }

  @Test
  void whoeverLocksInOneOrderIsNeverToldOfADeadlock() throws Exception {
    List<Future<?>> workers = new ArrayList<>();
    for (int number = 0; number < THREADS; number++) {
      Random random = new Random(number);
      workers.add(
          submit(
              () -> {
                for (int round = 0; round < 2000; round++) {
                  Owner owner = new Owner();
                  boolean alone = random.nextInt(20) == 0;
                  assertThat(lockStore(owner, alone, LONG)).isEqualTo(GRANTED);
                  for (int at = random.nextInt(3); at < KEYS; at += 1 + random.nextInt(3)) {
                    assertThat(table.lockKey(owner, 1, key(at), LONG)).isEqualTo(GRANTED);
                  }
                  table.releaseAll(owner);
                }
                return null;
              }));
    }
    for (Future<?> worker : workers) {
      worker.get();
    }
  }

  @Test
  void ofTwoWhoBeginToWaitAtTheSameTimeOneIsTold() throws Exception {
    assertThat(LockTable.hash(1, key(0)) >>> 58)
        .as("they do not take the same stripe's lock")
        .isNotEqualTo(LockTable.hash(1, key(1)) >>> 58);
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    List<Future<?>> workers = new ArrayList<>();
    int rounds = 3000;
    for (int number = 0; number < 2; number++) {
      int mine = number;
      workers.add(
          submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  Owner owner = new Owner();
                  assertThat(table.lockKey(owner, 1, key(mine), LONG)).isEqualTo(GRANTED);
                  meet(arrived, 4 * round + 2);
                  Outcome other = table.lockKey(owner, 1, key(1 - mine), LONG);
                  assertThat(other).isIn(GRANTED, DEADLOCK);
                  told.addAndGet(other == DEADLOCK ? 1 : 0);
                  table.releaseAll(owner);
                  meet(arrived, 4 * round + 4);
                }
                return null;
              }));
    }
    for (Future<?> worker : workers) {
      worker.get();
    }
    assertThat(told.get()).isEqualTo(rounds);
  }

  /** Waits until so many have arrived, mostly without sleep: both are to go on at once. */
  private static void meet(AtomicInteger arrived, int count) {
    arrived.incrementAndGet();
    for (int spins = 0; arrived.get() < count; spins++) {
      if (spins > 10_000) {
        assertThat(Thread.currentThread().isInterrupted()).as("the other has failed").isFalse();
        LockSupport.parkNanos(1);
      }
    }
  }

  @Test
  void aGrantAtTheLastMomentCountsAndIsNotLost() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    Random random = new Random(5);
    for (int round = 0; round < 5000; round++) {
      Owner holder = new Owner();
      Owner waiter = new Owner();
      assertThat(table.lockKey(holder, 1, key(0), Duration.ZERO)).isEqualTo(GRANTED);
      Duration timeout = Duration.ofNanos(1 + random.nextInt(60_000));
      Future<Outcome> waits =
          submit(
              () -> {
                together.await();
                return table.lockKey(waiter, 1, key(0), timeout);
              });
      together.await();
      if (round % 3 == 0) {
        table.stop(waiter);
      }
      table.releaseAll(holder);
      Outcome outcome = waits.get();

      assertThat(waiter.holdsLocks()).isEqualTo(outcome == GRANTED);
      assertThat(table.lockKey(holder, 1, key(0), Duration.ZERO))
          .isEqualTo(outcome == GRANTED ? TOO_LATE : GRANTED);
      table.releaseAll(holder);
      table.releaseAll(waiter);
      assertThat(table.lockedKeys()).isZero();
    }
  }

  private <T> Future<T> submit(Callable<T> work) {
    return threads.submit(work);
  }

  private Outcome lockStore(Owner owner, boolean alone, Duration timeout) {
    return table.lockStore(owner, alone, timeout);
  }

  private static Bytes key(int number) {
    return new Bytes().append(number).append(number >>> 8);
  }
}
