package dev.zdb.sql.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to visit: those whose leading fields equal some values and whose next field lies
 * between two. Bounds are of SQL's order whichever way the field is stored, and leave NULLs out.
 *
 * @param prefix of the leading fields, possibly none
 * @param low the least value of the next field, null for no bound
 * @param high the greatest value of the next field, null for no bound
 */
public record KeyBounds(
    List<FieldMatch> prefix, @Nullable FieldBound low, @Nullable FieldBound high) {
  private static final KeyBounds ALL = new KeyBounds(List.of(), null, null);

  public KeyBounds {
    prefix = List.copyOf(prefix);
  }

  /** All keys. */
  public static KeyBounds all() {
    return ALL;
  }

  /** The keys whose leading fields equal some values. */
  public static KeyBounds equal(List<FieldMatch> prefix) {
    return new KeyBounds(prefix, null, null);
  }
}
