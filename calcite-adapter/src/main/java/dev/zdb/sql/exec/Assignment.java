package dev.zdb.sql.exec;

import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;

/**
 * An expression and the register that takes its value.
 *
 * <p><b>Threads:</b> any.
 */
public final class Assignment {
  private final Expression value;
  private final int register;
  private final Form form;

  public Assignment(Expression value, int register) {
    this.value = value;
    this.register = register;
    this.form = Form.of(value.type().kind());
  }

  /** The register and its type. */
  public Slot slot() {
    return new Slot(register, value.type());
  }

  /** Evaluates over the run's registers and writes to one of them. */
  public void apply(Execution run) {
    apply(run, run.registers);
  }

  /** Evaluates over the run's registers and writes to one of {@code target}'s. */
  public void apply(Execution run, Registers target) {
    if (form.isObject()) {
      Object object = value.object(run);
      target.objects[register] = object;
      target.nulls[register] = object == null;
      return;
    }
    target.words[register] = value.word(run);
    target.nulls[register] = run.registers.isNull;
    if (form.isPair()) {
      target.highs[register] = run.registers.high;
    }
  }
}
