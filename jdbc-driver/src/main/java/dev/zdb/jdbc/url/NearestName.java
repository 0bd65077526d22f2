package dev.zdb.jdbc.url;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody who wrote an unknown name is likely to have meant. */
public final class NearestName {
  private static final int LEAST_ALLOWED = 2;
  private static final int LETTERS_PER_CHANGE = 3;

  private NearestName() {}

  /** The known name that takes the fewest changes, if less than half changes; case is none. */
  public static Optional<String> to(String unknown, Collection<String> known) {
    int few = Math.max(LEAST_ALLOWED, unknown.length() / LETTERS_PER_CHANGE);
    int best = Math.min(few, (unknown.length() - 1) / 2) + 1;
    Optional<String> nearest = Optional.empty();
    for (String name : known) {
      int distance = distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    Arrays.setAll(above, i -> i);
    for (int row = 1; row <= from.length(); row++) {
      int[] here = new int[to.length() + 1];
      here[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int changed = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        here[column] = Math.min(changed, 1 + Math.min(above[column], here[column - 1]));
      }
      above = here;
    }
    return above[to.length()];
  }
}
