package dev.zdb.kv.txn;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.btree.Change;
import dev.zdb.kv.btree.Tree;
import dev.zdb.kv.btree.TreeEditor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does the steps of one commit to the trees, for nobody to see before they are published. */
final class Applier implements CommitRecord.Steps {
  private final Committer.Trees trees;
  private final Change change;
  private final Map<Integer, Tree> created = new HashMap<>();
  private final Map<Integer, Tree> dropped = new HashMap<>();
  private @Nullable TreeEditor editor;

  Applier(Committer.Trees trees, long time) {
    this.trees = trees;
    this.change = new Change(time, trees.cache());
  }

  Change change() {
    return change;
  }

  @Override
  public void create(int tree, int pageBytes) {
    Tree.Shape shape = new Tree.Shape(tree, pageBytes);
    Tree made = Tree.create(shape, trees.cache(), change.time());
    created.put(tree, made);
    trees.directory().add(made);
  }

  @Override
  public void drop(int tree) {
    Tree gone = trees.directory().at(tree, change.time() - 1);
    dropped.put(tree, gone);
    gone.setDropped(change.time());
  }

  @Override
  public void goTo(int tree) {
    Tree mine = created.get(tree);
    editor =
        new TreeEditor(mine != null ? mine : trees.directory().at(tree, change.time() - 1), change);
  }

  @Override
  public void put(Bytes key, Bytes value) {
    editor().put(key, value);
  }

  @Override
  public void delete(Bytes key) {
    editor().delete(key);
  }

  private TreeEditor editor() {
    TreeEditor current = editor;
    if (current == null) {
      throw KvException.of(
          ErrorCode.CORRUPT, "commit %d writes before it names a tree", change.time());
    }
    return current;
  }

  /** Takes all of it back; whatever was done to the trees since has been before. */
  void revert() {
    change.revert();
    created.values().forEach(trees.directory()::remove);
    created.values().forEach(Tree::forget);
    dropped.values().forEach(tree -> tree.setDropped(Tree.NEVER));
  }
}
