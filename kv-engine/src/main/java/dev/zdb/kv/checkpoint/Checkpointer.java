package dev.zdb.kv.checkpoint;

import dev.zdb.kv.btree.Change;
import dev.zdb.kv.btree.Directory;
import dev.zdb.kv.btree.History;
import dev.zdb.kv.btree.Overflow;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.btree.TreeEditor;
import dev.zdb.kv.checkpoint.Cut.Counts;
import dev.zdb.kv.checkpoint.Extent.Kind;
import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.checkpoint.Superblock.Reached;
import dev.zdb.kv.checkpoint.Superblock.Roots;
import dev.zdb.kv.checkpoint.TreeEntry.State;
import dev.zdb.kv.checkpoint.TreeStorer.Span;
import dev.zdb.kv.page.ExtentRef;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Brings the data file from one commit to a later one.
 *
 * <p>All trees as of the cut go into extents that neither of the last two superblocks reaches, then
 * the tree of trees and the map of extents; all that is forced; then a superblock that points there
 * goes into its slot and is forced. A crash before that leaves the store at the checkpoint before.
 *
 * <p><b>Threads:</b> one at a time, which the engine owns. <b>Failure:</b> after one, the memory of
 * what is on disk is void: the caller takes no further checkpoint and accepts no commits.
 */
public final class Checkpointer {
  static final int SYSTEM_TREE = 0;
  static final int SYSTEM_PAGE_BYTES = 4_096;
  static final int NO_TREE = -1;

  private final UUID store;
  private final DataFile file;
  private final PageCache cache;
  private final UnitMap units;
  private final Tree system;
  private Superblock last;

  Checkpointer(Superblock last, DataFile file, PageCache cache, UnitMap units, Tree system) {
    this.store = last.store();
    this.last = last;
    this.file = file;
    this.cache = cache;
    this.units = units;
    this.system = system;
  }

  /** The last commit in the newest checkpoint. */
  public long lastTime() {
    return last.reached().time();
  }

  /** The log position up to which the newest checkpoint holds everything. */
  public long lastLsn() {
    return last.reached().lsn();
  }

  /**
   * Writes what has changed since the last checkpoint.
   *
   * @param durableLsn up to where the log is durable; not before the cut
   * @param horizon the oldest moment that anybody looks at
   */
  public void write(Cut cut, Directory directory, long durableLsn, long horizon) {
    int generation = last.generation() + 1;
    units.rewind();
    ExtentWriter writer = new ExtentWriter(file, units, generation);
    TreeStorer storer = new TreeStorer(writer, units, cache);
    Change entries = new Change(generation, cache);
    Span span = new Span(lastTime(), cut.time());
    for (Map.Entry<Tree, Counts> changed : cut.changed().entrySet()) {
      Tree tree = changed.getKey();
      TreeEditor editor = new TreeEditor(system, entries);
      if (tree.dropped() <= horizon) {
        storer.retire(tree);
        directory.remove(tree);
        editor.delete(TreeEntry.key(tree.id()));
      } else {
        editor.put(
            TreeEntry.key(tree.id()),
            entry(tree, storer.store(tree, span), changed.getValue(), cut).encode());
      }
    }
    publish(entries);
    free(cut.garbage());
    free(List.of(entries));
    ExtentRef root = storer.store(system, new Span(last.generation(), generation));
    Reached reached = new Reached(cut.lsn(), cut.time(), durableLsn);
    Roots roots = map(writer, root);
    forceExtents();
    writeSuperblock(new Superblock(store, generation, reached, roots, cut.nextTree()));
    units.settle(horizon);
  }

  private static TreeEntry entry(Tree tree, ExtentRef root, Counts counts, Cut cut) {
    State state = tree.dropped() <= cut.time() ? State.DROPPED : State.LIVE;
    return new TreeEntry(root, tree.pageBytes(), counts.entries(), counts.overflows(), state);
  }

  private void publish(Change entries) {
    History past = new History(cache);
    entries.publish(past);
    past.trim(new long[] {entries.time()});
  }

  /** Gives up what commits took out of their trees. */
  private void free(List<Change> garbage) {
    for (Change change : garbage) {
      for (Change.Touched page : change.orphans()) {
        ExtentRef ref = page.frame().ref();
        if (ref != null) {
          units.free(ref, change.time());
        }
      }
      for (Overflow overflow : change.abandoned()) {
        ExtentRef ref = overflow.ref();
        if (ref != null) {
          units.free(ref, change.time());
        } else {
          overflow.forget(cache);
        }
      }
    }
  }

  /** Writes the map of extents, its own among them. */
  private Roots map(ExtentWriter writer, ExtentRef root) {
    if (last.generation() > 0) {
      units.free(last.roots().map());
    }
    byte[] extent = new byte[Extent.HEADER + units.mostBytes()];
    ExtentRef place = writer.reserve(extent.length);
    units.encode(extent, Extent.HEADER);
    ExtentRef map = writer.write(extent, new Label(Kind.MAP, NO_TREE, extent.length), place);
    writer.flush();
    return new Roots(root, map, extent.length);
  }

  private void forceExtents() {
    file.force();
  }

  private void writeSuperblock(Superblock next) {
    file.write(next.offset(), next.encode(), Superblock.SLOT_BYTES);
    file.force();
    last = next;
  }

  /** Cuts off what the file has behind its last extent. */
  public void trim() {
    file.trim(units.end());
  }

  Superblock last() {
    return last;
  }

  UnitMap units() {
    return units;
  }
}
