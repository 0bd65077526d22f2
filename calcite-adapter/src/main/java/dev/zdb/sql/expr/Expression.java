package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import org.jspecify.annotations.Nullable;

/**
 * A compiled scalar expression. It holds no state: all of a run is in the {@link Execution}, so one
 * expression serves any number of runs at once.
 *
 * <p>Which of {@link #word} and {@link #object} holds is fixed by the kind of {@link #type}, as the
 * table in {@link dev.zdb.sql.value.Registers} says; the other is never called. A NULL sets {@code
 * registers.isNull}, a value clears it; for {@link #object}, NULL is a null answer and {@code
 * isNull} is set alike.
 *
 * <p><b>Failure:</b> overflow, division by zero and their like throw {@link
 * dev.zdb.sql.api.SqlProblem}. What a CASE or an AND does not need is not evaluated.
 */
public abstract class Expression {
  private final SqlType type;

  protected Expression(SqlType type) {
    this.type = type;
  }

  public final SqlType type() {
    return type;
  }

  /** The first word of a value held in words; the second, if any, in {@code registers.high}. */
  public long word(Execution run) {
    throw new AssertionError("no word in " + getClass());
  }

  /** A value held as an object. */
  public @Nullable Object object(Execution run) {
    throw new AssertionError("no object in " + getClass());
  }

  /** Whether the value may depend on a register; true where nobody has said otherwise. */
  public boolean mayRead(int register) {
    return true;
  }

  /** This as a range of the words of a register; null where it is no such condition. */
  public @Nullable WordRange rangeOf(int register) {
    return null;
  }

  /** Whether a BOOLEAN is true, neither false nor unknown. */
  public final boolean isTrue(Execution run) {
    return word(run) != 0 && !run.registers.isNull;
  }
}
