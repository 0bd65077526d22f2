package dev.zdb.kv.page;

import dev.zdb.kv.api.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a page is read. A page is a byte array of the tree's page size; leaf and inner pages differ
 * only in what their values mean.
 *
 * <pre>
 *   offset  size  field
 *        0    32  extent header, which belongs to the data file
 *       32     1  level: 0 in a leaf, one more than its children in an inner page
 *       33     1  flags, zero
 *       34     2  count of records
 *       36     4  heap top: where the lowest record begins
 *       40     4  garbage: bytes between heap top and the end that no record owns
 *       44     2  prefix length: how many bytes the fences, and thus all keys, begin with alike
 *       46     2  length of the low fence
 *       48     2  length of the high fence; 65,535 where there is none
 *       50     2  zero
 *       52     -  low fence, high fence
 *        -   6 n  directory: for each record its head (4) and its offset (2), in key order
 *        -     -  free
 *      top     -  records: suffix length (2), value length (2), suffix, value
 * </pre>
 *
 * <p>A record's key is the prefix and its suffix; the head is the suffix's first four bytes, filled
 * up with zeros. The top bit of a value length marks an overflow. In an inner page the first
 * record's suffix is empty and stands for the low fence, and each value is an {@link ExtentRef}.
 *
 * <p><b>Invariant:</b> low fence &lt;= every key &lt; high fence; keys ascend, each once.
 *
 * <p><b>Threads:</b> any number may read a page that nobody edits any more.
 */
public final class Page {
  public static final int SMALLEST = 256;
  public static final int LARGEST = 65_536;
  static final int LEVEL = 32;
  static final int FLAGS = 33;
  static final int COUNT = 34;
  static final int HEAP_TOP = 36;
  static final int GARBAGE = 40;
  static final int PREFIX_LENGTH = 44;
  static final int LOW_LENGTH = 46;
  static final int HIGH_LENGTH = 48;
  static final int FENCES = 52;
  static final int NO_HIGH = 0xffff;
  static final int ENTRY = 6;
  static final int RECORD_HEADER = 4;
  static final int OVERFLOW = 0x8000;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private Page() {}

  /** The longest key that a page of this size takes, so that any two records can be parted. */
  public static int maxKeyBytes(int pageBytes) {
    return (pageBytes - 128) / 5;
  }

  /** The longest value that stays in a page of this size. */
  public static int maxInlineValueBytes(int pageBytes) {
    return (pageBytes - 128) / 4;
  }

  static int u16(byte[] page, int offset) {
    return (short) SHORT.get(page, offset) & 0xffff;
  }

  static void setU16(byte[] page, int offset, int value) {
    SHORT.set(page, offset, (short) value);
  }

  static int i32(byte[] page, int offset) {
    return (int) INT.get(page, offset);
  }

  static void setI32(byte[] page, int offset, int value) {
    INT.set(page, offset, value);
  }

  public static int level(byte[] page) {
    return page[LEVEL] & 0xff;
  }

  public static boolean isLeaf(byte[] page) {
    return page[LEVEL] == 0;
  }

  public static int count(byte[] page) {
    return u16(page, COUNT);
  }

  static int heapTop(byte[] page) {
    return i32(page, HEAP_TOP);
  }

  static int garbage(byte[] page) {
    return i32(page, GARBAGE);
  }

  static int prefixLength(byte[] page) {
    return u16(page, PREFIX_LENGTH);
  }

  static int lowLength(byte[] page) {
    return u16(page, LOW_LENGTH);
  }

  static int highLength(byte[] page) {
    int length = u16(page, HIGH_LENGTH);
    return length == NO_HIGH ? 0 : length;
  }

  public static boolean hasHigh(byte[] page) {
    return u16(page, HIGH_LENGTH) != NO_HIGH;
  }

  public static byte[] low(byte[] page) {
    return Arrays.copyOfRange(page, FENCES, FENCES + lowLength(page));
  }

  public static byte @Nullable [] high(byte[] page) {
    if (!hasHigh(page)) {
      return null;
    }
    int from = FENCES + lowLength(page);
    return Arrays.copyOfRange(page, from, from + highLength(page));
  }

  /** Puts the low fence into {@code into}. */
  public static void copyLow(byte[] page, Bytes into) {
    into.clear().append(page, FENCES, lowLength(page));
  }

  /** Puts the high fence into {@code into}; there must be one. */
  public static void copyHigh(byte[] page, Bytes into) {
    into.clear().append(page, FENCES + lowLength(page), highLength(page));
  }

  static int directory(byte[] page) {
    return FENCES + lowLength(page) + highLength(page);
  }

  static int recordAt(byte[] page, int index) {
    return u16(page, directory(page) + ENTRY * index + 4);
  }

  static int suffixLength(byte[] page, int record) {
    return u16(page, record);
  }

  static int valueLength(byte[] page, int record) {
    return u16(page, record + 2) & ~OVERFLOW;
  }

  static int recordBytes(byte[] page, int record) {
    return RECORD_HEADER + suffixLength(page, record) + valueLength(page, record);
  }

  /** How many bytes of this page its records and their directory need. */
  public static int usedBytes(byte[] page) {
    return page.length - heapTop(page) - garbage(page) + ENTRY * count(page);
  }

  /** How many bytes records and their directory may need in all. */
  public static int capacity(byte[] page) {
    return page.length - directory(page);
  }

  public static int keyLength(byte[] page, int index) {
    return prefixLength(page) + suffixLength(page, recordAt(page, index));
  }

