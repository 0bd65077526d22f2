package dev.zdb.sql.scan;

import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.api.TreeId;
import dev.zdb.sql.exec.RunContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through several ranges of one tree, entry by entry or batch by batch.
 *
 * <p><b>Threads:</b> the session's. <b>Owner:</b> the run that made it, which closes it.
 */
final class RangeCursor implements AutoCloseable {
  private final RunContext context;
  private final TreeId tree;
  private final Direction direction;
  private List<KeyRange> ranges = List.of();
  private int nextRange;
  private @Nullable Cursor cursor;
  private int count;
  private int next;

  RangeCursor(RunContext context, TreeId tree, Direction direction) {
    this.context = context;
    this.tree = tree;
    this.direction = direction;
  }

  /** Stands before the first entry of some ranges. */
  void start(List<KeyRange> newRanges) {
    ranges = newRanges;
    nextRange = 0;
    count = 0;
    next = 0;
  }

  /** The number of the next entry in the batch that {@link #batch} holds; -1 at the end. */
  int next() {
    return next < count || fetch() ? next++ : -1;
  }

  /** Where entries are read. */
  Cursor batch() {
    Cursor open = cursor;
    if (open == null) {
      throw new IllegalStateException("no entry yet");
    }
    return open;
  }

  /** Passes to the next batch, which is not empty; returns false at the end. */
  boolean fetch() {
    context.run().checkStopped();
    next = 0;
    count = 0;
    boolean isWithinRange = nextRange > 0;
    while (!isWithinRange || !batch().fetch()) {
      if (nextRange == ranges.size()) {
        ranges = List.of();
        nextRange = 0;
        return false;
      }
      enter(ranges.get(nextRange++));
      isWithinRange = true;
    }
    count = batch().count();
    return true;
  }

  private void enter(KeyRange range) {
    Cursor open = cursor;
    if (open == null) {
      cursor = context.view().cursor(tree, range, direction);
    } else {
      open.seek(range);
    }
  }

  @Override
  public void close() {
    Cursor open = cursor;
    if (open != null) {
      cursor = null;
      open.close();
    }
  }
}
