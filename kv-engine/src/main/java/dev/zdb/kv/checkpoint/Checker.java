package dev.zdb.kv.checkpoint;

import dev.zdb.kv.api.CheckReport;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.checkpoint.Extent.Kind;
import dev.zdb.kv.checkpoint.Extent.Label;
import dev.zdb.kv.page.ExtentRef;
import dev.zdb.kv.page.Page;
import dev.zdb.kv.page.PageValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that the newest checkpoint reaches, from the disk and not from memory, and holds it
 * against itself: extents against their parents' word, pages against their fences, counts against
 * the tree of trees, and the whole against the map of extents.
 *
 * <p><b>Threads:</b> one at a time, and none that takes a checkpoint meanwhile.
 */
public final class Checker {
  private final DataFile file;
  private final Superblock from;
  private final BitSet mapped;
  private final BitSet reached = new BitSet();
  private final List<String> problems = new ArrayList<>();
  private long trees;
  private long entries;
  private long pages;

  /** How much a tree was found to hold. */
  private static final class Sums {
    private long entries;
    private long overflows;
  }

  /** Where a page belongs: between its fences, at its level, -1 for any. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Place(int tree, int pageBytes, int level, byte[] low, byte @Nullable [] high) {
    Place child(byte[] page, int index) {
      boolean last = index + 1 == Page.count(page);
      byte[] childLow = index == 0 ? low : Page.key(page, index);
      return new Place(
          tree, pageBytes, Page.level(page) - 1, childLow, last ? high : Page.key(page, index + 1));
    }
  }

  private Checker(DataFile file, Superblock from, BitSet mapped) {
    this.file = file;
    this.from = from;
    this.mapped = mapped;
  }

  /** Checks the newest checkpoint, and adds what it finds to what is known. */
  public static CheckReport check(StoredState state, List<String> known) {
    Checkpointer checkpointer = state.checkpointer();
    Checker checker = new Checker(state.file(), checkpointer.last(), checkpointer.units().live());
    checker.checkAll();
    checker.problems.addAll(0, known);
    return new CheckReport(checker.trees, checker.entries, checker.pages, checker.problems);
  }

  private void checkAll() {
    reach(from.roots().map(), "the map of extents");
    attempt(
        () ->
            file.read(
                from.roots().map(),
                new Label(Kind.MAP, Checkpointer.NO_TREE, from.roots().mapBytes())));
    checkTree(
        Checkpointer.SYSTEM_TREE,
        Checkpointer.SYSTEM_PAGE_BYTES,
        from.roots().trees(),
        this::checkEntry);
    entries -= trees;
    if (problems.isEmpty() && !reached.equals(mapped)) {
      BitSet leaked = (BitSet) mapped.clone();
      leaked.andNot(reached);
      reached.andNot(mapped);
      problems.add(
          String.format(
              Locale.ROOT,
              "the map of extents has %d units that nothing reaches, from unit %d, and lacks %d"
                  + " that are reached, from unit %d",
              leaked.cardinality(),
              leaked.nextSetBit(0),
              reached.cardinality(),
              reached.nextSetBit(0)));
    }
  }

  /** Who looks at the entries of a leaf. */
  private interface Leaves {
    void see(byte[] leaf);
  }

  private void checkEntry(byte[] leaf) {
    for (int index = 0; index < Page.count(leaf); index++) {
      int tree = ByteBuffer.wrap(Page.key(leaf, index)).getInt();
      int start = Page.valueStart(leaf, index);
      byte[] value = Arrays.copyOfRange(leaf, start, start + Page.valueLengthAt(leaf, index));
      attempt(() -> checkTree(tree, TreeEntry.decode(tree, value)));
    }
  }

  private void checkTree(int tree, TreeEntry entry) {
    trees++;
    Sums sums = checkTree(tree, entry.pageBytes(), entry.root(), leaf -> {});
    if (sums.entries != entry.entries() || sums.overflows != entry.overflows()) {
      problems.add(
          "tree "
              + tree
              + " has "
              + sums.entries
              + " entries and "
              + sums.overflows
              + " long values where its own entry says "
              + entry.entries()
              + " and "
              + entry.overflows());
    }
  }

  private Sums checkTree(int tree, int pageBytes, ExtentRef root, Leaves leaves) {
    Sums sums = new Sums();
    Place place = new Place(tree, pageBytes, -1, new byte[0], null);
    attempt(() -> checkPage(place, root, sums, leaves));
    entries += sums.entries;
    return sums;
  }

  private void checkPage(Place place, ExtentRef ref, Sums sums, Leaves leaves) {
    reach(ref, "a page of tree " + place.tree());
    byte[] page = file.readPage(ref, place.tree(), place.pageBytes());
    pages++;
    if (place.level() >= 0 && Page.level(page) != place.level()) {
      problems.add(
          "a page of level "
              + Page.level(page)
              + " at offset "
              + ref.offset()
              + " where one of level "
              + place.level()
              + " belongs");
      return;
    }
    if (!Arrays.equals(Page.low(page), place.low())
        || !Arrays.equals(Page.high(page), place.high())) {
      problems.add("the page at offset " + ref.offset() + " has other fences than its parent says");
    }
    if (Page.isLeaf(page)) {
      checkLeaf(place, page, sums);
      leaves.see(page);
      return;
    }
    for (int index = 0; index < Page.count(page); index++) {
      Place child = place.child(page, index);
      ExtentRef childRef = ExtentRef.read(page, PageValue.refStart(page, index));
      attempt(() -> checkPage(child, childRef, sums, leaves));
    }
  }

  private void checkLeaf(Place place, byte[] page, Sums sums) {
    sums.entries += Page.count(page);
    for (int index = 0; index < Page.count(page); index++) {
      if (Page.isOverflow(page, index)) {
        sums.overflows++;
        ExtentRef ref = ExtentRef.read(page, PageValue.refStart(page, index));
        int length = PageValue.overflowLength(page, index);
        reach(ref, "a long value of tree " + place.tree());
        attempt(() -> file.readOverflow(ref, place.tree(), length));
      }
    }
  }

  private void reach(ExtentRef ref, String what) {
    int start = ref.firstUnit();
    int end = start + ref.units();
    int taken = reached.nextSetBit(start);
    if (start < UnitMap.FIRST_UNIT || (taken >= 0 && taken < end)) {
      problems.add(what + " at offset " + ref.offset() + " lies where another extent does");
    }
    reached.set(start, end);
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (KvException e) {
      problems.add(e.getMessage());
    }
  }
}
