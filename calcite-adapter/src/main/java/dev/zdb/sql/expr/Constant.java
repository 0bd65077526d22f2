package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Decimal128;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.JavaValues;
import dev.zdb.sql.value.Registers;
import org.jspecify.annotations.Nullable;

/** A value known when the plan is compiled, or NULL. */
public final class Constant extends Expression {
  final long word;
  final long high;
  final @Nullable Object object;
  private final boolean isNull;

  private Constant(SqlType type, Registers value) {
    super(type);
    this.word = value.words[0];
    this.high = value.highs[0];
    this.object = value.objects[0];
    this.isNull = value.nulls[0];
  }

  /** A value given as the Java object of its type, or as one that converts to it. */
  public static Constant of(SqlType type, @Nullable Object value) {
    Registers registers = new Registers(1);
    JavaValues.put(registers, 0, type, value);
    return new Constant(type, registers);
  }

  /** NULL of a type. */
  public static Constant ofNull(SqlType type) {
    return of(type, null);
  }

  /** A BOOLEAN. */
  public static Constant of(Truth truth) {
    return of(SqlType.BOOLEAN, truth == Truth.UNKNOWN ? null : truth == Truth.TRUE);
  }

  /** The value of an expression of no registers, in a run that has none. */
  static Constant evaluated(Expression expression, Execution run) {
    Registers registers = new Registers(1);
    Stores.store(expression, run, registers, 0);
    return new Constant(expression.type(), registers);
  }

  /** Whether the value is held in words and the first of them says it all. */
  boolean isWord() {
    return switch (Form.of(type().kind())) {
      case WORD -> true;
      case DECIMAL -> Decimal128.isWord(word, high);
      default -> false;
    };
  }

  public boolean isNull() {
    return isNull;
  }

  /** The value as the Java object of its type. */
  public @Nullable Object toJava() {
    return isNull ? null : JavaValues.object(word, high, object, type());
  }

  /** Compares two constants of one form, neither of them NULL. */
  int compareTo(Constant other) {
    Form form = Form.of(type().kind());
    return form.isObject()
        ? form.compare(object, other.object)
        : form.compare(word, high, other.word, other.high);
  }

  @Override
  public boolean mayRead(int register) {
    return false;
  }

  @Override
  public long word(Execution run) {
    run.registers.high = high;
    run.registers.isNull = isNull;
    return word;
  }

  @Override
  public @Nullable Object object(Execution run) {
    run.registers.isNull = isNull;
    return object;
  }
}
