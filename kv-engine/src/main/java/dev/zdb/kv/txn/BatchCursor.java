package dev.zdb.kv.txn;

import static java.util.Objects.requireNonNull;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.Cursor;
import dev.zdb.kv.api.Direction;
import dev.zdb.kv.api.KeyRange;
import dev.zdb.kv.btree.LeafWalk;
import dev.zdb.kv.btree.PageVersion;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.txn.WriteSet.Write;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that takes, for each batch, one leaf of the tree and the transaction's own writes among
 * its keys. A leaf without such writes and without long values is shown as it lies.
 *
 * <p>Between batches it remembers a key: what its transaction wrote meanwhile is found. The leaves
 * are those of one moment; where a leaf was passed whole the walk goes on to the one beside it.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class BatchCursor implements Cursor {

  /** Whose cursor it is. */
  interface Owner {
    /** Fails unless the cursor may still read; called before and after it does. */
    void requireReadable(BatchCursor cursor);

    /** The owner's own writes into a tree. */
    @Nullable NavigableMap<Bytes, Write> writesInto(int tree);

    void ended(BatchCursor cursor);
  }

  /**
   * What a cursor walks.
   *
   * @param tree the committed entries; null where there cannot be any
   */
  record Source(int id, @Nullable Tree tree, Moment moment) {}

  private final Owner owner;
  private final Source source;
  private final Direction direction;
  private final @Nullable LeafWalk leaves;
  private final Batch batch = new Batch();
  private final Bytes low = new Bytes();
  private final Bytes high = new Bytes();
  private final Bytes at = new Bytes();
  private final Bytes edge = new Bytes();
  private boolean highEnds;
  private boolean atEnds;

  /** Whether {@link #at} is where the leaf that was passed last ends, and another begins. */
  private boolean betweenLeaves;

  private boolean done;
  private boolean closed;

  BatchCursor(Owner owner, Source source, KeyRange range, Direction direction) {
    this.owner = owner;
    this.source = source;
    this.direction = direction;
    Tree tree = source.tree();
    this.leaves = tree == null ? null : new LeafWalk(tree, source.moment().time());
    restart(range);
  }

  Moment moment() {
    return source.moment();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public boolean fetch() {
    owner.requireReadable(this);
    batch.clear();
    try {
      while (!done && batch.count() == 0) {
        fill();
      }
    } finally {
      owner.requireReadable(this);
    }
    return batch.count() > 0;
  }

  private void fill() {
    if (direction == Direction.FORWARD) {
      fillForward();
    } else {
      fillBackward();
    }
  }

  @Override
  public void seek(KeyRange range) {
    owner.requireReadable(this);
    batch.clear();
    restart(range);
  }

  private void restart(KeyRange range) {
    byte[] end = range.high();
    set(low, range.low());
    highEnds = end != null;
    set(high, end == null ? new byte[0] : end);
    boolean forward = direction == Direction.FORWARD;
    atEnds = forward || highEnds;
    copy(forward ? low : high, at);
    betweenLeaves = false;
    done = range.isEmpty();
  }

  private void fillForward() {
    boolean wholly = betweenLeaves;
    PageVersion leaf = leaf();
    byte[] page = leaf == null ? null : leaf.page();
    boolean last = page == null || !Page.hasHigh(page) || (highEnds && !Page.endsBy(page, high));
    if (page != null && !last) {
      Page.copyHigh(page, edge);
    } else {
      copy(high, edge);
    }
    boolean bounded = !last || highEnds;
    int index = page == null || wholly ? 0 : Page.lowerBound(page, at);
    NavigableMap<Bytes, Write> writes = writes(at, bounded ? edge : null);
    if (leaf != null && writes.isEmpty() && leaf.holdsAllValues()) {
      int count = end(page, last && highEnds) - index;
      batch.see(leaf.page(), index, /* newStep= */ 1, count);
      passForward(last);
      return;
    }
    for (Map.Entry<Bytes, Write> write : writes.entrySet()) {
      int found = page == null ? -1 : Page.find(page, write.getKey());
      index = addForward(leaf, index, found < 0 ? -1 - found : found);
      if (batch.isFull()) {
        resumeAt(leaf, index, found, write.getKey());
        return;
      }
      add(write);
      index = found < 0 ? index : found + 1;
    }
    int end = end(page, last && highEnds);
    index = addForward(leaf, index, end);
    if (leaf != null && index < end) {
      keyOf(leaf, index, at);
    } else {
      passForward(last);
    }
  }

  private void passForward(boolean last) {
    done = last;
    betweenLeaves = true;
    copy(edge, at);
  }

  /** Stops before a write, and before the record at {@code index} where that comes first. */
  private void resumeAt(@Nullable PageVersion leaf, int index, int found, Bytes write) {
    int place = found < 0 ? -1 - found : found;
    if (leaf != null && index < place) {
      keyOf(leaf, index, at);
    } else {
      copy(write, at);
    }
  }

  private int end(byte @Nullable [] page, boolean atHigh) {
    if (page == null) {
      return 0;
    }
    return atHigh ? Page.lowerBound(page, high) : Page.count(page);
  }

  private int addForward(@Nullable PageVersion leaf, int from, int to) {
    int index = from;
    while (leaf != null && index < to && !batch.isFull()) {
      add(leaf, index++);
    }
    return index;
  }

  private void fillBackward() {
    boolean wholly = betweenLeaves || !atEnds;
    PageVersion leaf = leaf();
    byte[] page = leaf == null ? null : leaf.page();
    boolean last = page == null || Page.isLeftmost(page) || !Page.beginsAt(page, low);
    if (page != null && !last) {
      Page.copyLow(page, edge);
    } else {
      copy(low, edge);
    }
    int index = -1;
    if (page != null) {
      index = (wholly ? Page.count(page) : Page.lowerBound(page, at)) - 1;
    }
    int start = page != null && last ? Page.lowerBound(page, low) : 0;
    NavigableMap<Bytes, Write> writes = writes(edge, atEnds ? at : null);
    if (leaf != null && writes.isEmpty() && leaf.holdsAllValues()) {
      batch.see(leaf.page(), index, /* newStep= */ -1, index - start + 1);
      passBackward(last);
      return;
    }
    for (Map.Entry<Bytes, Write> write : writes.descendingMap().entrySet()) {
      int found = page == null ? -1 : Page.find(page, write.getKey());
      index = addBackward(leaf, index, found < 0 ? -1 - found : found + 1);
      if (batch.isFull()) {
        resumeBelowLast();
        return;
      }
      add(write);
      index = found < 0 ? index : found - 1;
    }
    index = addBackward(leaf, index, start);
    if (leaf != null && index >= start) {
      resumeBelowLast();
    } else {
      passBackward(last);
    }
  }

  private void passBackward(boolean last) {
    done = last;
    betweenLeaves = true;
    copy(edge, at);
    atEnds = true;
  }

  private void resumeBelowLast() {
    copy(batch.key(batch.count() - 1), at);
    atEnds = true;
  }

  private int addBackward(@Nullable PageVersion leaf, int from, int to) {
    int index = from;
    while (leaf != null && index >= to && !batch.isFull()) {
      add(leaf, index--);
    }
    return index;
  }

  /** The leaf to go on with; if anything fails from here on, a search finds it again. */
  private @Nullable PageVersion leaf() {
    LeafWalk walk = leaves;
    if (walk == null) {
      return null;
    }
    boolean forward = direction == Direction.FORWARD;
    PageVersion beside = betweenLeaves ? walk.step(forward ? 1 : -1) : null;
    betweenLeaves = false;
    if (beside != null) {
      return beside;
    }
    return forward ? walk.seek(at) : walk.seekBefore(atEnds ? at : null);
  }

  private NavigableMap<Bytes, Write> writes(Bytes from, @Nullable Bytes to) {
    NavigableMap<Bytes, Write> own = owner.writesInto(source.id());
    if (own == null) {
      return Collections.emptyNavigableMap();
    }
    return to == null ? own.tailMap(from, true) : own.subMap(from, true, to, false);
  }

  private void add(PageVersion leaf, int index) {
    Tree tree = requireNonNull(source.tree(), "a leaf is of a tree");
    Page.appendKey(leaf.page(), index, batch.newKey());
    tree.appendValue(leaf, index, batch.newValue());
    batch.endEntry();
  }

  private void add(Map.Entry<Bytes, Write> write) {
    Bytes value = write.getValue().value();
    if (value == null) {
      return;
    }
    Bytes key = write.getKey();
    batch.newKey().append(key.array(), 0, key.length());
    batch.newValue().append(value.array(), 0, value.length());
    batch.endEntry();
  }

  private static void keyOf(PageVersion leaf, int index, Bytes into) {
    Page.appendKey(leaf.page(), index, into.clear());
  }

  private static void set(Bytes bytes, byte[] value) {
    bytes.clear().append(value, 0, value.length);
  }

  private static void copy(Bytes from, Bytes into) {
    into.clear().append(from.array(), 0, from.length());
  }

  @Override
  public int count() {
    return batch.count();
  }

  @Override
  public Bytes key(int index) {
    return batch.key(index);
  }

  @Override
  public byte[] valueBytes() {
    return batch.valueBytes();
  }

  @Override
  public int valueStart(int index) {
    return batch.valueStart(index);
  }

  @Override
  public int valueEnd(int index) {
    return batch.valueEnd(index);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      batch.clear();
      owner.ended(this);
    }
  }
}
