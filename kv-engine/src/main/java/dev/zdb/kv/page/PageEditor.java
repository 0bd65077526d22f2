package dev.zdb.kv.page;

import dev.zdb.kv.api.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a page is made and changed. The caller has the page to itself.
 *
 * <p>Edits that do not fit answer {@code false} and leave the page as it was.
 */
public final class PageEditor {

  /** The fences of a page: its keys are at least {@code low} and less than {@code high}. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Fences(byte[] low, byte @Nullable [] high) {
    public static final Fences NONE = new Fences(new byte[0], null);

    public static Fences of(byte[] page) {
      return new Fences(Page.low(page), Page.high(page));
    }

    int prefixLength() {
      return high == null ? 0 : Keys.sharedPrefix(low, high);
    }
  }

  private PageEditor() {}

  /** A page without records. */
  public static byte[] empty(int pageBytes, int level, Fences fences) {
    byte[] page = new byte[pageBytes];
    byte[] high = fences.high();
    page[Page.LEVEL] = (byte) level;
    Page.setI32(page, Page.HEAP_TOP, pageBytes);
    Page.setU16(page, Page.PREFIX_LENGTH, fences.prefixLength());
    Page.setU16(page, Page.LOW_LENGTH, fences.low().length);
    Page.setU16(page, Page.HIGH_LENGTH, high == null ? Page.NO_HIGH : high.length);
    System.arraycopy(fences.low(), 0, page, Page.FENCES, fences.low().length);
    if (high != null) {
      System.arraycopy(high, 0, page, Page.FENCES + fences.low().length, high.length);
    }
    return page;
  }

  /** Adds a record at {@code index}, where its key belongs. */
  public static boolean insert(byte[] page, int index, Bytes key, PageValue value) {
    int prefix = Page.prefixLength(page);
    int suffix = Math.max(0, key.length() - prefix);
    int needed = Page.RECORD_HEADER + suffix + value.length();
    if (!reserve(page, needed + Page.ENTRY)) {
      return false;
    }
    int record = place(page, needed);
    Page.setU16(page, record, suffix);
    Page.setU16(page, record + 2, value.length() | (value.isOverflow() ? Page.OVERFLOW : 0));
    if (suffix > 0) {
      System.arraycopy(key.array(), prefix, page, record + Page.RECORD_HEADER, suffix);
    }
    value.copyTo(page, record + Page.RECORD_HEADER + suffix);
    openEntry(page, index, record);
    return true;
  }

  /** Gives the record at {@code index} another value. */
  public static boolean replace(byte[] page, int index, PageValue value) {
    int old = Page.recordAt(page, index);
    int suffix = Page.suffixLength(page, old);
    int mark = value.length() | (value.isOverflow() ? Page.OVERFLOW : 0);
    if (Page.valueLength(page, old) == value.length()) {
      Page.setU16(page, old + 2, mark);
      value.copyTo(page, old + Page.RECORD_HEADER + suffix);
      return true;
    }
    int needed = Page.RECORD_HEADER + suffix + value.length();
    if (Page.usedBytes(page) - Page.recordBytes(page, old) + needed > Page.capacity(page)) {
      return false;
    }
    byte[] kept =
        Arrays.copyOfRange(page, old + Page.RECORD_HEADER, old + Page.RECORD_HEADER + suffix);
    Bytes key = new Bytes(Page.keyLength(page, index));
    key.append(page, Page.FENCES, Page.prefixLength(page)).append(kept, 0, suffix);
    delete(page, index);
    return insert(page, index, key, value);
  }

  /** Removes the record at {@code index}. */
  public static void delete(byte[] page, int index) {
    int record = Page.recordAt(page, index);
    Page.setI32(page, Page.GARBAGE, Page.garbage(page) + Page.recordBytes(page, record));
    int directory = Page.directory(page);
    int count = Page.count(page);
    int at = directory + Page.ENTRY * index;
    System.arraycopy(
        page, at + Page.ENTRY, page, at, directory + Page.ENTRY * count - at - Page.ENTRY);
    Page.setU16(page, Page.COUNT, count - 1);
  }

  /** Adds records {@code [from, to)} of another page behind those of this one. */
  public static boolean appendRange(byte[] page, byte[] source, int from, int to) {
    Bytes key = new Bytes();
    for (int index = from; index < to; index++) {
      key.clear();
      boolean first = Page.count(page) == 0 && !Page.isLeaf(page);
      if (index == 0 && !Page.isLeaf(source)) {
        Page.copyLow(source, key);
      } else {
        Page.appendKey(source, index, key);
      }
      PageValue value = PageValue.of(source, index);
      if (!insert(page, Page.count(page), first ? key.clear() : key, value)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes that a record takes, with its entry in the directory. */
  public static int footprint(byte[] page, int index) {
    return Page.ENTRY + Page.recordBytes(page, Page.recordAt(page, index));
  }

  private static boolean reserve(byte[] page, int needed) {
    int end = Page.directory(page) + Page.ENTRY * Page.count(page);
    if (Page.heapTop(page) - end >= needed) {
      return true;
    }
    if (Page.heapTop(page) - end + Page.garbage(page) < needed) {
      return false;
    }
    compact(page);
    return true;
  }

  private static int place(byte[] page, int bytes) {
    int record = Page.heapTop(page) - bytes;
    Page.setI32(page, Page.HEAP_TOP, record);
    return record;
  }

  private static void openEntry(byte[] page, int index, int record) {
    int directory = Page.directory(page);
    int count = Page.count(page);
    int at = directory + Page.ENTRY * index;
    System.arraycopy(page, at, page, at + Page.ENTRY, directory + Page.ENTRY * count - at);
    int suffix = record + Page.RECORD_HEADER;
    Page.setI32(page, at, Page.head(page, suffix, suffix + Page.suffixLength(page, record)));
    Page.setU16(page, at + 4, record);
    Page.setU16(page, Page.COUNT, count + 1);
  }

  private static void compact(byte[] page) {
    byte[] old = page.clone();
    int directory = Page.directory(page);
    int top = page.length;
    for (int index = 0; index < Page.count(page); index++) {
      int record = Page.recordAt(old, index);
      int bytes = Page.recordBytes(old, record);
      top -= bytes;
      System.arraycopy(old, record, page, top, bytes);
      Page.setU16(page, directory + Page.ENTRY * index + 4, top);
    }
    Page.setI32(page, Page.HEAP_TOP, top);
    Page.setI32(page, Page.GARBAGE, 0);
  }
}
