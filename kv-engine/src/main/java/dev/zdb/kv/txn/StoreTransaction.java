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
 * A moment with private writes over it. The first write takes the turn to write and keeps it until
 * the end.
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
  private Moment moment;
  private boolean hasTurn;
  private boolean ended;

  public StoreTransaction(Engine engine, TransactionOptions options) {
    this.engine = engine;
    this.options = options;
    engine.requireOpen();
    writes = new WriteSet(engine.limits().maxTransactionBytes());
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
    requireReadable();
    if (options.access() == Access.READ_ONLY) {
      throw KvException.of(ErrorCode.READ_ONLY, "the transaction was begun to read only");
    }
    if (hasTurn) {
      return;
    }
    engine.committer().requireAcceptingOrSpace();
    switch (engine.committer().turn().take(this, options.lockTimeout())) {
      case TAKEN -> hasTurn = true;
      case TOO_LATE ->
          throw KvException.of(
              ErrorCode.LOCK_TIMEOUT,
              "another transaction has been writing for more than %d ms",
              options.lockTimeout().toMillis());
      case STOPPED ->
          throw KvException.of(
              ErrorCode.CANCELLED, "waiting for another transaction was cancelled");
    }
    engine.requireOpen();
  }

  @Override
  public void stopWaiting() {
    engine.committer().turn().stop(this);
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
    if (asksForRecentWrites() && engine.recent().wroteSince(firstTime, tree.number(), key)) {
      throw KvException.conflict(tree, new CommitTime(firstTime));
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
      if (hasTurn) {
        hasTurn = false;
        engine.committer().turn().giveBack();
      }
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
