package dev.zdb.sql.expr;

import dev.zdb.sql.expr.Comparison.Operator;
import dev.zdb.sql.value.Registers;

/**
 * A condition that is true of a column exactly where its value, which one word holds, lies in a
 * range. The ends do not change while the table is read, so that who reads it can compare stored
 * words without asking the condition again; it never fails.
 */
@FunctionalInterface
public interface WordRange {
  /**
   * Cuts from a range what this one leaves out, by the run's parameters and outer rows.
   *
   * @param least the least word of each range
   * @param most the greatest word of each range; of an empty one it is below the least
   * @param i which range to narrow
   */
  void narrow(Registers registers, long[] least, long[] most, int i);

  /** The range of what compares with a word as told; there is none for {@code NOT_EQUAL}. */
  static void narrow(Operator operator, long word, long[] least, long[] most, int i) {
    switch (operator) {
      case EQUAL -> narrow(word, word, least, most, i);
      case AT_MOST -> narrow(Long.MIN_VALUE, word, least, most, i);
      case AT_LEAST -> narrow(word, Long.MAX_VALUE, least, most, i);
      case LESS -> {
        if (word == Long.MIN_VALUE) {
          empty(least, most, i);
        } else {
          narrow(Long.MIN_VALUE, word - 1, least, most, i);
        }
      }
      case GREATER -> {
        if (word == Long.MAX_VALUE) {
          empty(least, most, i);
        } else {
          narrow(word + 1, Long.MAX_VALUE, least, most, i);
        }
      }
      case NOT_EQUAL -> throw new AssertionError("two ranges");
    }
  }

  /** Cuts a range to what lies between two words, both included. */
  static void narrow(long low, long high, long[] least, long[] most, int i) {
    least[i] = Math.max(least[i], low);
    most[i] = Math.min(most[i], high);
  }

  /** Cuts all from a range. */
  static void empty(long[] least, long[] most, int i) {
    least[i] = Long.MAX_VALUE;
    most[i] = Long.MIN_VALUE;
  }
}
