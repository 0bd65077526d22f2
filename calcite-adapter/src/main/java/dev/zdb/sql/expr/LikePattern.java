package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.value.Texts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern of LIKE: {@code %} stands for any characters, {@code _} for one. Matching
 * takes no stack and goes back only to the last {@code %}.
 */
final class LikePattern {
  private static final int ANY_ONE = -1;
  private static final int ANY_MANY = -2;
  private static final int NO_ESCAPE = -3;

  private final int[] pattern;
  private final Shape shape;
  private final String literal;

  /** The patterns that need no search step by step. */
  private enum Shape {
    EXACT,
    PREFIX,
    SUFFIX,
    WITHIN,
    GENERAL
  }

  private LikePattern(int[] pattern) {
    this.pattern = pattern;
    this.shape = shapeOf(pattern);
    this.literal = literalOf(pattern);
  }

  /**
   * Compiles a pattern.
   *
   * @param escape one character, before which the two signs and itself stand for themselves; null
   *     for none
   */
  static LikePattern of(String text, @Nullable String escape) {
    int escapeSign = escape == null ? NO_ESCAPE : escapeSign(escape);
    int[] signs = text.codePoints().toArray();
    int[] pattern = new int[signs.length];
    int count = 0;
    for (int i = 0; i < signs.length; i++) {
      int sign = signs[i];
      if (sign == escapeSign) {
        i++;
        if (i == signs.length || (signs[i] != '%' && signs[i] != '_' && signs[i] != escapeSign)) {
          throw SqlProblem.of(
              SqlErrorCode.INVALID_ESCAPE,
              "in the pattern '%s' the escape character is not before %%, _ or itself",
              Texts.shown(text));
        }
        pattern[count++] = signs[i];
      } else if (sign == '%') {
        if (count == 0 || pattern[count - 1] != ANY_MANY) {
          pattern[count++] = ANY_MANY;
        }
      } else {
        pattern[count++] = sign == '_' ? ANY_ONE : sign;
      }
    }
    return new LikePattern(Arrays.copyOf(pattern, count));
  }

  private static int escapeSign(String escape) {
    if (Texts.length(escape) != 1) {
      throw SqlProblem.of(
          SqlErrorCode.INVALID_ESCAPE, "the escape '%s' is not one character", escape);
    }
    return escape.codePointAt(0);
  }

  private static Shape shapeOf(int[] pattern) {
    int length = pattern.length;
    boolean opens = length > 0 && pattern[0] == ANY_MANY;
    boolean closes = length > 0 && pattern[length - 1] == ANY_MANY;
    for (int i = opens ? 1 : 0; i < (closes ? length - 1 : length); i++) {
      if (pattern[i] < 0) {
        return Shape.GENERAL;
      }
    }
    if (opens) {
      return closes ? Shape.WITHIN : Shape.SUFFIX;
    }
    return closes ? Shape.PREFIX : Shape.EXACT;
  }

  private static String literalOf(int[] pattern) {
    StringBuilder literal = new StringBuilder();
    for (int sign : pattern) {
      if (sign >= 0) {
        literal.appendCodePoint(sign);
      }
    }
    return literal.toString();
  }

  boolean matches(String text) {
    return switch (shape) {
      case EXACT -> text.equals(literal);
      case PREFIX -> text.startsWith(literal);
      case SUFFIX -> text.endsWith(literal);
      case WITHIN -> text.contains(literal);
      case GENERAL -> search(text);
    };
  }

  private boolean search(String text) {
    int at = 0;
    int sign = 0;
    int resumeSign = -1;
    int resumeAt = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (sign < pattern.length && pattern[sign] == ANY_MANY) {
        resumeSign = ++sign;
        resumeAt = at;
      } else if (sign < pattern.length
          && (pattern[sign] == ANY_ONE || pattern[sign] == character)) {
        sign++;
        at += Character.charCount(character);
      } else if (resumeSign >= 0) {
        resumeAt += Character.charCount(text.codePointAt(resumeAt));
        at = resumeAt;
        sign = resumeSign;
      } else {
        return false;
      }
    }
    while (sign < pattern.length && pattern[sign] == ANY_MANY) {
      sign++;
    }
    return sign == pattern.length;
  }
}
