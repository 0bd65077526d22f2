package dev.zdb.kv.btree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageEditor;
import dev.zdb.kv.page.PageEditor.Fences;
import dev.zdb.kv.page.PageValue;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clean leaves that nobody uses leave when memory is full, and nothing else does. */
final class PageCacheTest {
  private static final int PAGE = 256;
  private static final int ROOM = 5 * PAGE;
  private static final int LEAVES = 7;
  private static final Tree.Shape SHAPE = new Tree.Shape(1, PAGE);

  private final StoredLeaves disk = new StoredLeaves();
  private final PageCache cache = new PageCache(ROOM, disk);

  @Test
  void leavesThatWereReadTakeNoMoreThanTheirRoom() {
    Tree tree = Tree.open(SHAPE, cache, place(0));

    for (int i = 0; i < 10 * LEAVES; i++) {
      assertThat(tree.contains(0, key(i % LEAVES))).isTrue();
      assertThat(cache.cachedBytes()).isLessThanOrEqualTo(ROOM);
    }
    assertThat(disk.reads.get(0)).as("reads of the inner page").isEqualTo(1);
  }

  @Test
  void aLeafThatIsUsedAllTheTimeStays() {
    Tree tree = Tree.open(SHAPE, cache, place(0));

    for (int i = 0; i < 10 * LEAVES; i++) {
      tree.contains(0, key(0));
      tree.contains(0, key(1 + i % (LEAVES - 1)));
    }
    assertThat(disk.reads.get(1)).as("reads of the first leaf").isEqualTo(1);
  }

  @Test
  void whatNoDiskHasOrASnapshotNeedsStays() {
    PageCache narrow = new PageCache(0, disk);
    Tree tree = Tree.create(SHAPE, narrow, 0);
    commit(tree, narrow, 1);
    narrow.makeRoom();
    assertThat(tree.root().newest()).as("not stored").isNotNull();

    store(tree);
    commit(tree, narrow, 2);
    store(tree);
    narrow.makeRoom();
    assertThat(tree.contains(1, key(2))).as("as of the snapshot").isFalse();
    assertThat(tree.contains(2, key(2))).isTrue();
  }

  @Test
  void aRootThatIsNoLeafAnyMoreStays() {
    PageCache narrow = new PageCache(0, disk);
    Tree tree = Tree.create(SHAPE, narrow, 0);
    for (int time = 1; time < 40; time++) {
      commit(tree, narrow, time);
      tree.newest(tree.root()).setOlder(null);
    }
    assertThat(Page.isLeaf(tree.newest(tree.root()).page())).isFalse();

    store(tree);
    narrow.makeRoom();
    assertThat(tree.root().newest()).isNotNull();
  }

  private static void commit(Tree tree, PageCache cache, int time) {
    Change change = new Change(time, cache);
    new TreeEditor(tree, change).put(key(time), Bytes.copyOf(new byte[20]));
    change.publish(new History(cache));
  }

  private static void store(Tree tree) {
    tree.root().stored(tree.newest(tree.root()), place(0));
  }

  private static Bytes key(int key) {
    return Bytes.copyOf(new byte[] {(byte) key});
  }

  private static ExtentRef place(int extent) {
    return new ExtentRef((long) extent * ExtentRef.UNIT, 1, 0, 1);
  }

  /** A root at place 0 over leaves of one key each, which lie behind it in order. */
  private static final class StoredLeaves implements PageSource {
    private final Map<Integer, Integer> reads = new HashMap<>();

    @Override
    public byte[] readPage(ExtentRef ref, int tree, int pageBytes) {
      int extent = ref.firstUnit();
      reads.merge(extent, 1, Integer::sum);
      return extent == 0 ? root() : leaf(extent - 1);
    }

    private static byte[] root() {
      byte[] page = PageEditor.empty(PAGE, 1, Fences.NONE);
      for (int leaf = 0; leaf < LEAVES; leaf++) {
        PageEditor.insert(page, leaf, leaf == 0 ? new Bytes() : key(leaf), PageValue.child());
        place(leaf + 1).write(page, PageValue.refStart(page, leaf));
      }
      return page;
    }

    private static byte[] leaf(int key) {
      byte[] high = key + 1 == LEAVES ? null : key(key + 1).toArray();
      byte[] low = key == 0 ? new byte[0] : key(key).toArray();
      byte[] page = PageEditor.empty(PAGE, 0, new Fences(low, high));
      PageEditor.insert(page, 0, key(key), PageValue.inline(new Bytes()));
      return page;
    }

    @Override
    public byte[] readOverflow(ExtentRef ref, int tree, int length) {
      throw new AssertionError("no long value is stored: " + ref);
    }
  }
}
