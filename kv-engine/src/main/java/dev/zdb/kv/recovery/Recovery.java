package dev.zdb.kv.recovery;

import dev.zdb.kv.api.Capabilities;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.StoreOptions;
import dev.zdb.kv.api.StoreOptions.Create;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.checkpoint.DataFile;
import dev.zdb.kv.checkpoint.StoredState;
import dev.zdb.kv.io.DiskFailure;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.txn.Committer;
import dev.zdb.kv.txn.Replay;
import dev.zdb.kv.wal.LogEnd;
import dev.zdb.kv.wal.LogOptions;
import dev.zdb.kv.wal.LogReader;
import dev.zdb.kv.wal.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Makes a store of files, or opens the one that is there: the newest good checkpoint, then each
 * commit that the log has behind it, then a new log segment, and a checkpoint before the first
 * commit where anything was read from the log, be it only a watermark: the new segment chains to
 * it.
 *
 * <p>Until that checkpoint only new files and unused extents are written, so that a crash at any
 * point leaves what was there.
 *
 * <p><b>Threads:</b> one, which the engine owns and nobody interrupts.
 */
public final class Recovery {
  private static final String ROOT = "";
  private static final String LOCK = "LOCK";
  private static final String LOG = "wal";
  private static final int MAX_VALUE = 255 << 20;

  /** A quarter is for a transaction's writes; its commit needs as much again for new pages. */
  private static final int PARTS_OF_MEMORY = 4;

  private final FileSystem files;
  private final StoreOptions options;
  private final LogOptions logOptions;

  private Recovery(FileSystem files, StoreOptions options, LogOptions logOptions) {
    this.files = files;
    this.options = options;
    this.logOptions = logOptions;
  }

  /** The parts of a store that is ready for its first transaction. */
  public record Ready(
      StoredState state, Committer committer, LoggedCommits commits, Checkpoints checkpoints) {}

  /**
   * Says whether a store is there, touching nothing.
   *
   * @throws KvException {@link ErrorCode#NOT_A_STORE} where one is there and is not to be, or where
   *     other files are; {@link ErrorCode#NO_STORE} where none is there and is to be; {@link
   *     ErrorCode#CORRUPT} or {@link ErrorCode#FORMAT} where what is there is not to be read
   */
  public static void requireAsAsked(FileSystem files, Create create) {
    try {
      List<String> names = files.list(ROOT);
      if (!names.contains(DataFile.NAME)) {
        requireVacant(files, names);
        if (create == Create.NEVER) {
          throw KvException.of(ErrorCode.NO_STORE, "there is no store in %s", files);
        }
      } else if (create == Create.ALWAYS) {
        throw KvException.of(ErrorCode.NOT_A_STORE, "there is a store already in %s", files);
      } else {
        StoredState.requireStore(files);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, "listing " + files);
    }
  }

  private static void requireVacant(FileSystem files, List<String> names) throws IOException {
    List<String> others = new ArrayList<>(names);
    others.removeAll(List.of(LOCK, LOG, DataFile.UNFINISHED));
    if (!others.isEmpty()) {
      throw KvException.of(
          ErrorCode.NOT_A_STORE,
          "%s holds other files, %s among them; a store is made in a directory of its own",
          files,
          others.get(0));
    }
    boolean isUnfinished = names.contains(DataFile.UNFINISHED);
    if (!isUnfinished && names.contains(LOG) && !files.list(LOG).isEmpty()) {
      throw KvException.of(
          ErrorCode.CORRUPT, "%s has a log, but the file %s is missing", files, DataFile.NAME);
    }
  }

  /** Opens or makes the store in {@code files}, which the caller has locked. */
  public static Ready open(FileSystem files, StoreOptions options, LogOptions logOptions) {
    requireAsAsked(files, options.create());
    Recovery recovery = new Recovery(files, options, logOptions);
    try {
      return files.exists(DataFile.NAME) ? recovery.openStore() : recovery.createStore();
    } catch (IOException e) {
      throw DiskFailure.of(e, "opening the store in " + files);
    }
  }

