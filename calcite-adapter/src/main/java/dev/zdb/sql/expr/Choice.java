package dev.zdb.sql.expr;

import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.value.Execution;
import dev.zdb.sql.value.Form;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CASE, COALESCE and their like: expressions of which only the one needed is evaluated. */
public final class Choice {
  private Choice() {}

  /** CASE: the result beside the first condition that is true, else the last of the results. */
  public static Expression of(List<Expression> conditions, List<Expression> results, SqlType type) {
    return new Case(conditions, converted(results, type), type);
  }

  /** The first that is not NULL. */
  public static Expression coalesce(List<Expression> operands, SqlType type) {
    return new FirstNotNull(converted(operands, type), type);
  }

  /** NULL if the two are equal, else the first. */
  public static Expression nullIf(Expression first, Expression second, SqlType type) {
    Expression equal = Comparison.of(Comparison.Operator.EQUAL, first, second);
    return of(List.of(equal), List.of(Constant.ofNull(type), first), type);
  }

  /** The greatest or least of all; NULL if one is NULL. */
  public static Expression extreme(
      Comparison.Operator better, List<Expression> operands, SqlType type) {
    List<Expression> alike = converted(operands, type);
    Expression[] each = alike.toArray(Expression[]::new);
    Form form = Form.of(type.kind());
    int sign = better == Comparison.Operator.GREATER ? 1 : -1;
    return form.isObject()
        ? Computed.object(type, run -> extremeObject(each, form, sign, run))
        : Computed.word(type, run -> extremeWord(each, form, sign, run));
  }

  private static @Nullable Object extremeObject(
      Expression[] operands, Form form, int sign, Execution run) {
    Object best = null;
    for (Expression operand : operands) {
      Object value = operand.object(run);
      if (value == null) {
        return null;
      }
      best = best == null || form.compare(value, best) * sign > 0 ? value : best;
    }
    return best;
  }

  private static long extremeWord(Expression[] operands, Form form, int sign, Execution run) {
    long best = operands[0].word(run);
    long bestHigh = run.registers.high;
    for (int i = 1; i < operands.length && !run.registers.isNull; i++) {
      long word = operands[i].word(run);
      long high = run.registers.high;
      if (form.compare(word, high, best, bestHigh) * sign > 0) {
        best = word;
        bestHigh = high;
      }
    }
    run.registers.high = bestHigh;
    return best;
  }

  private static List<Expression> converted(List<Expression> operands, SqlType type) {
    List<Expression> converted = new ArrayList<>();
    for (Expression operand : operands) {
      converted.add(Conversions.cast(operand, type));
    }
    return converted;
  }

  private static final class Case extends Expression {
    private final Expression[] conditions;
    private final Expression[] results;

    Case(List<Expression> conditions, List<Expression> results, SqlType type) {
      super(type);
      this.conditions = conditions.toArray(Expression[]::new);
      this.results = results.toArray(Expression[]::new);
    }

    @Override
    public long word(Execution run) {
      return chosen(run).word(run);
    }

    @Override
    public @Nullable Object object(Execution run) {
      return chosen(run).object(run);
    }

    private Expression chosen(Execution run) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].isTrue(run)) {
          return results[i];
        }
      }
      return results[conditions.length];
    }
  }

  private static final class FirstNotNull extends Expression {
    private final Expression[] operands;

    FirstNotNull(List<Expression> operands, SqlType type) {
      super(type);
      this.operands = operands.toArray(Expression[]::new);
    }

    @Override
    public long word(Execution run) {
      long word = 0;
      for (Expression operand : operands) {
        word = operand.word(run);
        if (!run.registers.isNull) {
          return word;
        }
      }
      return word;
    }

    @Override
    public @Nullable Object object(Execution run) {
      for (Expression operand : operands) {
        Object value = operand.object(run);
        if (value != null) {
          return value;
        }
      }
      return null;
    }
  }
}
