package dev.zdb.test.random;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SQL's logic of three values, where null is unknown. */
final class Logic {
  private Logic() {}

  static boolean isTrue(@Nullable Object truth) {
    return Boolean.TRUE.equals(truth);
  }

  static @Nullable Boolean not(@Nullable Object truth) {
    return truth == null ? null : !((Boolean) truth);
  }

  static @Nullable Boolean and(@Nullable Object a, @Nullable Object b) {
    if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
      return false;
    }
    return (a == null || b == null) ? null : true;
  }

  static @Nullable Boolean or(@Nullable Object a, @Nullable Object b) {
    return not(and(not(a), not(b)));
  }

  /** Compares as an operator of SQL does. */
  static @Nullable Boolean compare(String operator, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return null;
    }
    int order = Kind.order(a, b);
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  /** Whether a row equals another. */
  static @Nullable Boolean equal(List<@Nullable Object> a, @Nullable Object[] b) {
    Boolean result = true;
    for (int i = 0; i < b.length; i++) {
      result = and(result, compare("=", a.get(i), b[i]));
    }
    return result;
  }

  static @Nullable Boolean like(@Nullable Object text, @Nullable Object pattern) {
    if (text == null || pattern == null) {
      return null;
    }
    String expression =
        ((String) pattern)
            .codePoints()
            .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return ((String) text).matches(expression);
  }
}
