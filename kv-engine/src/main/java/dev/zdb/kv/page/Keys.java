package dev.zdb.kv.page;

import dev.zdb.kv.api.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Keys: runs of bytes that compare as unsigned, the shorter first where one begins the other. */
public final class Keys {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Keys() {}

  /** Compares {@code array[from, to)} with what {@code key} holds from {@code skip} on. */
  static int compare(byte[] array, int from, int to, Bytes key, int skip) {
    byte[] other = key.array();
    int length = to - from;
    int otherLength = key.length() - skip;
    int shared = Math.min(length, otherLength);
    int at = 0;
    for (; at + Long.BYTES <= shared; at += Long.BYTES) {
      long a = (long) LONG.get(array, from + at);
      long b = (long) LONG.get(other, skip + at);
      if (a != b) {
        return Long.compareUnsigned(a, b);
      }
    }
    for (; at < shared; at++) {
      int difference = (array[from + at] & 0xff) - (other[skip + at] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return length - otherLength;
  }

  public static int compare(Bytes a, Bytes b) {
    return compare(a.array(), 0, a.length(), b, 0);
  }

  /** How many bytes the two begin with alike. */
  public static int sharedPrefix(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  /** The shortest key that is greater than {@code below} and at most {@code above}. */
  public static byte[] separator(byte[] below, byte[] above) {
    return Arrays.copyOf(above, sharedPrefix(below, above) + 1);
  }
}
