package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import org.jspecify.annotations.Nullable;

/** Expressions given as a piece of code: for functions that cost more than the call of it. */
final class Computed {
  private Computed() {}

  /**
   * Computes a word. The code evaluates its arguments and returns at once when one of them leaves
   * {@code isNull} set; so the result of the last evaluation stands for that of the whole.
   */
  @FunctionalInterface
  interface WordCode {
    long word(Execution run);
  }

  /** Computes an object; null for NULL. */
  @FunctionalInterface
  interface ObjectCode {
    @Nullable Object object(Execution run);
  }

  static Expression word(SqlType type, WordCode code) {
    return new Word(type, code);
  }

  static Expression object(SqlType type, ObjectCode code) {
    return new Reference(type, code);
  }

  /** The answer of a {@link WordCode} that has found NULL by itself. */
  static long unknown(Execution run) {
    run.registers.isNull = true;
    return 0;
  }

  /** The answer of a {@link WordCode} for a truth value. */
  static long truth(Execution run, boolean value) {
    run.registers.isNull = false;
    return value ? 1 : 0;
  }

  private static final class Word extends Expression {
    private final WordCode code;

    Word(SqlType type, WordCode code) {
      super(type);
      this.code = code;
    }

    @Override
    public long word(Execution run) {
      return code.word(run);
    }
  }

  private static final class Reference extends Expression {
    private final ObjectCode code;

    Reference(SqlType type, ObjectCode code) {
      super(type);
      this.code = code;
    }

    @Override
    public @Nullable Object object(Execution run) {
      Object value = code.object(run);
      run.registers.isNull = value == null;
      return value;
    }
  }
}
