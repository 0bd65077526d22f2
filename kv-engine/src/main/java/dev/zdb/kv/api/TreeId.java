package dev.zdb.kv.api;

/**
 * The permanent number of a tree; given by the store, never reused.
 *
 * @param number at least 1
 */
public record TreeId(int number) implements Comparable<TreeId> {
  /** The one tree that every store has from its creation, for the caller's own directory. */
  public static final TreeId ROOT = new TreeId(1);

  public TreeId {
    if (number < 1) {
      throw new IllegalArgumentException("tree number " + number);
    }
  }

  @Override
  public int compareTo(TreeId other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "tree " + number;
  }
}
