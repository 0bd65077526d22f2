package dev.zdb.kv.btree;

import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The trees of a store, those just dropped among them.
 *
 * <p><b>Threads:</b> safe.
 */
public final class Directory {
  private final Map<Integer, Tree> trees = new ConcurrentHashMap<>();
  private final AtomicInteger nextId;

  public Directory(int nextId) {
    this.nextId = new AtomicInteger(nextId);
  }

  /** A number that no tree ever had. */
  public int newId() {
    return nextId.getAndIncrement();
  }

  /** Notes that a tree has this number. */
  public void use(int id) {
    nextId.accumulateAndGet(id + 1, Math::max);
  }

  public int nextId() {
    return nextId.get();
  }

  public void add(Tree tree) {
    use(tree.id());
    trees.put(tree.id(), tree);
  }

  /** Forgets a tree that nobody sees any more. */
  public void remove(Tree tree) {
    trees.remove(tree.id());
  }

  public Collection<Tree> all() {
    return trees.values();
  }

  /** The tree of that number as of that moment. */
  public Tree at(int id, long time) {
    Tree tree = trees.get(id);
    if (tree == null || !tree.existsAt(time)) {
      throw KvException.of(ErrorCode.NO_SUCH_TREE, "there is no tree %d as of commit %d", id, time);
    }
    return tree;
  }

  /** Whether the tree of that number is there as of that moment. */
  public boolean has(int id, long time) {
    Tree tree = trees.get(id);
    return tree != null && tree.existsAt(time);
  }
}
