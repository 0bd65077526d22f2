package dev.zdb.sql.catalog;

/**
 * How an identity column counts: upwards from a first number by equal steps.
 *
 * @param step at least 1
 */
public record Numbering(long start, long step) {
  /** 1, 2, 3. */
  public static final Numbering ONE_BY_ONE = new Numbering(1, 1);

  public Numbering {
    if (step < 1) {
      throw new IllegalArgumentException("step " + step);
    }
  }

  /** The first of its numbers above another; throws {@link ArithmeticException} without one. */
  public long above(long number) {
    if (number < start) {
      return start;
    }
    long passed = Math.floorMod(Math.floorMod(number, step) - Math.floorMod(start, step), step);
    return Math.addExact(number, step - passed);
  }
}
