package dev.zdb.kv.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys from {@code low}, which belongs to it, up to {@code high}, which does not, compared as
 * unsigned bytes. The successor of a key is the key with a zero byte behind it.
 *
 * <p>The arrays are the range's own from then on; nobody changes them.
 *
 * @param low the first key, empty for the least
 * @param high the first key beyond, or null for no end
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, passed everywhere
public record KeyRange(byte[] low, byte @Nullable [] high) {
  private static final KeyRange ALL = new KeyRange(new byte[0], null);

  /** Every key there is. */
  public static KeyRange all() {
    return ALL;
  }

  /** The keys that begin with {@code prefix}. */
  public static KeyRange startingWith(byte[] prefix) {
    return new KeyRange(prefix, afterPrefix(prefix));
  }

  /** The least key greater than all that begin with {@code prefix}; null where there is none. */
  public static byte @Nullable [] afterPrefix(byte[] prefix) {
    int end = prefix.length;
    while (end > 0 && prefix[end - 1] == (byte) 0xff) {
      end--;
    }
    if (end == 0) {
      return null;
    }
    byte[] after = Arrays.copyOf(prefix, end);
    after[end - 1]++;
    return after;
  }

  public boolean isEmpty() {
    return high != null && Arrays.compareUnsigned(low, high) >= 0;
  }
}
