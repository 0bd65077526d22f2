package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Registers;
import java.util.ArrayList;
import java.util.List;

/** AND, OR, NOT and the tests of a truth value, in three-valued logic. */
public final class Logic {
  private Logic() {}

  /** False as soon as one is false; else unknown if one is unknown. */
  public static Expression and(List<Expression> operands) {
    List<Expression> needed = without(Truth.TRUE, operands);
    if (needed.isEmpty()) {
      return Constant.of(Truth.TRUE);
    }
    return needed.size() == 1 ? needed.get(0) : new And(needed);
  }

  /** True as soon as one is true; else unknown if one is unknown. */
  public static Expression or(List<Expression> operands) {
    List<Expression> needed = without(Truth.FALSE, operands);
    if (needed.isEmpty()) {
      return Constant.of(Truth.FALSE);
    }
    return needed.size() == 1 ? needed.get(0) : new Or(needed);
  }

  private static List<Expression> without(Truth neutral, List<Expression> operands) {
    List<Expression> needed = new ArrayList<>();
    for (Expression operand : operands) {
      boolean isNeutral =
          operand instanceof Constant constant
              && !constant.isNull()
              && (constant.word != 0) == (neutral == Truth.TRUE);
      if (!isNeutral) {
        needed.add(operand);
      }
    }
    return needed;
  }

  /** The opposite; unknown stays. */
  public static Expression not(Expression operand) {
    return new Not(operand);
  }

  /** Whether the operand is this truth value; never unknown itself. */
  public static Expression is(Truth truth, Expression operand) {
    return new Is(truth, operand);
  }

  /** What must all be true for a BOOLEAN to be true, in the order in which to ask. */
  public static List<Expression> conjuncts(Expression condition) {
    return condition instanceof And and ? List.of(and.operands) : List.of(condition);
  }

  private static boolean any(Expression[] operands, int register) {
    for (Expression operand : operands) {
      if (operand.mayRead(register)) {
        return true;
      }
    }
    return false;
  }

  private static final class And extends Expression {
    private final Expression[] operands;

    And(List<Expression> operands) {
      super(SqlType.BOOLEAN);
      this.operands = operands.toArray(Expression[]::new);
    }

    @Override
    public boolean mayRead(int register) {
      return any(operands, register);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      boolean unknown = false;
      for (Expression operand : operands) {
        long word = operand.word(run);
        if (registers.isNull) {
          unknown = true;
        } else if (word == 0) {
          return 0;
        }
      }
      registers.isNull = unknown;
      return 1;
    }
  }

  private static final class Or extends Expression {
    private final Expression[] operands;

    Or(List<Expression> operands) {
      super(SqlType.BOOLEAN);
      this.operands = operands.toArray(Expression[]::new);
    }

    @Override
    public boolean mayRead(int register) {
      return any(operands, register);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      boolean unknown = false;
      for (Expression operand : operands) {
        long word = operand.word(run);
        if (registers.isNull) {
          unknown = true;
        } else if (word != 0) {
          return 1;
        }
      }
      registers.isNull = unknown;
      return 0;
    }
  }

  private static final class Not extends Expression {
    private final Expression operand;

    Not(Expression operand) {
      super(SqlType.BOOLEAN);
      this.operand = operand;
    }

    @Override
    public boolean mayRead(int register) {
      return operand.mayRead(register);
    }

    @Override
    public long word(Execution run) {
      return operand.word(run) ^ 1;
    }
  }

  private static final class Is extends Expression {
    private final Truth truth;
    private final Expression operand;

    Is(Truth truth, Expression operand) {
      super(SqlType.BOOLEAN);
      this.truth = truth;
      this.operand = operand;
    }

    @Override
    public boolean mayRead(int register) {
      return operand.mayRead(register);
    }

    @Override
    public long word(Execution run) {
      Registers registers = run.registers;
      boolean value = operand.word(run) != 0;
      Truth found = registers.isNull ? Truth.UNKNOWN : value ? Truth.TRUE : Truth.FALSE;
      registers.isNull = false;
      return found == truth ? 1 : 0;
    }
  }
}
