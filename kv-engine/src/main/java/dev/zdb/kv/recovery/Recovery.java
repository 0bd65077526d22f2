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
import dev.zdb.kv.wal.LogEnd;
import dev.zdb.kv.wal.LogOptions;
import dev.zdb.kv.wal.LogReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Makes a store of files, or opens the one that is there: the newest good checkpoint, then each
 * commit that the log has behind it, then a new log segment, and a checkpoint before the first
 * commit where anything was read from the log.
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
  private static final long MAX_TRANSACTION = 1L << 30;

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
   *     other files are; {@link ErrorCode#NO_STORE} where none is there and is to be
   */
  public static void requireAsAsked(FileSystem files, Create create) {
    boolean present = files.exists(DataFile.NAME);
    if (present && create == Create.ALWAYS) {
      throw KvException.of(ErrorCode.NOT_A_STORE, "there is a store already in %s", files);
    }
    if (present) {
      return;
    }
    try {
      List<String> others = new ArrayList<>(files.list(ROOT));
      others.removeAll(List.of(LOCK, LOG));
      if (!others.isEmpty()) {
        throw KvException.of(
            ErrorCode.NOT_A_STORE,
            "%s holds other files, %s among them; a store is made in a directory of its own",
            files,
            others.get(0));
      }
      if (files.exists(LOG) && !files.list(LOG).isEmpty()) {
        throw KvException.of(
            ErrorCode.CORRUPT, "%s has a log, but the file %s is missing", files, DataFile.NAME);
      }
    } catch (IOException e) {
      throw DiskFailure.of(e, "listing " + files);
    }
    if (create == Create.NEVER) {
      throw KvException.of(ErrorCode.NO_STORE, "there is no store in %s", files);
    }
  }

  /** Opens or makes the store in {@code files}, which the caller has locked. */
  public static Ready open(FileSystem files, StoreOptions options, LogOptions logOptions) {
    Recovery recovery = new Recovery(files, options, logOptions);
    try {
      if (recovery.hasStore()) {
        return recovery.openStore();
      }
      if (options.create() == Create.NEVER) {
        throw KvException.of(
            ErrorCode.NO_STORE, "there is no store in %s, but for an unfinished one", files);
      }
      return recovery.createStore();
    } catch (IOException e) {
      throw DiskFailure.of(e, "opening the store in " + files);
    }
  }

  private boolean hasStore() throws IOException {
    if (!files.exists(DataFile.NAME)) {
      return false;
    }
    boolean hasLog = files.exists(LOG) && !files.list(LOG).isEmpty();
    return hasLog || !StoredState.isUnfinished(files);
  }

  private Ready createStore() throws IOException {
    if (files.exists(DataFile.NAME)) {
      files.delete(DataFile.NAME);
    }
    files.syncDirectory(ROOT);
    UUID store = UUID.randomUUID();
    StoredState state = StoredState.create(files, store, settings());
    LoggedCommits commits = new LoggedCommits(files, logOptions);
    Pins pins = new Pins(0);
    Committer committer = committer(state, pins, commits);
    Checkpoints checkpoints = new Checkpoints(state, pins, committer, commits);
    checkpoints.takeFirst();
    files.syncDirectory(ROOT);
    commits.start(LogEnd.ofNewStore(0), store);
    return new Ready(state, committer, commits, checkpoints);
  }

  private Ready openStore() throws IOException {
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
    boolean settled = end.lsn() <= state.checkpointer().lastLsn() && hasOneSegment();
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
      while (reader.next()) {
        if (reader.type() != LoggedCommits.COMMIT) {
          throw KvException.of(
              ErrorCode.CORRUPT,
              "the log has a record of unknown kind %d before LSN %d",
              reader.type(),
              reader.endLsn());
        }
        committer.replay(reader.payload());
      }
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
    long most = Math.min(Runtime.getRuntime().maxMemory() / 4, MAX_TRANSACTION);
    int longestValue = (int) Math.min(MAX_VALUE, most / 2);
    Capabilities limits = new Capabilities(Page.maxKeyBytes(smallest), longestValue, most);
    return new Committer(
        new Committer.Trees(state.directory(), state.cache(), pins, limits, options.pageBytes()),
        commits);
  }
}
