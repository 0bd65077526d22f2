package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
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
import java.util.ArrayList;
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
 * <p><b>Threads:</b> one at a time, which the engine owns. <b>Failure:</b> memory is told of a
 * checkpoint once it is on disk, so that one which finds no room has changed nothing and can be
 * taken again. After any other failure nobody knows what the disk holds: the caller takes no
 * further checkpoint and accepts no commits.
 */
public final class Checkpointer {
  static final int SYSTEM_TREE = 0;
  static final int SYSTEM_PAGE_BYTES = 4_096;
  static final int NO_TREE = -1;

  private final UUID store;
  private final DataFile file;
  private final PageCache cache;
  private UnitMap units;
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
    Attempt attempt = new Attempt();
    Superblock next = attempt.write(cut, directory, durableLsn, horizon);
    writeSuperblock(next);
    attempt.stand();
    units.settle(horizon);
    giveBackTail();
  }

  /** One checkpoint before its superblock: all that it changes can still come to nothing. */
  private final class Attempt {
    private final int generation = last.generation() + 1;
    private final UnitMap draft = units.copy();
    private final List<Runnable> news = new ArrayList<>();
    private final ExtentWriter writer = new ExtentWriter(file, draft, generation);
    private final TreeStorer storer = new TreeStorer(writer, draft, cache, news);
    private final Change entries = new Change(generation, cache);

    Superblock write(Cut cut, Directory directory, long durableLsn, long horizon) {
      boolean written = false;
      try {
        writeTrees(cut, directory, horizon);
        free(cut.garbage());
        free(List.of(entries));
        ExtentRef root = storer.store(system, new Span(last.generation(), generation));
        Roots roots = writeMap(root);
        forceExtents();
        written = true;
        Reached reached = new Reached(cut.lsn(), cut.time(), durableLsn);
        return new Superblock(store, generation, reached, roots, cut.nextTree());
      } catch (OutOfMemoryError e) {
        throw KvException.causedBy(e, ErrorCode.MEMORY_FULL, "there is no memory for a checkpoint");
      } finally {
        if (!written) {
          entries.revert();
          trim();
        }
      }
    }

    private void writeTrees(Cut cut, Directory directory, long horizon) {
      Span span = new Span(lastTime(), cut.time());
      TreeEditor editor = new TreeEditor(system, entries);
      for (Map.Entry<Tree, Counts> changed : cut.changed().entrySet()) {
        Tree tree = changed.getKey();
        if (tree.dropped() <= horizon) {
          storer.retire(tree);
          news.add(() -> directory.remove(tree));
          editor.delete(TreeEntry.key(tree.id()));
        } else {
          editor.put(
              TreeEntry.key(tree.id()),
              entry(tree, storer.store(tree, span), changed.getValue(), cut).encode());
        }
      }
    }

    /** Gives up what commits took out of their trees. */
    private void free(List<Change> garbage) {
      for (Change change : garbage) {
        for (Change.Touched page : change.orphans()) {
          ExtentRef ref = page.frame().ref();
          if (ref != null) {
            draft.free(ref, change.time());
          }
        }
        for (Overflow overflow : change.abandoned()) {
          ExtentRef ref = overflow.ref();
          if (ref != null) {
            draft.free(ref, change.time());
          } else {
            news.add(() -> overflow.forget(cache));
          }
        }
      }
    }

    /** Writes the map of extents, its own among them. */
    private Roots writeMap(ExtentRef root) {
      if (last.generation() > 0) {
        draft.free(last.roots().map());
      }
      byte[] extent = new byte[Extent.HEADER + draft.mostBytes()];
      ExtentRef place = writer.reserve(extent.length);
      draft.encode(extent, Extent.HEADER);
      ExtentRef map = writer.write(extent, new Label(Kind.MAP, NO_TREE, extent.length), place);
      writer.flush();
      return new Roots(root, map, extent.length);
    }

    /** Tells memory, once the superblock is on disk. */
    void stand() {
      History past = new History(cache);
      entries.publish(past);
      past.trim(new long[] {generation});
      news.forEach(Runnable::run);
      units = draft;
    }
  }

  private static TreeEntry entry(Tree tree, ExtentRef root, Counts counts, Cut cut) {
    State state = tree.dropped() <= cut.time() ? State.DROPPED : State.LIVE;
    return new TreeEntry(root, tree.pageBytes(), counts.entries(), counts.overflows(), state);
  }

  private void forceExtents() {
    file.force();
  }

  private void writeSuperblock(Superblock next) {
    try {
      file.write(next.offset(), next.encode(), Superblock.SLOT_BYTES);
      file.force();
    } catch (KvException e) {
      throw KvException.causedBy(e, ErrorCode.IO_FAILED, "a superblock may be there or not");
    }
    last = next;
  }

  /**
   * Cuts the file where a good part of it lies behind all that either of the last two superblocks
   * reaches and any snapshot can ask for.
   */
  private void giveBackTail() {
    if ((long) units.end() * ExtentRef.UNIT < file.length() / 4 * 3) {
      trim();
    }
  }

  /** Cuts off what the file has behind its last extent. */
  public void trim() {
    file.trim(units.end());
  }

  /** How much of the file lies free before the end of its last extent. */
  public long reusableBytes() {
    return (long) units.reusable() * ExtentRef.UNIT;
  }

  Superblock last() {
    return last;
  }

  UnitMap units() {
    return units;
  }
}