  /** Adds the whole key of a record to {@code into}. */
  public static void appendKey(byte[] page, int index, Bytes into) {
    int record = recordAt(page, index);
    into.append(page, FENCES, prefixLength(page));
    into.append(page, record + RECORD_HEADER, suffixLength(page, record));
  }

  public static byte[] key(byte[] page, int index) {
    Bytes key = new Bytes(keyLength(page, index));
    appendKey(page, index, key);
    return key.array();
  }

  /** How long the shortest key is that parts the record at {@code index} from the one before. */
  public static int separatorLength(byte[] page, int index) {
    int below = recordAt(page, index - 1);
    int above = recordAt(page, index);
    int belowStart = below + RECORD_HEADER;
    int aboveStart = above + RECORD_HEADER;
    int mismatch =
        Arrays.mismatch(
            page,
            belowStart,
            belowStart + suffixLength(page, below),
            page,
            aboveStart,
            aboveStart + suffixLength(page, above));
    return prefixLength(page) + mismatch + 1;
  }

  public static boolean isOverflow(byte[] page, int index) {
    return (u16(page, recordAt(page, index) + 2) & OVERFLOW) != 0;
  }

  /** Where in the page the value of a record begins. */
  public static int valueStart(byte[] page, int index) {
    int record = recordAt(page, index);
    return record + RECORD_HEADER + suffixLength(page, record);
  }

  /** How long the value of a record is, here in the page. */
  public static int valueLengthAt(byte[] page, int index) {
    return valueLength(page, recordAt(page, index));
  }

  /** Where in the page the value of a record has ended. */
  public static int valueEnd(byte[] page, int index) {
    int record = recordAt(page, index);
    return record + recordBytes(page, record);
  }

  /**
   * Tells where the values of {@code count} records begin, from {@code first} on and {@code step}
   * records on each.
   */
  public static void findValues(byte[] page, int first, int step, int count, int[] starts) {
    int entry = directory(page) + ENTRY * first + 4;
    for (int i = 0; i < count; i++) {
      int record = u16(page, entry);
      starts[i] = record + RECORD_HEADER + suffixLength(page, record);
      entry += ENTRY * step;
    }
  }

  /**
   * Looks a key up.
   *
   * @return the index of its record, or {@code -1 - i} where it is absent and {@code i} records
   *     have lesser keys
   */
  public static int find(byte[] page, Bytes key) {
    int prefix = prefixLength(page);
    if (prefix > 0) {
      int order = comparePrefix(page, prefix, key);
      if (order != 0) {
        return order < 0 ? -1 - count(page) : -1;
      }
    }
    int head = head(key.array(), prefix, key.length());
    int directory = directory(page);
    int from = 0;
    int to = count(page);
    while (from < to) {
      int middle = (from + to) >>> 1;
      int entry = directory + ENTRY * middle;
      int order = Integer.compareUnsigned(i32(page, entry), head);
      if (order == 0) {
        int start = u16(page, entry + 4) + RECORD_HEADER;
        int end = start + u16(page, start - RECORD_HEADER);
        order = Keys.compare(page, start, end, key, prefix);
        if (order == 0) {
          return middle;
        }
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return -1 - from;
  }

  /** How many records have keys less than {@code key}. */
  public static int lowerBound(byte[] page, Bytes key) {
    int index = find(page, key);
    return index < 0 ? -1 - index : index;
  }

  /** Which child of an inner page holds {@code key}. */
  public static int childFor(byte[] page, Bytes key) {
    int index = find(page, key);
    return index >= 0 ? index : Math.max(0, -2 - index);
  }

  /** Which child of an inner page holds the greatest keys less than {@code key}. */
  public static int childBefore(byte[] page, Bytes key) {
    return Math.max(0, lowerBound(page, key) - 1);
  }

  /** Whether all keys of the page are less than {@code bound}. */
  public static boolean endsBy(byte[] page, Bytes bound) {
    int from = FENCES + lowLength(page);
    return hasHigh(page) && Keys.compare(page, from, from + highLength(page), bound, 0) <= 0;
  }

  /** Whether no page of the tree has lesser keys. */
  public static boolean isLeftmost(byte[] page) {
    return lowLength(page) == 0;
  }

  /** Whether all keys of the page are at least {@code bound}. */
  public static boolean beginsAt(byte[] page, Bytes bound) {
    return Keys.compare(page, FENCES, FENCES + lowLength(page), bound, 0) >= 0;
  }

  /** Whether {@code key} is less than the low fence. */
  static boolean beginsBehind(byte[] page, Bytes key) {
    return Keys.compare(page, FENCES, FENCES + lowLength(page), key, 0) > 0;
  }

  /** The first four bytes of {@code array[from, to)} as a number, filled up with zeros. */
  static int head(byte[] array, int from, int to) {
    if (to - from >= 4) {
      return i32(array, from);
    }
    int head = 0;
    for (int at = 0; at < 4; at++) {
      head = (head << 8) | (from + at < to ? array[from + at] & 0xff : 0);
    }
    return head;
  }

  private static int comparePrefix(byte[] page, int prefix, Bytes key) {
    int shared = Math.min(prefix, key.length());
    int mismatch = Arrays.mismatch(page, FENCES, FENCES + shared, key.array(), 0, shared);
    if (mismatch < 0) {
      return shared < prefix ? 1 : 0;
    }
    return (page[FENCES + mismatch] & 0xff) - (key.array()[mismatch] & 0xff);
  }
}
