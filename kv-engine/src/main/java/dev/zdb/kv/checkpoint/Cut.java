package dev.zdb.kv.checkpoint;

import dev.zdb.kv.btree.Change;
import dev.zdb.kv.btree.Pins;
import dev.zdb.kv.btree.Tree;
import java.util.List;
import java.util.Map;

/**
 * The moment that a checkpoint writes, pinned, with what cannot be told of it later.
 *
 * @param pin the commit to write
 * @param lsn the log position right behind it
 * @param changed the trees changed since the last checkpoint, as they are
 * @param garbage what commits up to this moment left over
 * @param nextTree the next tree's number
 */
public record Cut(
    Pins.Pin pin, long lsn, Map<Tree, Counts> changed, List<Change> garbage, int nextTree) {

  /** How much a tree holds. */
  public record Counts(long entries, long overflows) {}

  long time() {
    return pin.time();
  }
}
