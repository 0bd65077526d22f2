package dev.zdb.kv.btree;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the cache says it holds is what is there: what is counted and not taken back makes room for
 * ever less, and what is taken back and was not counted lets memory grow.
 */
final class AccountsTest {
  private static final int PAGE = 256;
  private static final int LONG = 1_000;

  private final PageCache cache = new PageCache(1 << 30, new NoDisk());
  private final History history = new History(cache);
  private final Tree tree = Tree.create(new Tree.Shape(1, PAGE), cache, 0);
  private long time;

  @Test
  void aTreeThatIsEmptiedHoldsOnePage() {
    Random random = new Random(7);
    List<Integer> keys = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      Change change = begin();
      for (int i = 0; i < 25; i++) {
        int key = random.nextInt(500);
        put(change, key, key % 50 == 0 ? LONG + round : 10 + key % 20);
        keys.add(key);
      }
      commit(change);
    }
    assertThat(cache.cachedBytes()).isEqualTo(cache.dirtyBytes()).isGreaterThan(30 * PAGE);
    assertThat(cache.historyBytes()).isZero();

    while (!keys.isEmpty()) {
      Change change = begin();
      for (int i = 0; i < 40 && !keys.isEmpty(); i++) {
        delete(change, keys.remove(keys.size() - 1));
      }
      commit(change);
    }

