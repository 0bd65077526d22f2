package dev.zdb.kv;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one store on which its data file is written, so that nobody's interrupt closes it.
 *
 * <p><b>Threads:</b> safe; tasks run one by one.
 */
final class StoreThread implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread made = new Thread(task, "zdb-store");
            made.setDaemon(true);
            return made;
          });
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean askedForLater = new AtomicBoolean();

  StoreThread() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(/* value= */ false);
  }

  /** Runs the task and waits for it; an interrupt waits, too. */
  <T> T run(Supplier<T> task) {
    Future<T> result = submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> Future<T> submit(Supplier<T> task) {
    try {
      return thread.submit(task::get);
    } catch (RejectedExecutionException e) {
      throw KvException.causedBy(e, ErrorCode.CLOSED, "the store is closed");
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof KvException failure) {
      throw failure;
    }
    if (cause instanceof OutOfMemoryError) {
      throw KvException.causedBy(
          cause,
          ErrorCode.MEMORY_FULL,
          "there is no memory for what the store was asked; the JVM's limit is "
              + Runtime.getRuntime().maxMemory()
              + " bytes");
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  /**
   * Runs the task before long, once, however often it is asked for before; or not, if the thread
   * ends before.
   */
  void ask(Runnable task) {
    schedule(task, Duration.ZERO, asked);
  }

  /** Runs the task after a while, once, however often it is asked for before, likewise. */
  void askLater(Runnable task, Duration delay) {
    schedule(task, delay, askedForLater);
  }

  private void schedule(Runnable task, Duration delay, AtomicBoolean pending) {
    if (pending.get() || pending.getAndSet(/* newValue= */ true)) {
      return;
    }
    Runnable once =
        () -> {
          pending.set(/* newValue= */ false);
          task.run();
        };
    try {
      Future<?> unused = thread.schedule(once, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      pending.set(/* newValue= */ false); // the store closed, which takes a checkpoint, too
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
