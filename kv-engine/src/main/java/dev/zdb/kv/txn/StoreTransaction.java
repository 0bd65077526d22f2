package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitResult;
import dev.zdb.kv.api.CommitTime;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.Isolation;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Transaction;
import dev.zdb.kv.api.TransactionOptions;
import dev.zdb.kv.api.TransactionOptions.Access;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.txn.WriteSet.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A moment with private writes over it. Each write locks its key, the first one the store too,
 * which it shares with other writers; all is let go of at the end, once what was written shows.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #stopWaiting}.
 */
public final class StoreTransaction implements Transaction, BatchCursor.Owner {
  private final Engine engine;
  private final TransactionOptions options;
  private final WriteSet writes;
  private final Set<Integer> readTrees = new HashSet<>();
  private final List<BatchCursor> cursors = new ArrayList<>();
  private final long asksSince;
  private final long firstTime;
  private final LockTable.Owner owner = new LockTable.Owner();
  private Moment moment;
  private Share storeLock = Share.NONE;
  private boolean ended;

  /** How it has the store. */
  private enum Share {
    NONE,
    SHARED,
    ALONE
  }

  public StoreTransaction(Engine engine, TransactionOptions options) {
    this.engine = engine;
    this.options = options;
    engine.requireOpen();
    writes = new WriteSet(engine.budget());
    asksSince = engine.pins().visible();
    if (asksForRecentWrites()) {
      engine.recent().enter(asksSince);
    }
    moment = Moment.newest(engine.pins());
    firstTime = moment.time();
  }

  private boolean asksForRecentWrites() {
    return options.access() == Access.READ_WRITE && options.isolation() != Isolation.READ_COMMITTED;
  }

  @Override
  public CommitTime time() {
    requireReadable();
    return new CommitTime(moment.time());
  }

  @Override
  public boolean get(TreeId tree, Bytes key, Bytes value) {
    requireReadable();
    Tree committed = committed(tree);
    NavigableMap<Bytes, Write> own = writes.of(tree.number());
    Write write = own == null ? null : own.get(key);
    if (write != null) {
      Bytes written = write.value();
      if (written != null) {
        value.clear().append(written.array(), 0, written.length());
      }
      return written != null;
    }
    try {
      return committed != null && committed.get(moment.time(), key, value);
    } finally {
      requireReadable();
    }
  }

  @Override
  public Cursor cursor(TreeId tree, KeyRange range, Direction direction) {
    requireReadable();
    Tree committed = committed(tree);
    var source = new BatchCursor.Source(tree.number(), committed, moment.share());
    BatchCursor cursor = new BatchCursor(this, source, range, direction);
    cursors.add(cursor);
    return cursor;
  }

  @Override
  public long estimate(TreeId tree, KeyRange range) {
    requireReadable();
    Tree committed = committed(tree);
    NavigableMap<Bytes, Write> own = writes.of(tree.number());
    long mine = own == null ? 0 : own.size();
    try {
      return committed == null ? mine : mine + committed.estimate(moment.time(), range);
    } finally {
      requireReadable();
    }
  }

  /** The committed tree that this transaction sees; null for one that it created itself. */
  private @Nullable Tree committed(TreeId id) {
    int tree = id.number();
    if (writes.created().contains(tree)) {
      return null;
    }
    if (writes.dropped().contains(tree)) {
      throw KvException.of(ErrorCode.NO_SUCH_TREE, "this transaction dropped tree %d", tree);
    }
    Tree committed = engine.directory().at(tree, moment.time());
    if (options.isolation() == Isolation.SERIALIZABLE) {
      readTrees.add(tree);
    }
    return committed;
  }

  @Override
  public void prepareToWrite() {
    lockStore(Share.SHARED);
  }

  @Override
  public void prepareToWriteAlone() {
    lockStore(Share.ALONE);
  }

  private void lockStore(Share wanted) {
    requireReadable();
    if (options.access() == Access.READ_ONLY) {
      throw KvException.of(ErrorCode.READ_ONLY, "the transaction was begun to read only");
    }
    if (storeLock.compareTo(wanted) >= 0) {
      return;
    }
    if (storeLock == Share.NONE) {
      engine.committer().requireAcceptingOrSpace();
    }
    boolean alone = wanted == Share.ALONE;
    LockTable.Outcome outcome = engine.locks().lockStore(owner, alone, options.lockTimeout());
    if (outcome == LockTable.Outcome.GRANTED) {
      storeLock = wanted;
    }
    requireGranted(
        outcome,
        /* tree= */ null,
        alone ? "for other transactions that write" : "for one that writes alone");
    engine.requireOpen();
  }

  private void lock(TreeId tree, Bytes key) {
    requireGranted(
        engine.locks().lockKey(owner, tree.number(), key, options.lockTimeout()),
        tree,
        "for another transaction that wrote the same key");
  }

  private void requireGranted(LockTable.Outcome outcome, @Nullable TreeId tree, String what) {
    switch (outcome) {
      case GRANTED -> {}
      case TOO_LATE ->
          throw KvException.of(
              tree,
              ErrorCode.LOCK_TIMEOUT,
              "waited %s for more than %d ms",
              what,
              options.lockTimeout().toMillis());
      case STOPPED ->
          throw KvException.of(tree, ErrorCode.CANCELLED, "waiting %s was cancelled", what);
      case DEADLOCK ->
          throw KvException.of(
              tree,
              ErrorCode.DEADLOCK,
              "waiting %s, which waits for this one, would never end",
              what);
    }
  }

  @Override
  public void stopWaiting() {
    engine.locks().stop(owner);
  }

  @Override
  public void refresh() {
    requireReadable();
    if (options.isolation() == Isolation.READ_COMMITTED) {
      Moment before = moment;
      moment = Moment.newest(engine.pins());
      before.release();
    }
  }

