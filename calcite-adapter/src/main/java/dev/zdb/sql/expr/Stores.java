package dev.zdb.sql.expr;

import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;

/** Puts what an expression gives into a register. */
public final class Stores {
  private Stores() {}

  /** Evaluates an expression into a register of its run. */
  public static void store(Expression expression, Execution run, int into) {
    store(expression, run, run.registers, into);
  }

  /** Evaluates an expression into a register of any buffer. */
  public static void store(Expression expression, Execution run, Registers buffer, int into) {
    if (Form.of(expression.type().kind()).isObject()) {
      buffer.objects[into] = expression.object(run);
    } else {
      buffer.words[into] = expression.word(run);
      buffer.highs[into] = run.registers.high;
    }
    buffer.nulls[into] = run.registers.isNull;
  }
}
