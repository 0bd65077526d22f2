package dev.zdb.test.random;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Constants in a text of SQL that are given as parameters: marked while the text is made. */
final class Parameters {
  private static final Pattern MARKED = Pattern.compile("\\{(\\d+)}");

  private Parameters() {}

  static String mark(String number) {
    return "{" + number + "}";
  }

  /** The text with a question mark for each. */
  static String text(String marked) {
    return MARKED.matcher(marked).replaceAll("?");
  }

  /** The text with their values in it. */
  static String shown(String marked) {
    return MARKED.matcher(marked).replaceAll("$1");
  }

  /** Their values, in the order of the text. */
  static List<Integer> values(String marked) {
    return MARKED.matcher(marked).results().map(Parameters::value).toList();
  }

  private static Integer value(MatchResult found) {
    return Integer.valueOf(found.group(1));
  }
}
