package dev.zdb.kv.history;

import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TransactionOptions.Access;
import dev.zdb.kv.history.RecordedTransaction.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that append to few lists and look at them, in random transactions, and whatever they saw.
 *
 * <p>A key is in use for a while; then another takes its place, that lists stay short and each
 * begins with the insertion of its key, which a scan may or may not see.
 */
final class Workload {
  private static final int THREADS = 8;
  private static final int KEYS = 6;

  /** How many numbers are handed out until the oldest key gives its place to a new one. */
  private static final int VALUES_PER_KEY = 16;

  private static final int MOST_OPERATIONS = 5;

  /** How a transaction that writes may end though nothing is wrong. */
  private static final Set<ErrorCode> WRITERS_ONLY =
      EnumSet.of(ErrorCode.WRITE_CONFLICT, ErrorCode.DEADLOCK, ErrorCode.LOCK_TIMEOUT);

  /** How it may end besides where the power goes. */
  private static final Set<ErrorCode> WITHOUT_POWER =
      EnumSet.of(ErrorCode.IO_FAILED, ErrorCode.CLOSED);

  private final Recorder recorder = new Recorder();
  private final List<Isolation> levels;
  private final List<Durability> durabilities;
  private final Set<ErrorCode> expected = EnumSet.copyOf(WRITERS_ONLY);

  /** Draws each transaction's level from these. */
  Workload(Set<Isolation> levels) {
    this(levels, EnumSet.allOf(Durability.class));
  }

  private Workload(Set<Isolation> levels, Set<Durability> durabilities) {
    this.levels = List.copyOf(levels);
    this.durabilities = List.copyOf(durabilities);
    expected.add(ErrorCode.SNAPSHOT_TOO_OLD);
  }

  /** One whose commits all survive a power cut, and which takes one calmly. */
  static Workload forCrashes(Set<Isolation> levels) {
    Workload workload = new Workload(levels, EnumSet.of(Durability.FULL));
    workload.expected.addAll(WITHOUT_POWER);
    return workload;
  }

  Recorder recorder() {
    return recorder;
  }

  /** Runs so many transactions. */
  void run(Store store, long seed, int transactions) {
    AtomicInteger left = new AtomicInteger(transactions);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed * THREADS + i);
        clients.add(
            pool.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    runOne(store, random);
                  }
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed; -Dhistories.seed=" + seed, e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("it took too long; -Dhistories.seed=" + seed, e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** All that was done so far, and what it came to. */
  History history(Store store) {
    try (Snapshot end = store.snapshot()) {
      return recorder.history(Lists.scan(end, 0, Integer.MAX_VALUE, Direction.FORWARD));
    }
  }

  private void runOne(Store store, Random random) {
    List<Operation> operations = new ArrayList<>();
    Outcome outcome = Outcome.ABORTED;
    TransactionOptions options = options(random);
    long began = recorder.stamp();
    try (Transaction transaction = store.begin(options)) {
      int count = 1 + random.nextInt(MOST_OPERATIONS);
      for (int i = 0; i < count; i++) {
        operations.add(perform(transaction, options, random));
        letOthersIn(random);
      }
      if (random.nextInt(16) > 0) {
        outcome = Outcome.UNKNOWN; // unless it says how it ended
        outcome = outcome(transaction.commit().outcome());
      }
    } catch (KvException e) {
      boolean refused = options.access() == Access.READ_ONLY && WRITERS_ONLY.contains(e.code());
      if (refused || !expected.contains(e.code())) {
        throw e;
      }
    } finally {
      recorder.add(options.isolation(), operations, outcome, began);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it, but two cores mix eight threads
  private static void letOthersIn(Random random) {
    if (random.nextBoolean()) {
      Thread.yield();
    }
  }

  private TransactionOptions options(Random random) {
    return TransactionOptions.defaults()
        .with(random.nextInt(8) == 0 ? Access.READ_ONLY : Access.READ_WRITE)
        .with(levels.get(random.nextInt(levels.size())))
        .with(durabilities.get(random.nextInt(durabilities.size())))
        .withLockTimeout(Duration.ofMillis(random.nextInt(8) == 0 ? 1 : 10_000));
  }

  private static Outcome outcome(CommitResult.Outcome told) {
    return switch (told) {
      case COMMITTED -> Outcome.COMMITTED;
      case CONFLICT, TOO_LARGE, TOO_OLD -> Outcome.ABORTED;
      case UNKNOWN -> Outcome.UNKNOWN;
    };
  }

  private Operation perform(Transaction transaction, TransactionOptions options, Random random) {
    int oldest = recorder.values() / VALUES_PER_KEY;
    int key = oldest + random.nextInt(KEYS);
    Isolation isolation = options.isolation();
    int writing = options.access() == Access.READ_WRITE ? random.nextInt(2) : 0;
    return switch (4 * writing + random.nextInt(4)) {
      case 0 -> scan(transaction, oldest, Direction.FORWARD);
      case 1 -> scan(transaction, oldest, Direction.BACKWARD);
      case 4, 5, 6 -> append(transaction, isolation, key);
      case 7 -> appendAndTakeBack(transaction, isolation, key);
      default -> read(transaction, key);
    };
  }

  private Operation read(Transaction transaction, int key) {
    long asked = recorder.stamp();
    transaction.refresh();
    return new Operation.Read(key, Lists.read(transaction, key), asked);
  }

  private Operation scan(Transaction transaction, int first, Direction direction) {
    long asked = recorder.stamp();
    transaction.refresh();
    int last = first + KEYS;
    NavigableMap<Integer, List<Integer>> seen = new TreeMap<>();
    for (int key = first; key < last; key++) {
      seen.put(key, List.of());
    }
    seen.putAll(Lists.scan(transaction, first, last, direction));
    return new Operation.Scan(seen, asked);
  }

  private Operation appendAndTakeBack(Transaction transaction, Isolation isolation, int key) {
    long savepoint = transaction.savepoint();
    Operation.Append append = append(transaction, isolation, key);
    transaction.rollbackTo(savepoint);
    return new Operation.Undone(key, append.value(), append.asked());
  }

  /** As the SQL layer writes: under READ COMMITTED it looks again where another was first. */
  private Operation.Append append(Transaction transaction, Isolation isolation, int key) {
    int value = recorder.newValue();
    long savepoint = transaction.savepoint();
    while (true) {
      long asked = recorder.stamp();
      transaction.refresh();
      List<Integer> before = Lists.read(transaction, key);
      List<Integer> after = new ArrayList<>(before);
      after.add(value);
      try {
        Lists.write(transaction, key, after);
        return new Operation.Append(key, value, before, asked);
      } catch (KvException e) {
        if (isolation != Isolation.READ_COMMITTED || e.code() != ErrorCode.WRITE_CONFLICT) {
          throw e;
        }
        transaction.rollbackTo(savepoint);
      }
    }
  }
}
