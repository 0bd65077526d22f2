package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.api.TreeId;
import dev.zdb.kv.btree.Directory;
import dev.zdb.kv.btree.PageCache;
import dev.zdb.kv.btree.PageVersion;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.checkpoint.Extent.Kind;
import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.checkpoint.Superblock.Reached;
import dev.zdb.kv.checkpoint.Superblock.Roots;
import dev.zdb.kv.io.FileSystem;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A data file with what its newest good checkpoint says.
 *
 * @param durableLsn up to where the log was known to be durable
 */
public record StoredState(
    UUID store,
    DataFile file,
    Checkpointer checkpointer,
    PageCache cache,
    Directory directory,
    long durableLsn) {

  /** How a store is to be set up. */
  public record Settings(int pageBytes, long cacheBytes) {}

  /** Makes the file of a new store; there is none before {@link DataFile#publish}. */
  public static StoredState create(FileSystem files, UUID store, Settings settings) {
    DataFile file = DataFile.create(files);
    PageCache cache = new PageCache(settings.cacheBytes(), file);
    Directory directory = new Directory(TreeId.ROOT.number() + 1);
    directory.add(
        Tree.create(new Tree.Shape(TreeId.ROOT.number(), settings.pageBytes()), cache, 0));
    Tree system = Tree.create(systemShape(), cache, 0);
    ExtentRef none = new ExtentRef(0, 0, 0, 0);
    Superblock nothing =
        new Superblock(
            store, 0, new Reached(0, 0, 0), new Roots(none, none, 0), directory.nextId());
    Checkpointer checkpointer = new Checkpointer(nothing, file, cache, UnitMap.empty(), system);
    return new StoredState(store, file, checkpointer, cache, directory, 0);
  }

  /** Opens the newest checkpoint, or the one before where that is damaged at its root. */
  public static StoredState open(FileSystem files, Settings settings) {
    DataFile file = DataFile.open(files);
    boolean opened = false;
    try {
      StoredState state = open(file, settings);
      opened = true;
      return state;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private StoredState withDurableLsn(long newLsn) {
    return new StoredState(store, file, checkpointer, cache, directory, newLsn);
  }

  /** Fails if the file that is there is damaged at its root, of another format or not ours. */
  public static void requireStore(FileSystem files) {
    try (DataFile file = DataFile.open(files)) {
      superblocks(file);
    }
  }

  private static StoredState open(DataFile file, Settings settings) {
    List<Superblock> candidates = superblocks(file);
    Superblock newest = candidates.get(0);
    try {
      return at(newest, file, settings);
    } catch (KvException damaged) {
      boolean hasOlder =
          candidates.size() > 1 && candidates.get(1).generation() == newest.generation() - 1;
      if (!hasOlder) {
        throw damaged;
      }
      StoredState older = at(candidates.get(1), file, settings);
      return older.withDurableLsn(newest.reached().durableLsn());
    }
  }

  /** The whole superblocks, newest first; there is one from when the file has its name. */
  private static List<Superblock> superblocks(DataFile file) {
    List<Superblock> found = new ArrayList<>();
    int format = Superblock.FORMAT;
    for (int slot = 0; slot < Superblock.SLOTS; slot++) {
      byte[] block = file.readSlot(slot);
      Superblock superblock = Superblock.decode(block, DataFile.NAME);
      if (superblock != null && superblock.offset() == Superblock.offset(slot)) {
        found.add(superblock);
      }
      if (Superblock.formatOf(block) != Superblock.FORMAT) {
        format = Superblock.formatOf(block);
      }
    }
    if (found.isEmpty() && format != Superblock.FORMAT) {
      throw KvException.of(
          ErrorCode.FORMAT,
          "%s has format %d; this version reads format %d",
          DataFile.NAME,
          format,
          Superblock.FORMAT);
    }
    if (found.isEmpty()) {
      throw KvException.of(
          ErrorCode.CORRUPT,
          "%s is damaged, or no file of ZDB: none of its %d slots has a whole superblock",
          DataFile.NAME,
          Superblock.SLOTS);
    }
    found.sort(Comparator.comparing(Superblock::generation).reversed());
    return found;
  }

  /**
   * The superblocks before the newest that are not there as they were written, a sentence for each.
   * The oldest slot is not asked: the next checkpoint goes there, and a crash may have cut one
   * short.
   */
  public List<String> damagedSuperblocks() {
    int newest = checkpointer.last().generation();
    List<String> damaged = new ArrayList<>();
    for (int generation = Math.max(1, newest - Superblock.SLOTS + 2);
        generation < newest;
        generation++) {
      int slot = Superblock.slot(generation);
      Superblock found = Superblock.decode(file.readSlot(slot), DataFile.NAME);
      if (found == null || found.generation() != generation) {
        damaged.add(
            String.format(
                Locale.ROOT,
                "%s, superblock at offset %d: that of checkpoint %d is damaged; the newest, %d, is"
                    + " whole",
                DataFile.NAME,
                Superblock.offset(slot),
                generation,
                newest));
      }
    }
    return damaged;
  }

  private static StoredState at(Superblock from, DataFile file, Settings settings) {
    Roots roots = from.roots();
    byte[] map =
        file.read(roots.map(), new Label(Kind.MAP, Checkpointer.NO_TREE, roots.mapBytes()));
    UnitMap units = UnitMap.decode(map, Extent.HEADER);
    PageCache cache = new PageCache(settings.cacheBytes(), file);
    Tree system = Tree.open(systemShape(), cache, roots.trees());
    Directory directory = new Directory(from.nextTree());
    openTrees(system, directory, cache, from.reached().time());
    Checkpointer checkpointer = new Checkpointer(from, file, cache, units, system);
    long durableLsn = from.reached().durableLsn();
    return new StoredState(from.store(), file, checkpointer, cache, directory, durableLsn);
  }

  private static Tree.Shape systemShape() {
    return new Tree.Shape(Checkpointer.SYSTEM_TREE, Checkpointer.SYSTEM_PAGE_BYTES);
  }

  private static void openTrees(Tree system, Directory directory, PageCache cache, long time) {
    Bytes at = new Bytes();
    Bytes value = new Bytes();
    PageVersion leaf = system.leafFor(0, at);
    while (true) {
      byte[] page = leaf.page();
      for (int index = 0; index < Page.count(page); index++) {
        system.appendValue(leaf, index, value.clear());
        int id = ByteBuffer.wrap(Page.key(page, index)).getInt();
        TreeEntry entry = TreeEntry.decode(id, value.toArray());
        Tree tree = Tree.open(new Tree.Shape(id, entry.pageBytes()), cache, entry.root());
        tree.addCounts(entry.entries(), entry.overflows());
        if (entry.state() == TreeEntry.State.DROPPED) {
          tree.setDropped(time);
        }
        directory.add(tree);
      }
      if (!Page.hasHigh(page)) {
        return;
      }
      Page.copyHigh(page, at);
      leaf = system.leafFor(0, at);
    }
  }
}
