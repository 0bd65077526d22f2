package dev.zdb.kv.page;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.zdb.kv.api.Bytes;
import dev.zdb.kv.api.ErrorCode;
import dev.zdb.kv.api.KvException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Makes sure that a page read from disk can be searched and edited without looking twice: all
 * lengths and places lie within it, keys ascend between the fences, and its sums add up.
 */
public final class PageVerifier {
  private final byte[] page;
  private final String place;

  private PageVerifier(byte[] page, String place) {
    this.page = page;
    this.place = place;
  }

  /** Fails with {@link ErrorCode#CORRUPT}, naming {@code place}, unless the page is sound. */
  public static void verify(byte[] page, String place) {
    new PageVerifier(page, place).verify();
  }

  private void verify() {
    require(page[Page.FLAGS] == 0, "flags of no known meaning");
    require(Page.level(page) < 64, "a level over any tree's height");
    long directoryEnd = (long) Page.directory(page) + (long) Page.ENTRY * Page.count(page);
    int top = Page.heapTop(page);
    require(directoryEnd <= top && top <= page.length, "a directory that reaches into records");
    require(Page.isLeaf(page) || Page.count(page) > 0, "no child");
    verifyFences();
    long used = 0;
    Bytes before = new Bytes();
    Bytes key = new Bytes();
    for (int index = 0; index < Page.count(page); index++) {
      used += verifyRecord(index);
      Page.appendKey(page, index, key.clear());
      boolean first = index == 0;
      require(first || Keys.compare(before, key) < 0, "keys out of order at %d", index);
      before.clear().append(key.array(), 0, key.length());
      boolean implied = first && !Page.isLeaf(page);
      require(implied || !Page.beginsBehind(page, key), "a key below the low fence");
      require(!Page.endsBy(page, key), "a key beyond the high fence");
    }
    require(
        used + Page.garbage(page) == page.length - top && Page.garbage(page) >= 0,
        "records of %d bytes and garbage of %d where %d are in use",
        used,
        Page.garbage(page),
        page.length - top);
  }

  private void verifyFences() {
    byte[] low = Page.low(page);
    byte[] high = Page.high(page);
    int shared = high == null ? 0 : Keys.sharedPrefix(low, high);
    require(high == null || Arrays.compareUnsigned(low, high) < 0, "fences out of order");
    require(Page.prefixLength(page) == shared, "a prefix that is not the fences'");
  }

  private int verifyRecord(int index) {
    int entry = Page.directory(page) + Page.ENTRY * index;
    int record = Page.recordAt(page, index);
    boolean inside =
        record >= Page.heapTop(page)
            && record + Page.RECORD_HEADER <= page.length
            && record + Page.recordBytes(page, record) <= page.length;
    require(inside, "record %d outside of the page", index);
    int start = record + Page.RECORD_HEADER;
    int suffix = Page.suffixLength(page, record);
    require(
        Page.i32(page, entry) == Page.head(page, start, start + suffix),
        "head %d that is not its key's",
        index);
    int value = Page.valueLength(page, record);
    if (!Page.isLeaf(page)) {
      require(
          value == ExtentRef.BYTES && !Page.isOverflow(page, index), "record %d, no child", index);
      require(index > 0 || suffix == 0, "a first child with a key");
    } else if (Page.isOverflow(page, index)) {
      require(value == PageValue.OVERFLOW_BYTES, "overflow %d of %d bytes", index, value);
    }
    return Page.recordBytes(page, record);
  }

  @FormatMethod
  private void require(boolean sound, @FormatString String problem, Object... facts) {
    if (!sound) {
      throw KvException.of(
          ErrorCode.CORRUPT, "%s: %s", place, String.format(Locale.ROOT, problem, facts));
    }
  }
}