  @Override
  public void put(TreeId tree, Bytes key, Bytes value) {
    requireWritable(tree, key);
    if (value.length() > engine.limits().maxValueBytes()) {
      throw KvException.of(
          ErrorCode.TOO_LONG,
          "a value of %d bytes; the limit is %d",
          value.length(),
          engine.limits().maxValueBytes());
    }
    try {
      writes.put(tree.number(), key, value);
    } catch (OutOfMemoryError e) {
      throw noMemory(e);
    }
  }

  @Override
  public void delete(TreeId tree, Bytes key) {
    requireWritable(tree, key);
    try {
      writes.delete(tree.number(), key);
    } catch (OutOfMemoryError e) {
      throw noMemory(e);
    }
  }

  private static KvException noMemory(OutOfMemoryError e) {
    return KvException.causedBy(
        e, ErrorCode.TRANSACTION_TOO_LARGE, "there is not enough memory for the write");
  }

  private void requireWritable(TreeId tree, Bytes key) {
    prepareToWrite();
    if (key.length() > engine.limits().maxKeyBytes()) {
      throw KvException.of(
          ErrorCode.TOO_LONG,
          "a key of %d bytes; the limit is %d",
          key.length(),
          engine.limits().maxKeyBytes());
    }
    requireTree(tree);
    if (!writes.created().contains(tree.number())) {
      lock(tree, key);
      requireUnchanged(tree, key);
    }
  }

  /**
   * Fails where another transaction wrote the key after this one's moment; nobody does so from now
   * on. Where each statement has a moment of its own, a value that is the same again is no change.
   */
  private void requireUnchanged(TreeId id, Bytes key) {
    boolean changed =
        asksForRecentWrites()
            ? engine.recent().wroteSince(firstTime, id.number(), key)
            : engine.pins().visible() != moment.time() && differsNow(id, key);
    if (changed) {
      throw KvException.conflict(id, new CommitTime(moment.time()));
    }
  }

  private boolean differsNow(TreeId id, Bytes key) {
    Moment now = Moment.newest(engine.pins());
    try {
      Tree tree = engine.directory().at(id.number(), now.time());
      return !tree.existsAt(moment.time()) || tree.differs(key, moment.time(), now.time());
    } finally {
      now.release();
    }
  }

  private void requireTree(TreeId tree) {
    if (writes.created().contains(tree.number())) {
      return;
    }
    if (writes.dropped().contains(tree.number())) {
      throw KvException.of(
          ErrorCode.NO_SUCH_TREE, "this transaction dropped tree %d", tree.number());
    }
    engine.directory().at(tree.number(), engine.pins().visible());
  }

  @Override
  public TreeId createTree() {
    prepareToWrite();
    TreeId tree = new TreeId(engine.directory().newId());
    writes.create(tree.number());
    return tree;
  }

  @Override
  public void dropTree(TreeId tree) {
    prepareToWrite();
    requireTree(tree);
    if (tree.equals(TreeId.ROOT)) {
      throw new IllegalArgumentException("the root tree cannot be dropped");
    }
    writes.drop(tree.number());
  }

  @Override
  public long savepoint() {
    requireReadable();
    return writes.savepoint();
  }

  @Override
  public void rollbackTo(long savepoint) {
    requireReadable();
    writes.rollbackTo(savepoint);
  }

  @Override
  public CommitResult commit() {
    requireReadable();
    try {
      if (writes.isEmpty()) {
        return CommitResult.committed(CommitTime.CREATION);
      }
      CommitResult result = engine.committer().commit(writes, options.durability(), this::conflict);
      if (result.outcome() == CommitResult.Outcome.COMMITTED) {
        follow(result.time());
      }
      return result;
    } finally {
      close();
    }
  }

  /** Whatever fails behind a commit that stands, nobody is told that the commit did. */
  private void follow(CommitTime time) {
    Committer committer = engine.committer();
    try {
      engine.recent().committed(time.count(), writes);
      writes.forget(); // a checkpoint may need the memory
      committer.follow();
      end();
    } catch (RuntimeException | Error e) {
      committer.refuseAfter(e);
    }
  }

  /** Says who was first, where a serializable transaction read what changed since. */
  private String conflict() {
    long newest = engine.committer().newest();
    for (int id : readTrees) {
      if (!engine.directory().has(id, newest)
          || engine.directory().at(id, newest).changed() > firstTime) {
        return "another transaction changed tree " + id + " after commit " + firstTime;
      }
    }
    return "";
  }

  @Override
  public void close() {
    if (!ended) {
      end();
    }
  }

  private void end() {
    ended = true;
    try {
      if (asksForRecentWrites()) {
        engine.recent().leave(asksSince);
      }
      for (BatchCursor cursor : List.copyOf(cursors)) {
        cursor.close();
      }
      moment.release();
    } finally {
      writes.forget();
      engine.locks().releaseAll(owner);
    }
  }

  private void requireReadable() {
    engine.requireOpen();
    if (ended) {
      throw KvException.of(ErrorCode.CLOSED, "the transaction has ended");
    }
    moment.requireKept();
  }

  @Override
  public void requireReadable(BatchCursor cursor) {
    engine.requireOpen();
    if (ended || cursor.isClosed()) {
      throw KvException.of(
          ErrorCode.CLOSED, ended ? "the transaction has ended" : "the cursor is closed");
    }
    cursor.moment().requireKept();
  }

  @Override
  public @Nullable NavigableMap<Bytes, Write> writesInto(int tree) {
    return writes.of(tree);
  }

  @Override
  public void ended(BatchCursor cursor) {
    cursors.remove(cursor);
    cursor.moment().release();
  }
}
