package dev.zdb.kv.history;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TransactionOptions.Access;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store whose transactions keep less than they promise, in one way. */
final class WeakStore {
  /** What is wrong with the transactions. */
  enum Weakness {
    /** Each look at one key shows the newest commit, until the first write. */
    READS_ANEW,
    /** Each scan shows the newest commit, phantoms too, until the first write. */
    SCANS_ANEW,
    /** A transaction shows the moment at which the one before it began. */
    LAGS,
    /** A write goes over what others have committed since the key was read. */
    WRITES_OVER,
    /** Each write is committed at once. */
    COMMITS_EARLY,
    /** What a transaction read may have changed by its commit. */
    FORGETS_READS
  }

  private final Store store;
  private final Weakness weakness;
  private final AtomicReference<@Nullable Transaction> begunBefore = new AtomicReference<>();

  private WeakStore(Store store, Weakness weakness) {
    this.store = store;
    this.weakness = weakness;
  }

  static Store of(Store store, Weakness weakness) {
    return new WeakStore(store, weakness).asStore();
  }

  private Store asStore() {
    return proxy(
        Store.class,
        (proxy, method, arguments) ->
            method.getName().equals("begin")
                ? begin((TransactionOptions) arguments[0])
                : call(store, method, arguments));
  }

  private Transaction begin(TransactionOptions options) {
    boolean ownWay = weakness == Weakness.WRITES_OVER || weakness == Weakness.COMMITS_EARLY;
    Isolation kept = ownWay ? Isolation.READ_COMMITTED : Isolation.SNAPSHOT;
    return proxy(Transaction.class, new Weak(options.with(kept)));
  }

  private Transaction begun(TransactionOptions options) {
    TransactionOptions forAny = options.with(Access.READ_WRITE);
    Transaction newest = store.begin(forAny);
    Transaction older = weakness == Weakness.LAGS ? begunBefore.getAndSet(newest) : newest;
    return older == null ? store.begin(forAny) : older;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private final class Weak implements InvocationHandler {
    private final TransactionOptions options;
    private final List<Snapshot> toClose = new ArrayList<>();
    private Transaction transaction;
    private boolean hasWritten;

    Weak(TransactionOptions options) {
      this.options = options;
      transaction = begun(options);
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      String called = method.getName();
      if (called.equals("refresh") && weakness != Weakness.COMMITS_EARLY) {
        return null; // at the level promised it does nothing
      }
      if (called.equals("put")) {
        put(method, arguments);
        return null;
      }
      if (weakness == Weakness.SCANS_ANEW && called.equals("cursor") && !hasWritten) {
        Snapshot newest = store.snapshot();
        toClose.add(newest);
        return call(newest, method, arguments);
      }
      if (called.equals("close")) {
        toClose.forEach(Snapshot::close);
      }
      if (weakness == Weakness.READS_ANEW && called.equals("get") && !hasWritten) {
        try (Snapshot newest = store.snapshot()) {
          return call(newest, method, arguments);
        }
      }
      return call(transaction, method, arguments);
    }

    private void put(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      hasWritten = true;
      boolean written = false;
      while (!written) {
        try {
          call(transaction, method, arguments);
          written = true;
        } catch (KvException e) {
          if (weakness != Weakness.WRITES_OVER || e.code() != ErrorCode.WRITE_CONFLICT) {
            throw e;
          }
          transaction.refresh();
        }
      }
      if (weakness == Weakness.COMMITS_EARLY) {
        transaction.commit();
        transaction = store.begin(options);
      }
    }
  }
}
