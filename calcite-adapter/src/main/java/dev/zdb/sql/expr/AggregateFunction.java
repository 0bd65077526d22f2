package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import java.util.List;
import java.util.function.Supplier;

/**
 * A compiled aggregate function: immutable, shared by all runs; each group has an {@link
 * Accumulator} of its own.
 *
 * <p>Its caller passes by the rows that {@code filter} refuses, and those whose arguments it has
 * seen in the group if the function is of DISTINCT values; the accumulator knows of neither.
 *
 * @param type of the result
 * @param arguments the registers of the arguments
 * @param filter the register of the BOOLEAN of a FILTER clause, {@link #NO_FILTER} if there is none
 * @param start makes the accumulator of a new group
 */
public record AggregateFunction(
    SqlType type,
    List<Integer> arguments,
    int filter,
    Duplicates duplicates,
    Supplier<Accumulator> start) {
  public static final int NO_FILTER = -1;

  /** Whether equal arguments count again. */
  public enum Duplicates {
    COUNTED,
    SKIPPED
  }

  public boolean isDistinct() {
    return duplicates == Duplicates.SKIPPED;
  }
}
