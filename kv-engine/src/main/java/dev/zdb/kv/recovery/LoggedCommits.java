package dev.zdb.kv.recovery;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.txn.CommitLog;
import dev.zdb.kv.wal.WriteAheadLog;
import org.jspecify.annotations.Nullable;

/** Commits into the write-ahead log, once recovery is over and there is one to write. */
public final class LoggedCommits implements CommitLog {
  static final byte COMMIT = 1;

  private volatile @Nullable WriteAheadLog log;
  private volatile @Nullable Pressure pressure;

  /** Who keeps commits from outrunning checkpoints. */
  public interface Pressure {
    /** Waits until there is room for a commit. */
    void relieve();

    /** Looks whether a checkpoint is due. */
    void look();
  }

  /** Begins to log. */
  void start(WriteAheadLog newLog) {
    log = newLog;
  }

  /** Begins to ask before and after each commit. */
  public void start(Pressure newPressure) {
    pressure = newPressure;
  }

  @Override
  public void beforeCommit() {
    requireNonNull(pressure).relieve();
  }

  @Override
  public void afterCommit() {
    requireNonNull(pressure).look();
  }

  @Override
  public long append(Bytes commit) {
    return requireNonNull(log).append(COMMIT, commit);
  }

  @Override
  public void await(long position, Durability durability) {
    WriteAheadLog open = requireNonNull(log);
    switch (durability) {
      case FULL -> open.awaitDurable(position);
      case NORMAL -> open.awaitWritten(position);
      case NONE -> {
        // the log writes by itself before long
      }
    }
  }
}