  /**
   * Makes a store under a name that no store has, and gives it its own once all of it is durable:
   * what a crash leaves before that is known by its name, and was never anybody's store.
   */
  private Ready createStore() throws IOException {
    if (files.exists(DataFile.UNFINISHED)) {
      WriteAheadLog.deleteAll(files);
      files.delete(DataFile.UNFINISHED);
    }
    StoredState state = StoredState.create(files, UUID.randomUUID(), settings());
    boolean created = false;
    try {
      files.syncDirectory(ROOT);
      Ready ready = publish(state);
      created = true;
      return ready;
    } finally {
      if (!created) {
        state.file().close();
      }
    }
  }

  private Ready publish(StoredState state) {
    LoggedCommits commits = new LoggedCommits(files, logOptions);
    Pins pins = new Pins(0);
    Committer committer = committer(state, pins, commits);
    Checkpoints checkpoints = new Checkpoints(state, pins, committer, commits);
    checkpoints.takeFirst();
    commits.start(LogEnd.ofNewStore(0), state.store());
    boolean published = false;
    try {
      state.file().publish(files);
      published = true;
    } finally {
      if (!published) {
        commits.log().close();
      }
    }
    return new Ready(state, committer, commits, checkpoints);
  }

  private Ready openStore() throws IOException {
    files.syncDirectory(ROOT); // who made it may have been killed between its naming and this
    StoredState state = StoredState.open(files, settings());
    boolean opened = false;
    try {
      Ready ready = replay(state);
      opened = true;
      return ready;
    } finally {
      if (!opened) {
        state.file().close();
      }
    }
  }

  private Ready replay(StoredState state) throws IOException {
    LoggedCommits commits = new LoggedCommits(files, logOptions);
    Pins pins = new Pins(state.checkpointer().lastTime());
    Committer committer = committer(state, pins, commits);
    Checkpoints checkpoints = new Checkpoints(state, pins, committer, commits);
    LogEnd end = replay(state, committer);
    boolean settled = end.isBare() && hasOneSegment();
    commits.start(end, state.store());
    boolean started = false;
    try {
      if (!settled) {
        checkpoints.take();
      }
      started = true;
    } finally {
      if (!started) {
        commits.log().close();
      }
    }
    return new Ready(state, committer, commits, checkpoints);
  }

  private LogEnd replay(StoredState state, Committer committer) {
    long from = state.checkpointer().lastLsn();
    LogReader.Start start = new LogReader.Start(from, state.durableLsn());
    try (LogReader reader = LogReader.open(files, state.store(), start)) {
      reader.requireSegments();
      Replay replay = committer.replay();
      while (reader.next()) {
        if (reader.type() != LoggedCommits.COMMIT) {
          throw KvException.of(
              ErrorCode.CORRUPT,
              "the log has a record of unknown kind %d before LSN %d",
              reader.type(),
              reader.endLsn());
        }
        replay.add(reader.payload(), reader.isFirst(), reader.isLast());
      }
      replay.end();
      return reader.end();
    }
  }

  private boolean hasOneSegment() throws IOException {
    return files.exists(LOG) && files.list(LOG).size() <= 1;
  }

  private StoredState.Settings settings() {
    return new StoredState.Settings(options.pageBytes(), options.cacheBytes());
  }

  private Committer committer(StoredState state, Pins pins, LoggedCommits commits) {
    int smallest = options.pageBytes();
    for (Tree tree : state.directory().all()) {
      smallest = Math.min(smallest, tree.pageBytes());
    }
    long most = Runtime.getRuntime().maxMemory() / PARTS_OF_MEMORY;
    int longestValue = (int) Math.min(MAX_VALUE, most / 2);
    Capabilities limits = new Capabilities(Page.maxKeyBytes(smallest), longestValue, most);
    return new Committer(
        new Committer.Trees(state.directory(), state.cache(), pins, limits, options.pageBytes()),
        commits);
  }
}
