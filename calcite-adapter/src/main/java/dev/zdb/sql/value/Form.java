package dev.zdb.sql.value;

import dev.zdb.sql.api.TypeKind;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a kind of value lies in {@link Registers}: the rows of the table there, told apart. */
public enum Form {
  /** One word that compares as a signed number. */
  WORD,
  /** One word, the raw bits of a double. */
  DOUBLE,
  /** Two words, one number of 128 bits. */
  DECIMAL,
  /** Two words, a second and a nanosecond. */
  MOMENT,
  /** Two words, without sign. */
  UUID,
  /** A String. */
  TEXT,
  /** A byte[]. */
  BYTES;

  private static final long OBJECT_BYTES = 48;
  private static final char LAST_OF_LATIN_1 = 0xFF;

  /** The form of a kind. */
  public static Form of(TypeKind kind) {
    return switch (kind) {
      case REAL, DOUBLE -> DOUBLE;
      case DECIMAL -> DECIMAL;
      case TIMESTAMP, INTERVAL_SECONDS -> MOMENT;
      case UUID -> UUID;
      case CHAR, VARCHAR -> TEXT;
      case BINARY, VARBINARY -> BYTES;
      default -> WORD;
    };
  }

  /** Whether it is an object, not words. */
  public boolean isObject() {
    return this == TEXT || this == BYTES;
  }

  /** Whether it takes two words. */
  public boolean isPair() {
    return this == DECIMAL || this == MOMENT || this == UUID;
  }

  /** About how much memory a value held as an object takes; 0 for none. */
  public static long heldBytes(@Nullable Object object) {
    if (object instanceof String text) {
      return OBJECT_BYTES + (long) text.length() * bytesPerChar(text);
    }
    return object instanceof byte[] bytes ? OBJECT_BYTES + bytes.length : 0;
  }

  /** Java holds a string in bytes as long as all of it is Latin-1. */
  private static int bytesPerChar(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LAST_OF_LATIN_1) {
        return 2;
      }
    }
    return 1;
  }

  /** Compares two values held in words; the high words do not matter to forms of one word. */
  public int compare(long aWord, long aHigh, long bWord, long bHigh) {
    return switch (this) {
      case DOUBLE -> DoubleOrder.compareBits(aWord, bWord);
      case DECIMAL -> Decimal128.compare(aWord, aHigh, bWord, bHigh);
      case MOMENT -> aWord != bWord ? Long.compare(aWord, bWord) : Long.compare(aHigh, bHigh);
      case UUID ->
          aWord != bWord ? Long.compareUnsigned(aWord, bWord) : Long.compareUnsigned(aHigh, bHigh);
      default -> Long.compare(aWord, bWord);
    };
  }

  /** Compares two values held as objects. */
  public int compare(@Nullable Object a, @Nullable Object b) {
    Objects.requireNonNull(a);
    Objects.requireNonNull(b);
    return this == TEXT
        ? CodePointOrder.compare((String) a, (String) b)
        : Arrays.compareUnsigned((byte[]) a, (byte[]) b);
  }
}
