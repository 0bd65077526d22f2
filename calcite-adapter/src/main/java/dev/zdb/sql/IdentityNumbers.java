package dev.zdb.sql;

import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.sql.TableCounters.Counter;
import dev.zdb.sql.catalog.Catalog;
import dev.zdb.sql.catalog.CatalogStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The numbers that one transaction takes from the counters of identity columns, and those that its
 * rows brought along.
 *
 * <p><b>Invariant:</b> no number is used above a limit that is in the store. A number taken above
 * it first moves the limit, some numbers ahead, in a small transaction of its own: it need not be
 * forced, since the log is written in order, and whatever commit uses the number comes behind it.
 * So those who insert into one table do not meet in the key of its limit.
 *
 * <p><b>Where that cannot be had at once</b> the transaction that uses the number writes the limit
 * itself, as it commits. The small one never waits: it stands between its user's locks and whoever
 * waits for the user, in a circle that the engine does not see. So it is with a user that writes
 * alone, as one does that made the table; with anybody who waits to write alone; and with an engine
 * that has one writer at a time.
 *
 * <p><b>Threads:</b> the session's.
 */
final class IdentityNumbers {
  private static final long LEAST_AHEAD = 64;
  private static final long MOST_AHEAD = 16_384;
  private static final int MAX_ATTEMPTS = 20;
  private static final TransactionOptions AT_ONCE =
      TransactionOptions.defaults().with(Durability.NONE).withLockTimeout(Duration.ZERO);

  private final Store store;

  /** The highest numbers whose limit is to be committed with them. */
  private final Map<Counter, Long> unreserved =
      new TreeMap<>(Comparator.comparingInt(counter -> counter.table().tree().number()));

  /** The highest numbers given by statements themselves: counters pass them once committed. */
  private final Map<Counter, Long> passed = new HashMap<>();

  private long taken;

  IdentityNumbers(Store store) {
    this.store = store;
  }

  /** The next number of a counter, which nobody else gets, whatever becomes of this transaction. */
  long next(Counter counter) {
    Long given = passed.get(counter);
    if (given != null) {
      counter.pass(given);
    }
    long number = counter.next();
    taken++;
    reserve(counter, number);
    return number;
  }

  /** Notes that a row came with a number of its own. */
  void pass(Counter counter, long number) {
    passed.merge(counter, number, Math::max);
  }

  /** The numbers of {@link #pass} so far, for {@link #returnTo}. */
  Map<Counter, Long> passed() {
    return Map.copyOf(passed);
  }

  /** Forgets the numbers of rows that are undone. */
  void returnTo(Map<Counter, Long> passedBefore) {
    passed.clear();
    passed.putAll(passedBefore);
  }

  /** Sees to the limits of all numbers, as the last writes of the transaction that uses them. */
  Map<Counter, Long> beforeCommit(Transaction user, Supplier<Catalog> catalog) {
    passed.forEach(this::reserve);
    Map<Counter, Long> limits = new HashMap<>();
    unreserved.forEach(
        (counter, number) -> {
          if (number > counter.limit() && counter.isIn(catalog.get())) {
            limits.put(counter, writeLimit(counter, number, user));
          }
        });
    return limits;
  }

  /** Tells counters what is committed now; {@code limits} is what {@link #beforeCommit} gave. */
  void committed(Map<Counter, Long> limits) {
    passed.forEach(Counter::pass);
    limits.forEach(Counter::limitCommitted);
  }

  private void reserve(Counter counter, long number) {
    if (number > counter.limit()
        && (unreserved.containsKey(counter) || !raiseLimit(counter, number))) {
      unreserved.merge(counter, number, Math::max);
    }
  }

  /** Moves the limit in a transaction of its own, unless somebody is in the way. */
  private boolean raiseLimit(Counter counter, long number) {
    ReentrantLock raising = counter.raising();
    raising.lock();
    try {
      if (number <= counter.limit()) {
        return true;
      }
      long limit;
      try (Transaction own = store.begin(AT_ONCE)) {
        limit = limit(counter, number);
        CatalogStore.saveIdentityLimit(own, counter.table().id(), limit);
        CommitResult result = own.commit();
        if (result.outcome() == CommitResult.Outcome.CONFLICT) {
          return false;
        }
        if (result.outcome() != CommitResult.Outcome.COMMITTED) {
          throw Problems.of(result);
        }
      } catch (KvException e) {
        if (isInTheWay(e)) {
          return false;
        }
        throw e;
      }
      counter.limitCommitted(limit);
      return true;
    } finally {
      raising.unlock();
    }
  }

  private static boolean isInTheWay(KvException failure) {
    return failure.code() == ErrorCode.LOCK_TIMEOUT
        || failure.code() == ErrorCode.DEADLOCK
        || failure.code() == ErrorCode.WRITE_CONFLICT;
  }

  /**
   * Writes the limit in the transaction that uses the number. Where a newer limit came between, the
   * write conflicts, and holds the key from then on: under READ COMMITTED the next one stands.
   */
  private long writeLimit(Counter counter, long number, Transaction user) {
    for (int attempt = 1; ; attempt++) {
      user.refresh();
      long limit = limit(counter, number);
      try {
        CatalogStore.saveIdentityLimit(user, counter.table().id(), limit);
        return limit;
      } catch (KvException e) {
        if (e.code() != ErrorCode.WRITE_CONFLICT || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * A limit for a number, and no lower than any that is committed by now; one committed later
   * conflicts. It is read beside the transaction, which is not to count as its reader.
   */
  private long limit(Counter counter, long number) {
    long ahead = Math.min(Math.max(LEAST_AHEAD, taken), MOST_AHEAD);
    try (Snapshot newest = store.snapshot()) {
      long committed = CatalogStore.identityLimit(newest, counter.table().id());
      return Math.max(committed, Math.max(number, number + ahead));
    }
  }
}
