package dev.zdb.kv.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.page.PageEditor.Fences;
import org.junit.jupiter.api.Test;

final class PageEditorTest {
  private final byte[] page = PageEditor.empty(256, 0, Fences.NONE);

  @Test
  void anEmptyPageHasRoomForAllButHeaderAndFences() {
    byte[] fenced = PageEditor.empty(256, 0, new Fences(new byte[3], new byte[] {1, 2}));

    assertThat(Page.capacity(page)).isEqualTo(256 - 52);
    assertThat(Page.capacity(fenced)).isEqualTo(256 - 52 - 3 - 2);
    assertThat(Page.usedBytes(fenced)).isZero();
  }

  @Test
  void anInsertionThatDoesNotFitLeavesThePageAsItWas() {
    fill();
    byte[] before = page.clone();

    assertThat(insert(1, 40)).isFalse();
    assertThat(page).isEqualTo(before);
  }

  @Test
  void aReplacementThatDoesNotFitLeavesThePageAsItWas() {
    fill();
    byte[] before = page.clone();

    assertThat(PageEditor.replace(page, 1, value(60))).isFalse();
    assertThat(page).isEqualTo(before);
  }

  @Test
  void aValueOfTheSameLengthIsReplacedInPlace() {
    fill();
    int start = Page.valueStart(page, 1);

    assertThat(PageEditor.replace(page, 1, value(20))).isTrue();
    assertThat(Page.valueStart(page, 1)).isEqualTo(start);
    assertThat(Page.garbage(page)).isZero();
  }

  @Test
  void aReplacedValueKeepsItsKeyAndItsNeighbours() {
    fill();
    PageEditor.delete(page, 0);

    assertThat(PageEditor.replace(page, 1, value(33))).isTrue();
    assertThat(Page.key(page, 0)).containsExactly(4);
    assertThat(Page.key(page, 1)).containsExactly(6);
    assertThat(Page.valueLengthAt(page, 1)).isEqualTo(33);
    assertThat(Page.key(page, 2)).containsExactly(8);
    PageVerifier.verify(page, "the test");
  }

  @Test
  void aReplacementThatNeedsTheLastByteFits() {
    fill();
    int free = Page.capacity(page) - Page.usedBytes(page);
    byte[] full = page.clone();

    assertThat(PageEditor.replace(page, 1, value(20 + free + 1))).isFalse();
    assertThat(page).isEqualTo(full);
    assertThat(PageEditor.replace(page, 1, value(20 + free))).isTrue();
    assertThat(Page.usedBytes(page)).isEqualTo(Page.capacity(page));
    PageVerifier.verify(page, "the test");
  }

  @Test
  void aLongValueTakesThePlaceOfOneJustAsLongAsItsReferenceAndBack() {
    fill();

    assertThat(PageEditor.replace(page, 1, PageValue.overflow(1_000_000))).isTrue();
    assertThat(Page.isOverflow(page, 1)).isTrue();
    assertThat(PageValue.overflowLength(page, 1)).isEqualTo(1_000_000);

    assertThat(PageEditor.replace(page, 1, value(PageValue.OVERFLOW_BYTES))).isTrue();
    assertThat(Page.isOverflow(page, 1)).isFalse();
  }

  @Test
  void whatWasDeletedIsRoomAgain() {
    int count = fill();
    for (int round = 0; round < 100; round++) {
      byte[] key = Page.key(page, round % count);
      PageEditor.delete(page, round % count);
      assertThat(insert(key[0], 20)).as("round %d", round).isTrue();
      PageVerifier.verify(page, "the test");
    }
    assertThat(Page.count(page)).isEqualTo(count);
  }

  @Test
  void anOverflowIsMarkedAndKeepsItsLength() {
    assertThat(PageEditor.insert(page, 0, key(1), PageValue.overflow(1_000_000))).isTrue();

    assertThat(Page.isOverflow(page, 0)).isTrue();
    assertThat(PageValue.overflowLength(page, 0)).isEqualTo(1_000_000);
    assertThat(Page.valueLengthAt(page, 0)).isEqualTo(PageValue.OVERFLOW_BYTES);
  }

  @Test
  void recordsMoveToAPageOfAnotherPrefixWithTheirWholeKeys() {
    byte[] narrow = PageEditor.empty(256, 0, new Fences(new byte[] {7, 7}, new byte[] {7, 9}));
    PageEditor.insert(narrow, 0, Bytes.copyOf(new byte[] {7, 8, 1}), value(3));

    assertThat(PageEditor.appendRange(page, narrow, 0, 1)).isTrue();
    assertThat(Page.key(page, 0)).containsExactly(7, 8, 1);
  }

  @Test
  void theFirstChildMovedToAPageOfItsOwnStandsForTheLowFence() {
    byte[] inner = PageEditor.empty(256, 1, Fences.NONE);
    PageEditor.insert(inner, 0, new Bytes(), PageValue.child());
    PageEditor.insert(inner, 1, key(5), PageValue.child());
    byte[] right = PageEditor.empty(256, 1, new Fences(new byte[] {5}, null));

    assertThat(PageEditor.appendRange(right, inner, 1, 2)).isTrue();
    assertThat(Page.key(right, 0)).isEmpty();
    PageVerifier.verify(right, "the test");
  }

  /** Fills the page with keys 2, 4, 6 ... of twenty bytes each; returns how many. */
  private int fill() {
    int key = 2;
    while (insert(key, 20)) {
      key += 2;
    }
    return Page.count(page);
  }

  private boolean insert(int key, int valueBytes) {
    return PageEditor.insert(page, -1 - Page.find(page, key(key)), key(key), value(valueBytes));
  }

  private static Bytes key(int key) {
    return Bytes.copyOf(new byte[] {(byte) key});
  }

  private static PageValue value(int bytes) {
    return PageValue.inline(Bytes.copyOf(new byte[bytes]));
  }
}
