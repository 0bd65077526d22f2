package dev.zdb.sql.value;

/** The total order of REAL and DOUBLE: -0.0 equals 0.0, NaN equals NaN and is above all. */
public final class DoubleOrder {
  private DoubleOrder() {}

  /** Compares two doubles. */
  public static int compare(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  /** Compares two doubles given as raw bits. */
  public static int compareBits(long a, long b) {
    return compare(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
  }
}
