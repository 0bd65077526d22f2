package dev.zdb.sql.value;

import org.jspecify.annotations.Nullable;

/**
 * The values of one running statement: a numbered register for each column of each operator,
 * written by the operator that owns it and read in place by every expression above. Rows are not
 * copied from operator to operator; a join's left row stays in its registers while the right side
 * advances, and a correlated inner plan reads the outer row where it lies.
 *
 * <pre>
 *   kind                                   words[i]              highs[i]        objects[i]
 *   BOOLEAN                                0 or 1
 *   TINYINT SMALLINT INTEGER BIGINT        the value
 *   REAL DOUBLE                            raw bits of a double
 *   DATE                                   epoch day
 *   TIME                                   nanosecond of day
 *   INTERVAL_MONTHS                        months
 *   DECIMAL                                low 64 bits           high 64 bits
 *   TIMESTAMP, INTERVAL_SECONDS            (epoch) second        nanosecond
 *   UUID                                   most significant      least significant
 *   CHAR VARCHAR                                                                 String
 *   BINARY VARBINARY                                                             byte[]
 * </pre>
 *
 * A DECIMAL is the 128-bit two's complement of the unscaled value at its type's scale. A CHAR is
 * held without its trailing blanks. A REAL is a double that a float can hold. The NULL kind has a
 * register like BOOLEAN. Whether register {@code i} is NULL says {@code nulls[i]} alone; the rest
 * is then undefined.
 *
 * <p>An expression answers in the same form: the word returned, the second word in {@link #high},
 * NULL in {@link #isNull}. Expressions thus need no state and plans are shared by all sessions.
 *
 * <p>The fields are open: a method call each would be a third of a scan's time in the interpreter
 * and nothing could be checked there that the plan's compiler has not made sure of.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Registers {
  public final long[] words;
  public final long[] highs;
  public final @Nullable Object[] objects;
  public final boolean[] nulls;

  /** The second word of the last expression of a two-word kind. */
  public long high;

  /** Whether the last expression was NULL; every expression sets it. */
  public boolean isNull;

  public Registers(int count) {
    words = new long[count];
    highs = new long[count];
    objects = new Object[count];
    nulls = new boolean[count];
  }

  /** A buffer of values for {@link ValueOrder}, whose owner numbers words and objects apart. */
  public Registers(int wordCount, int highCount, int objectCount, int nullCount) {
    words = new long[wordCount];
    highs = new long[highCount];
    objects = new Object[objectCount];
    nulls = new boolean[nullCount];
  }
}
