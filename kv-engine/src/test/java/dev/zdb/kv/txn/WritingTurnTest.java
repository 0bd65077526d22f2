package dev.zdb.kv.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.txn.WritingTurn.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One writes at a time; the others wait for their turn, their time-out or a cancel. */
@Timeout(60)
final class WritingTurnTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final WritingTurn turn = new WritingTurn();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aTurnThatIsFreeIsTakenAtOnceAndThenTooLate() {
    assertThat(turn.take("first", Duration.ZERO)).isEqualTo(Outcome.TAKEN);
    assertThat(turn.take("second", Duration.ZERO)).isEqualTo(Outcome.TOO_LATE);
    assertThat(turn.take("second", Duration.ofMillis(5))).isEqualTo(Outcome.TOO_LATE);
    turn.giveBack();
    assertThat(turn.take("second", Duration.ZERO)).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void whoWaitsIsStoppedFromAnotherThreadAndHarmsNoOne() throws Exception {
    assertThat(turn.take("first", LONG)).isEqualTo(Outcome.TAKEN);
    Future<Outcome> second = threads.submit(() -> turn.take("second", LONG));
    Future<Outcome> third = threads.submit(() -> turn.take("third", LONG));

    while (!second.isDone()) {
      turn.stop("second");
    }

    assertThat(second.get()).isEqualTo(Outcome.STOPPED);
    turn.giveBack();
    assertThat(third.get()).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void stoppingOneWhoDoesNotWaitDoesNothing() {
    turn.stop("nobody");
    assertThat(turn.take("first", Duration.ZERO)).isEqualTo(Outcome.TAKEN);
    turn.stop("first");
    turn.giveBack();
    assertThat(turn.take("first", Duration.ZERO)).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void oneAtATimeHasTheTurn() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<Future<Integer>> most = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String owner = "owner " + i;
      most.add(
          threads.submit(
              () -> {
                int seen = 0;
                for (int round = 0; round < 500; round++) {
                  assertThat(turn.take(owner, LONG)).isEqualTo(Outcome.TAKEN);
                  seen = Math.max(seen, inside.incrementAndGet());
                  inside.decrementAndGet();
                  turn.giveBack();
                }
                return seen;
              }));
    }
    for (Future<Integer> seen : most) {
      assertThat(seen.get()).isEqualTo(1);
    }
  }

  @Test
  void anInterruptIsKeptForLater() throws Exception {
    assertThat(turn.take("first", LONG)).isEqualTo(Outcome.TAKEN);
    Future<Boolean> second =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              return turn.take("second", LONG) == Outcome.TAKEN && Thread.interrupted();
            });
    turn.giveBack();
    assertThat(second.get()).isTrue();
  }
}
