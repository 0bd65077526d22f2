package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import dev.zdb.sql.value.Registers;
import org.jspecify.annotations.Nullable;

/** The value of a register: a column, a column of an outer row, a parameter. */
public abstract class RegisterRead extends Expression {
  /** Which register. */
  protected final int index;

  private RegisterRead(SqlType type, int index) {
    super(type);
    this.index = index;
  }

  /** Reads a register of a type. */
  public static RegisterRead of(SqlType type, int index) {
    return switch (Form.of(type.kind())) {
      case WORD, DOUBLE -> new OneWord(type, index);
      case DECIMAL, MOMENT, UUID -> new TwoWords(type, index);
      case TEXT, BYTES -> new Reference(type, index);
    };
  }

  public final int index() {
    return index;
  }

  @Override
  public final boolean mayRead(int register) {
    return register == index;
  }

  private static final class OneWord extends RegisterRead {
    OneWord(SqlType type, int index) {
      super(type, index);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      registers.isNull = registers.nulls[index];
      return registers.words[index];
    }
  }

  private static final class TwoWords extends RegisterRead {
    TwoWords(SqlType type, int index) {
      super(type, index);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      registers.isNull = registers.nulls[index];
      registers.high = registers.highs[index];
      return registers.words[index];
    }
  }

  private static final class Reference extends RegisterRead {
    Reference(SqlType type, int index) {
      super(type, index);
    }

    @Override
    public @Nullable Object object(Execution run) {
      Registers registers = run.registers;
      boolean isNull = registers.nulls[index];
      registers.isNull = isNull;
      return isNull ? null : registers.objects[index];
    }
  }
}
