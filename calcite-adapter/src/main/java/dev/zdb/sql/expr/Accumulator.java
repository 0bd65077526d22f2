package dev.zdb.sql.expr;

import dev.zdb.sql.value.Registers;

/**
 * What an {@link AggregateFunction} has seen of one group so far.
 *
 * <p><b>Threads:</b> the session's. <b>Failure:</b> overflow throws {@link
 * dev.zdb.sql.api.SqlProblem}.
 */
public interface Accumulator {
  /** Takes the row in the registers; NULLs are skipped here where the function skips them. */
  void add(Registers registers);

  /** About how much memory this takes now; it grows by {@link #add} alone. */
  default long heldBytes() {
    return 64;
  }

  /** Writes the result, or its being NULL, into a register. More rows may follow. */
  void finish(Registers registers, int into);
}
