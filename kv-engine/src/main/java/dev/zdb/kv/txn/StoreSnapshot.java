package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.CommitTime;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.Snapshot;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.txn.WriteSet.Write;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A pinned moment of the whole store.
 *
 * <p><b>Threads:</b> any number.
 */
public final class StoreSnapshot implements Snapshot, BatchCursor.Owner {
  private final Engine engine;
  private final Moment moment;
  private final AtomicBoolean closed = new AtomicBoolean();

  public StoreSnapshot(Engine engine) {
    this.engine = engine;
    engine.requireOpen();
    moment = Moment.newest(engine.pins());
  }

  @Override
  public CommitTime time() {
    requireReadable();
    return new CommitTime(moment.time());
  }

  @Override
  public boolean get(TreeId tree, Bytes key, Bytes value) {
    requireReadable();
    Tree committed = tree(tree);
    try {
      return committed.get(moment.time(), key, value);
    } finally {
      requireReadable();
    }
  }

  @Override
  public Cursor cursor(TreeId tree, KeyRange range, Direction direction) {
    requireReadable();
    var source = new BatchCursor.Source(tree.number(), tree(tree), moment);
    return new BatchCursor(this, source, range, direction);
  }

  @Override
  public long estimate(TreeId tree, KeyRange range) {
    requireReadable();
    Tree committed = tree(tree);
    try {
      return committed.estimate(moment.time(), range);
    } finally {
      requireReadable();
    }
  }

  private Tree tree(TreeId id) {
    return engine.directory().at(id.number(), moment.time());
  }

  private void requireReadable() {
    engine.requireOpen();
    if (closed.get()) {
      throw KvException.of(ErrorCode.CLOSED, "the snapshot is closed");
    }
    moment.requireKept();
  }

  @Override
  public void requireReadable(BatchCursor cursor) {
    if (cursor.isClosed()) {
      throw KvException.of(ErrorCode.CLOSED, "the cursor is closed");
    }
    requireReadable();
  }

  @Override
  public @Nullable NavigableMap<Bytes, Write> writesInto(int tree) {
    return null;
  }

  @Override
  public void ended(BatchCursor cursor) {
    // the snapshot holds the moment for all of them
  }

  @Override
  public void close() {
    if (!closed.getAndSet(/* newValue= */ true)) {
      moment.release();
    }
  }
}
