package dev.zdb.kv.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import dev.zdb.kv.page.PageEditor.Fences;
import dev.zdb.kv.page.PageValue.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No page that could lead a search or an edit astray passes, whatever its sums say. */
final class PageVerifierTest {
  private static final Fences NARROW = new Fences(new byte[] {7, 7}, new byte[] {7, 9});

  private final byte[] leaf = PageEditor.empty(256, 0, NARROW);
  private final byte[] inner = PageEditor.empty(256, 1, Fences.NONE);

  @BeforeEach
  void fill() {
    insert(leaf, new byte[] {7, 7, 1}, value(5));
    insert(leaf, new byte[] {7, 8}, value(9));
    insert(inner, new byte[0], PageValue.child());
    insert(inner, new byte[] {4}, PageValue.child());
    PageVerifier.verify(leaf, "here");
    PageVerifier.verify(inner, "here");
  }

  @Test
  void recordsLieBetweenTheHeapsTopAndThePagesEnd() {
    byte[] empty = PageEditor.empty(256, 0, Fences.NONE);
    Page.setI32(empty, Page.HEAP_TOP, 300);
    refuses("a directory that reaches into records", empty);

    byte[] higherTop = leaf.clone();
    Page.setI32(higherTop, Page.HEAP_TOP, Page.heapTop(leaf) + 1);
    refuses("record 1 outside of the page", higherTop);

    byte[] longSuffix = leaf.clone();
    Page.setU16(longSuffix, Page.recordAt(leaf, 0), 300);
    refuses("record 0 outside of the page", longSuffix);
  }

  @Test
  void noKeyIsThereTwice() {
    byte[] twice = leaf.clone();
    int directory = Page.directory(leaf);
    System.arraycopy(twice, directory, twice, directory + Page.ENTRY, Page.ENTRY);

    refuses("keys out of order at 1", twice);
  }

  @Test
  void recordsThatShareBytesDoNotAddUp() {
    byte[] page = PageEditor.empty(256, 0, Fences.NONE);
    byte[] record = {0, 1, 0, 0, 9}; // of key 9 and no value, within another's value
    insert(page, new byte[] {3}, PageValue.inline(Bytes.copyOf(record)));
    int entry = Page.directory(page) + Page.ENTRY;
    Page.setI32(page, entry, 9 << 24);
    Page.setU16(page, entry + 4, Page.valueStart(page, 0));
    Page.setU16(page, Page.COUNT, 2);
    Page.setI32(page, Page.GARBAGE, -record.length);

    refuses("garbage of -5", page);
  }

  @Test
  void fencesHoldAllKeysAndBeginAsTheyDo() {
    byte[] below = PageEditor.empty(256, 0, new Fences(new byte[] {7}, new byte[] {9}));
    byte[] beyond = below.clone();
    insert(below, new byte[] {6}, value(1));
    insert(beyond, new byte[] {9}, value(1));
    refuses("a key below the low fence", below);
    refuses("a key beyond the high fence", beyond);

    byte[] otherPrefix = leaf.clone();
    Page.setU16(otherPrefix, Page.PREFIX_LENGTH, 0);
    refuses("a prefix that is not the fences'", otherPrefix);

    for (byte high : new byte[] {6, 7}) {
      Fences fences = new Fences(new byte[] {7}, new byte[] {high});
      refuses("fences out of order", PageEditor.empty(256, 0, fences));
    }
  }

  @Test
  void anInnerPageHasChildrenAndNothingElse() {
    refuses("no child", PageEditor.empty(256, 1, Fences.NONE));

    byte[] shortReference = inner.clone();
    insert(shortReference, new byte[] {5}, value(ExtentRef.BYTES - 1));
    refuses("record 2, no child", shortReference);

    byte[] longValue = inner.clone();
    insert(longValue, new byte[] {5}, overflow(ExtentRef.BYTES));
    refuses("record 2, no child", longValue);

    byte[] firstWithKey = PageEditor.empty(256, 1, Fences.NONE);
    insert(firstWithKey, new byte[] {5}, PageValue.child());
    refuses("a first child with a key", firstWithKey);
  }

  @Test
  void thePlaceOfALongValueHasItsLength() {
    insert(leaf, new byte[] {7, 8, 1}, overflow(PageValue.OVERFLOW_BYTES - 1));

    refuses("overflow 2 of 19 bytes", leaf);
  }

  private static void refuses(String problem, byte[] page) {
    assertThatThrownBy(() -> PageVerifier.verify(page, "data.zdb, tree 7"))
        .isInstanceOfSatisfying(
            KvException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining("data.zdb, tree 7")
        .hasMessageContaining(problem);
  }

  private static void insert(byte[] page, byte[] key, PageValue value) {
    assertThat(PageEditor.insert(page, Page.count(page), Bytes.copyOf(key), value)).isTrue();
  }

  private static PageValue value(int bytes) {
    return PageValue.inline(Bytes.copyOf(new byte[bytes]));
  }

  private static PageValue overflow(int bytes) {
    return new PageValue(new byte[bytes], 0, bytes, Kind.OVERFLOW);
  }
}
