package dev.zdb.sql.exec;

import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import java.util.Objects;

/**
 * The beginning of a value in one signed word: where two words differ, their values are in the same
 * order; where they are equal, the values have to be compared.
 *
 * <p><b>Threads:</b> stateless.
 */
final class SortPrefix {
  private static final int FIRST_SURROGATE = 0xd800;
  private static final int AFTER_SURROGATES = 0xe000;

  private SortPrefix() {}

  /** The word of the value at a place, which is not NULL. */
  static long of(Form form, Registers values, int at) {
    return switch (form) {
      case WORD, MOMENT -> values.words[at];
      case DOUBLE -> ofDouble(Double.longBitsToDouble(values.words[at]));
      case DECIMAL -> ofDecimal(values.words[at], values.highs[at]);
      case UUID -> values.words[at] ^ Long.MIN_VALUE;
      case TEXT -> ofText((String) Objects.requireNonNull(values.objects[at]));
      case BYTES -> ofBytes((byte[]) Objects.requireNonNull(values.objects[at]));
    };
  }

  private static long ofDouble(double value) {
    long bits = Double.doubleToLongBits(value + 0.0); // which makes -0.0 a 0.0
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private static long ofDecimal(long low, long high) {
    if (high == low >> 63) {
      return low;
    }
    return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** Four UTF-16 units, surrogates put above all others, as code points are. */
  private static long ofText(String text) {
    long word = 0;
    for (int i = 0; i < Long.BYTES / Character.BYTES; i++) {
      int unit = i < text.length() ? text.charAt(i) : 0;
      if (unit >= AFTER_SURROGATES) {
        unit -= AFTER_SURROGATES - FIRST_SURROGATE;
      } else if (unit >= FIRST_SURROGATE) {
        unit += Character.MAX_VALUE + 1 - AFTER_SURROGATES;
      }
      word = word << Character.SIZE | unit;
    }
    return word ^ Long.MIN_VALUE;
  }

  private static long ofBytes(byte[] bytes) {
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = word << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
    }
    return word ^ Long.MIN_VALUE;
  }
}
