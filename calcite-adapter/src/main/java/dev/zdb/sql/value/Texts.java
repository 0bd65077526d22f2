package dev.zdb.sql.value;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;

/** Character strings: lengths in code points, and the blanks that CHAR does not hold. */
public final class Texts {
  private Texts() {}

  /** How many characters, each of one code point. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether there are at most so many characters; does not count those of a short string. */
  public static boolean isWithin(String text, int characters) {
    return text.length() <= characters || length(text) <= characters;
  }

  /** The string without its trailing blanks. */
  public static String withoutTrailingBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** The first so many characters. */
  public static String prefix(String text, int characters) {
    return isWithin(text, characters)
        ? text
        : text.substring(0, text.offsetByCodePoints(0, characters));
  }

  /** What CAST makes of a string: cut to the type's length, a CHAR without trailing blanks. */
  public static String cast(String text, SqlType type) {
    String cut = prefix(text, type.precision());
    return type.kind() == TypeKind.CHAR ? withoutTrailingBlanks(cut) : cut;
  }

  /** What INSERT makes of a string: nothing but blanks may be cut to the type's length. */
  public static String assign(String text, SqlType type) {
    String held = type.kind() == TypeKind.CHAR ? withoutTrailingBlanks(text) : text;
    if (isWithin(held, type.precision())) {
      return held;
    }
    if (isWithin(withoutTrailingBlanks(held), type.precision())) {
      return prefix(held, type.precision());
    }
    throw SqlProblem.of(
        SqlErrorCode.STRING_TOO_LONG,
        "a string of %d characters is too long for %s",
        length(text),
        type);
  }

  /** A CHAR with all its blanks, as it is shown. */
  public static String padded(String text, int characters) {
    int missing = characters - length(text);
    return missing <= 0 ? text : text + " ".repeat(missing);
  }

  /** At most the first characters of a text, for a message. */
  public static String shown(String text) {
    int most = 60;
    return isWithin(text, most) ? text : prefix(text, most) + "...";
  }
}
