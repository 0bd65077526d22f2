package dev.zdb.kv;

import dev.zdb.kv.api.Capabilities;
import dev.zdb.kv.api.CheckReport;
import dev.zdb.kv.api.CommitTime;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.Store;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.StoreStats;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.checkpoint.Checker;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.recovery.LoggedCommits;
import dev.zdb.kv.recovery.Recovery;
import dev.zdb.kv.txn.Engine;
import dev.zdb.kv.txn.StoreSnapshot;
import dev.zdb.kv.txn.StoreTransaction;
import dev.zdb.kv.wal.LogOptions;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store with its parts put together, and the decision when to take a checkpoint. */
final class OpenStore implements Store, LoggedCommits.Pressure {
  private static final int MOST_LOGS = 4;

  /** How long what was committed may wait for a checkpoint, and a recovery for its replay. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  private final Setup setup;
  private final Recovery.Ready parts;
  private final Engine engine;
  private final StoreThread thread;
  private final Closeable lock;

  /** How much log there was when somebody last looked; a look at each commit would cost a lock. */
  private volatile long loggedBytes;

  /** How much of the data file was free after the newest checkpoint. */
  private volatile long reusableBytes;

  /** What closing the store leaves behind. */
  enum Ending {
    KEEP,
    FORGET
  }

  /**
   * How a store is to behave.
   *
   * @param rest after how long a commit asks for a checkpoint that nothing else asked for; zero for
   *     never
   */
  record Setup(StoreOptions options, LogOptions logOptions, Ending ending, Duration rest) {
    /** A minute, unless the log is to do nothing of its own accord either. */
    Setup(StoreOptions options, LogOptions logOptions, Ending ending) {
      this(
          options,
          logOptions,
          ending,
          logOptions.quietMillis() == 0 ? Duration.ZERO : LONGEST_REST);
    }
  }

  OpenStore(Setup setup, Recovery.Ready parts, StoreThread thread, Closeable lock) {
    this.setup = setup;
    this.parts = parts;
    this.thread = thread;
    this.lock = lock;
    engine = new Engine(parts.committer());
    parts.commits().start(this);
  }

  @Override
  public Capabilities capabilities() {
    return parts.committer().limits();
  }

  @Override
  public Transaction begin(TransactionOptions transactionOptions) {
    return new StoreTransaction(engine, transactionOptions);
  }

  @Override
  public Snapshot snapshot() {
    return new StoreSnapshot(engine);
  }

  @Override
  public void checkpoint() {
    engine.requireOpen();
    thread.run(
        () -> {
          tryAgain();
          return takeCheckpoint();
        });
  }

  private long takeCheckpoint() {
    parts.checkpoints().take();
    return measure();
  }

  /** Notes what a checkpoint made of the files; returns how many there were. */
  private long measure() {
    loggedBytes = parts.checkpoints().logBytes();
    reusableBytes = parts.state().checkpointer().reusableBytes();
    return parts.checkpoints().taken();
  }

  /**
   * Over three fifths of the cache not yet stored, commits wait for a checkpoint, and where there
   * is little room much sooner, since what is rewritten takes its old place and a new one; after a
   * full disk, for room.
   */
  @Override
  public void relieve() {
    if (parts.committer().isFull()) {
      thread.run(this::tryAgain);
    }
    if (isPressing()) {
      thread.run(() -> isPressing() ? takeCheckpoint() : parts.checkpoints().taken());
    }
  }

  /** What is not yet stored goes where the data file is free before it goes behind its end. */
  @Override
  public boolean hasRoom(long logBytes) {
    long stored = parts.state().cache().dirtyBytes() - reusableBytes;
    return parts.commits().room() - logBytes > stored;
  }

  private boolean isPressing() {
    PageCache cache = parts.state().cache();
    return cache.dirtyBytes() > cache.capacity() / 10 * (hasRoom(0) ? 6 : 1)
        || loggedBytes > MOST_LOGS * setup.options().checkpointLogBytes();
  }

  private long tryAgain() {
    parts.checkpoints().tryAgain();
    return measure();
  }

  /**
   * Over three tenths of the cache not yet stored, or enough of log, a checkpoint is due; else in a
   * while.
   */
  @Override
  public void look() {
    if (isDue()) {
      thread.ask(this::takeIfDue);
    } else if (!setup.rest().isZero()) {
      thread.askLater(this::takeIfDirty, setup.rest());
    }
  }

  private boolean isDue() {
    PageCache cache = parts.state().cache();
    loggedBytes = parts.checkpoints().logBytes();
    return cache.dirtyBytes() > cache.capacity() / 10 * 3
        || loggedBytes > setup.options().checkpointLogBytes();
  }

  private void takeIfDue() {
    if (isDue()) {
      takeUnasked();
    }
  }

  private void takeIfDirty() {
    if (parts.checkpoints().logBytes() > 0 || parts.state().cache().dirtyBytes() > 0) {
      takeUnasked();
    }
  }

  private void takeUnasked() {
    if (parts.committer().isAccepting()) {
      try {
        takeCheckpoint();
      } catch (KvException e) {
        parts.committer().refuse(e);
      }
    }
  }

  @Override
  public CheckReport check() {
    engine.requireOpen();
    return thread.run(
        () -> {
          List<String> superblocks = parts.state().damagedSuperblocks(); // before one is written
          if (parts.committer().isAccepting()) {
            takeCheckpoint();
          }
          return Checker.check(parts.state(), superblocks);
        });
  }

  @Override
  public StoreStats stats() {
    engine.requireOpen();
    PageCache cache = parts.state().cache();
    return new StoreStats(
        new CommitTime(engine.pins().visible()),
        parts.checkpoints().logBytes(),
        parts.state().file().length(),
        cache.cachedBytes(),
        cache.dirtyBytes(),
        parts.checkpoints().taken());
  }

  @Override
  public void close() {
    if (!engine.close()) {
      return;
    }
    try {
      thread.run(this::letGo);
    } finally {
      thread.close();
    }
  }

  /** Two checkpoints, so that both of the last two superblocks have all and the log nothing. */
  private boolean letGo() {
    List<Runnable> steps = new ArrayList<>();
    if (setup.ending() == Ending.KEEP && parts.committer().isAccepting()) {
      steps.add(this::takeCheckpoint);
      steps.add(this::takeCheckpoint);
      steps.add(parts.state().checkpointer()::trim);
    }
    if (parts.committer().isFull() && parts.commits().hasUnwritten()) {
      steps.add(this::saveUnwritten);
    }
    steps.add(parts.commits().log()::close);
    steps.add(parts.state().file()::close);
    steps.add(this::unlock);
    runAll(steps);
    return true;
  }

  /** After a full disk, what nobody waited for is in memory alone. */
  private void saveUnwritten() {
    try {
      parts.checkpoints().tryAgain();
    } catch (KvException e) {
      throw KvException.causedBy(
          e, e.code(), "the store was closed without its newest commits of durability NONE");
    }
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      throw DiskFailure.of(e, "letting go of the lock");
    }
  }

  /** Runs each step, whatever became of those before; fails with the first failure. */
  static void runAll(List<Runnable> steps) {
    KvException first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (KvException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
