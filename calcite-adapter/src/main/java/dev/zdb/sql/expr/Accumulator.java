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

  /** Writes the result, or its being NULL, into a register. More rows may follow. */
  void finish(Registers registers, int into);
}
