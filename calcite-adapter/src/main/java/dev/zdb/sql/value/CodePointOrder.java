package dev.zdb.sql.value;

/**
 * The order of strings: by code point, which is the order of their UTF-8. {@link String#compareTo}
 * has it wrong for characters above U+FFFF, whose surrogates come before U+E000.
 */
public final class CodePointOrder {
  private CodePointOrder() {}

  /** Compares two strings. */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? x - y
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
