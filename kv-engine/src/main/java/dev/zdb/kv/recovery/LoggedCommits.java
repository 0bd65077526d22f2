package dev.zdb.kv.recovery;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Durability;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.txn.CommitLog;
import dev.zdb.kv.wal.LogEnd;
import dev.zdb.kv.wal.LogOptions;
import dev.zdb.kv.wal.LogReader;
import dev.zdb.kv.wal.WriteAheadLog;
import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commits into the write-ahead log, once recovery is over and there is one to write. */
public final class LoggedCommits implements CommitLog {
  static final byte COMMIT = 1;

  private final FileSystem files;
  private final LogOptions options;
  private volatile @Nullable WriteAheadLog log;
  private volatile @Nullable Pressure pressure;

  /** The end of the newest commit that was acknowledged before anybody wrote it. */
  private volatile long unawaited;

  LoggedCommits(FileSystem files, LogOptions options) {
    this.files = files;
    this.options = options;
  }

  /** Who keeps commits from outrunning checkpoints. */
  public interface Pressure {
    /** Waits until there is room for a commit. */
    void relieve();

    /** Whether there is room for all that is to be stored, and so many bytes of log. */
    boolean hasRoom(long logBytes);

    /** Looks whether a checkpoint is due. */
    void look();
  }

  /** Begins to log behind what is there. */
  void start(LogEnd end, UUID store) {
    log = WriteAheadLog.continueAfter(end, files, store, options);
  }

  /**
   * Lets go of a log that has failed, and goes on in a new one behind what the disk has of it.
   *
   * @param from up to where the log is not needed any more
   */
  void startAnew(long from, UUID store) {
    WriteAheadLog failed = log();
    failed.close();
    LogReader.Start start = new LogReader.Start(from, failed.durable());
    try (LogReader reader = LogReader.open(files, store, start)) {
      boolean more = true;
      while (more) {
        more = reader.next();
      }
      start(reader.end(), store);
    }
  }

  /** How many bytes more the store's files may take. */
  public long room() {
    return files.room();
  }

  /** Where commits are logged now. */
  public WriteAheadLog log() {
    return requireNonNull(log);
  }

  /** Whether commits that asked for no durability were acknowledged and are not written yet. */
  public boolean hasUnwritten() {
    return unawaited > log().written();
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
  public boolean hasRoom(long logBytes) {
    return requireNonNull(pressure).hasRoom(logBytes);
  }

  @Override
  public void afterCommit() {
    requireNonNull(pressure).look();
  }

  @Override
  public Appended append(Iterator<Bytes> commit) {
    WriteAheadLog open = log();
    long end = open.append(COMMIT, commit);
    return durability -> await(open, end, durability);
  }

  /** A log that begins anew may give the same LSNs again: each commit waits for its own. */
  private void await(WriteAheadLog appendedTo, long end, Durability durability) {
    switch (durability) {
      case FULL -> appendedTo.awaitDurable(end);
      case NORMAL -> appendedTo.awaitWritten(end);
      case NONE -> unawaited = end; // the log writes by itself before long
    }
  }
}
