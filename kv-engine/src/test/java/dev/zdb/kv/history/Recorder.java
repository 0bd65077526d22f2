package dev.zdb.kv.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.history.RecordedTransaction.Lifetime;
import dev.zdb.kv.history.RecordedTransaction.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes down what transactions do, and hands out the numbers that they append.
 *
 * <p><b>Threads:</b> safe.
 */
final class Recorder {
  private final AtomicLong stamps = new AtomicLong();
  private final AtomicInteger values = new AtomicInteger();

  @GuardedBy("this")
  private final List<RecordedTransaction> transactions = new ArrayList<>();

  /** A number later than all before it. */
  long stamp() {
    return stamps.incrementAndGet();
  }

  /** A number that nobody has appended. */
  int newValue() {
    return values.incrementAndGet();
  }

  /** How many numbers have been handed out. */
  int values() {
    return values.get();
  }

  void add(Isolation isolation, List<Operation> operations, Outcome outcome, long began) {
    Lifetime lifetime = new Lifetime(began, stamp());
    synchronized (this) {
      int id = transactions.size() + 1;
      transactions.add(
          new RecordedTransaction(id, isolation, List.copyOf(operations), outcome, lifetime));
    }
  }

  /** How many transactions ended how. */
  synchronized Map<Outcome, Integer> outcomes() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    transactions.forEach(t -> counts.merge(t.outcome(), 1, Integer::sum));
    return counts;
  }

  synchronized History history(Map<Integer, List<Integer>> end) {
    return new History(List.copyOf(transactions), Map.copyOf(end));
  }
}
