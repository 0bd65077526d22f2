package dev.zdb.sql;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long something is tried again where other transactions were first: some times in any case,
 * and then as long as a wait for a lock may take.
 *
 * <p>No number alone would do. What holds its locks gets ahead with each attempt, however many
 * others change the same row.
 *
 * <p><b>Threads:</b> one.
 */
final class Attempts {
  private static final int IN_ANY_CASE = 20;

  private final long patienceNanos;
  private final long firstFailedAtNanos = System.nanoTime();
  private int failed;

  /** Begins to count with the first attempt that failed. */
  Attempts(Duration lockTimeout) {
    this.patienceNanos = TimeUnit.NANOSECONDS.convert(lockTimeout);
  }

  /** Notes that an attempt failed; answers whether there is to be another. */
  boolean another() {
    return ++failed < IN_ANY_CASE || System.nanoTime() - firstFailedAtNanos < patienceNanos;
  }
}