    assertHolds(PAGE, PAGE, 0);
  }

  @Test
  void anEmptiedPageGoesThoughItsNeighboursAreFull() {
    Change filled = begin();
    Random random = new Random(5);
    for (int i = 0; i < 4_000; i++) {
      put(filled, random.nextInt(1_000_000), 2);
    }
    commit(filled);
    List<byte[]> doomed = new ArrayList<>();
    List<byte[]> leaves = leaves();
    for (int at = 1; at < leaves.size(); at += 2) {
      byte[] leaf = leaves.get(at);
      for (int index = 0; index < Page.count(leaf); index++) {
        doomed.add(Page.key(leaf, index));
      }
    }

    Change emptied = begin();
    for (byte[] key : doomed) {
      new TreeEditor(tree, emptied).delete(Bytes.copyOf(key));
    }
    commit(emptied);

    assertThat(leaves()).hasSizeGreaterThan(10).noneMatch(leaf -> Page.count(leaf) == 0);
  }

  private List<byte[]> leaves() {
    List<PageVersion> level = List.of(tree.newest(tree.root()));
    while (!Page.isLeaf(level.get(0).page())) {
      List<PageVersion> below = new ArrayList<>();
      for (PageVersion inner : level) {
        for (int slot = 0; slot < Page.count(inner.page()); slot++) {
          below.add(tree.newest(inner.child(slot)));
        }
      }
      level = below;
    }
    return level.stream().map(PageVersion::page).toList();
  }

  @Test
  void whatIsTakenBackLeavesAllAsItWas() {
    fill();
    long cached = cache.cachedBytes();
    long dirty = cache.dirtyBytes();

    Change change = begin();
    for (int key = 0; key < 300; key++) {
      if (key % 3 == 0) {
        delete(change, key);
      } else {
        put(change, key * 7, key % 10 == 1 ? LONG : 30);
      }
    }
    assertThat(cache.cachedBytes()).isGreaterThan(cached);
    change.revert();

    assertHolds(cached, dirty, 0);
  }

  @Test
  void aCommitAddsNewPagesAndLongValuesAndNothingElse() {
    Change change = begin();
    put(change, 1, 10);
    assertThat(change.addedBytes()).isZero();
    put(change, 2, LONG);
    assertThat(change.addedBytes()).isEqualTo(LONG);
    for (int key = 3; key < 12; key++) {
      put(change, key, 20);
    }
    assertThat(change.addedBytes()).isEqualTo(LONG + 2 * PAGE);
  }

  @Test
  void aStoredPageIsDirtyFromItsNextChangeOnUnlessThatIsTakenBack() {
    store();
    assertHolds(PAGE, 0, 0);

    Change failed = begin();
    put(failed, 1, 10);
    assertHolds(2 * PAGE, PAGE, PAGE);
    failed.revert();
    assertHolds(PAGE, 0, 0);

    Change change = begin();
    put(change, 1, 10);
    put(change, 2, 10);
    commit(change);
    assertHolds(PAGE, PAGE, 0);
  }

  @Test
  void aPageThatChangedWhileItWasStoredStaysDirty() {
    PageVersion beingStored = tree.newest(tree.root());
    Change change = begin();
    put(change, 1, 10);
    commit(change);

    assertThat(tree.root().stored(beingStored, somewhere())).isFalse();
    assertThat(tree.root().stored(tree.newest(tree.root()), somewhere())).isTrue();
  }

  @Test
  void whatASnapshotSeesIsHeldUntilItIsGone() {
    fill();
    long before = time;
    long cached = cache.cachedBytes();
    Change change = begin();
    for (int key = 0; key < 100; key++) {
      delete(change, key);
    }
    change.publish(history);

    history.trim(new long[] {before, time});
    assertThat(cache.historyBytes()).isGreaterThanOrEqualTo(cached - PAGE);
    assertThat(cache.dirtyBytes()).as("what no tree has is never stored").isEqualTo(PAGE);
    assertThat(tree.get(before, key(50), new Bytes())).isTrue();
    assertThat(tree.get(time, key(50), new Bytes())).isFalse();

    history.trim(new long[] {time});
    assertHolds(PAGE, PAGE, 0);
  }

  @Test
  void aRowThatChangesAllTheTimeKeepsWhatASnapshotSeesAndNoMore() {
    fill();
    long before = time;
    for (int i = 0; i < 50; i++) {
      Change change = begin();
      put(change, 1, 20);
      change.publish(history);
      history.trim(new long[] {before, time});
    }

    assertThat(cache.historyBytes()).isEqualTo(PAGE);
  }

  @Test
  void aLongValueLeavesMemoryOnceItIsStored() {
    Change change = begin();
    put(change, 1, LONG);
    commit(change);
    Overflow value = requireNonNull(tree.newest(tree.root()).overflow(0));

    value.stored(somewhere(), cache);

    assertThat(value.bytes()).isNull();
    assertHolds(PAGE, PAGE, 0);
  }

  @Test
  void aTreeForgottenHoldsNothing() {
    fill();

    tree.forget();

    assertHolds(0, 0, 0);
  }

  private void assertHolds(long cached, long dirty, long old) {
    assertThat(cache.cachedBytes()).as("cached").isEqualTo(cached);
    assertThat(cache.dirtyBytes()).as("not stored").isEqualTo(dirty);
    assertThat(cache.historyBytes()).as("old versions").isEqualTo(old);
  }

  private void fill() {
    Change change = begin();
    for (int key = 0; key < 100; key++) {
      put(change, key, 20);
    }
    commit(change);
  }

  /** As a checkpoint does. */
  private void store() {
    if (tree.root().stored(tree.newest(tree.root()), somewhere())) {
      cache.addDirty(-PAGE);
    }
  }

  private Change begin() {
    time++;
    return new Change(time, cache);
  }

  private void put(Change change, int key, int valueBytes) {
    new TreeEditor(tree, change).put(key(key), Bytes.copyOf(new byte[valueBytes]));
  }

  private void delete(Change change, int key) {
    new TreeEditor(tree, change).delete(key(key));
  }

  /** As the committer does, with nobody who looks at older moments, and then a checkpoint. */
  private void commit(Change change) {
    change.publish(history);
    history.trim(new long[] {time});
    change.abandoned().forEach(value -> value.forget(cache));
  }

  private static Bytes key(int key) {
    return Bytes.copyOf(new byte[] {(byte) (key >> 8), (byte) key});
  }

  private static ExtentRef somewhere() {
    return new ExtentRef(1 << 20, 1, 0, 1);
  }

  /** Nothing is ever evicted here. */
  private static final class NoDisk implements PageSource {
    @Override
    public byte[] readPage(ExtentRef ref, int id, int pageBytes) {
      throw new AssertionError("a page was not in memory: " + ref);
    }

    @Override
    public byte[] readOverflow(ExtentRef ref, int id, int valueBytes) {
      throw new AssertionError("a long value was not in memory: " + ref);
    }
  }
}
