package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Arithmetic;
import dev.zdb.sql.expr.Arithmetic.Operation;
import dev.zdb.sql.expr.Choice;
import dev.zdb.sql.expr.Comparison;
import dev.zdb.sql.expr.Conversions;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.Like;
import dev.zdb.sql.expr.Logic;
import dev.zdb.sql.expr.NullTest;
import dev.zdb.sql.expr.TemporalArithmetic;
import dev.zdb.sql.expr.TextFunctions;
import dev.zdb.sql.expr.Truth;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.fun.SqlLikeOperator;

/** Compiles calls by the kind of their operator; functions proper by {@link Functions}. */
final class Calls {
  private Calls() {}

  static Expression compile(RexCall rex, RexCompiler compiler) {
    Call call = new Call(rex, compiler);
    return switch (rex.getKind()) {
      case PLUS, CHECKED_PLUS -> arithmetic(Operation.ADD, call);
      case MINUS, CHECKED_MINUS -> arithmetic(Operation.SUBTRACT, call);
      case TIMES, CHECKED_TIMES -> arithmetic(Operation.MULTIPLY, call);
      case DIVIDE, CHECKED_DIVIDE -> arithmetic(Operation.DIVIDE, call);
      case MOD -> arithmetic(Operation.REMAINDER, call);
      case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> negation(call);
      case PLUS_PREFIX -> call.operand(0);
      case EQUALS -> comparison(Comparison.Operator.EQUAL, call);
      case NOT_EQUALS -> comparison(Comparison.Operator.NOT_EQUAL, call);
      case LESS_THAN -> comparison(Comparison.Operator.LESS, call);
      case LESS_THAN_OR_EQUAL -> comparison(Comparison.Operator.AT_MOST, call);
      case GREATER_THAN -> comparison(Comparison.Operator.GREATER, call);
      case GREATER_THAN_OR_EQUAL -> comparison(Comparison.Operator.AT_LEAST, call);
      case IS_NOT_DISTINCT_FROM -> Comparison.isNotDistinct(call.operand(0), call.operand(1));
      case IS_DISTINCT_FROM ->
          Logic.not(Comparison.isNotDistinct(call.operand(0), call.operand(1)));
      case AND -> Logic.and(call.operands());
      case OR -> Logic.or(call.operands());
      case NOT -> Logic.not(call.operand(0));
      case IS_NULL -> NullTest.isNull(call.operand(0));
      case IS_NOT_NULL -> NullTest.isNotNull(call.operand(0));
      case IS_TRUE -> Logic.is(Truth.TRUE, call.operand(0));
      case IS_NOT_TRUE -> Logic.not(Logic.is(Truth.TRUE, call.operand(0)));
      case IS_FALSE -> Logic.is(Truth.FALSE, call.operand(0));
      case IS_NOT_FALSE -> Logic.not(Logic.is(Truth.FALSE, call.operand(0)));
      case IS_UNKNOWN -> Logic.is(Truth.UNKNOWN, call.operand(0));
      case CASE -> choice(call);
      case COALESCE, NVL -> Choice.coalesce(call.operands(), call.type());
      case NULLIF -> Choice.nullIf(call.operand(0), call.operand(1), call.type());
      case CAST -> cast(call);
      case SAFE_CAST -> Conversions.tryCast(call.operand(0), SqlTypes.of(rex.getType()));
      case REINTERPRET -> reinterpret(call);
      case LIKE -> like(call);
      case SEARCH -> Searches.compile(call);
      default -> Functions.compile(call);
    };
  }

  private static Expression arithmetic(Operation operation, Call call) {
    if (call.count() != 2) {
      throw call.unsupported();
    }
    Expression left = call.operand(0);
    Expression right = call.operand(1);
    if (isTemporal(left) || isTemporal(right)) {
      return switch (operation) {
        case ADD -> TemporalArithmetic.plus(left, right, call.type());
        case SUBTRACT -> TemporalArithmetic.minus(left, right, call.type());
        case MULTIPLY, DIVIDE -> TemporalArithmetic.scale(operation, left, right, call.type());
        case REMAINDER -> throw call.unsupported();
      };
    }
    SqlType type = call.type();
    boolean isNumeric = isNumberOrNull(left) && isNumberOrNull(right) && type.kind().isNumeric();
    if (!isNumeric) {
      throw call.unsupported();
    }
    return Arithmetic.of(operation, number(left, type), number(right, type), type);
  }

  /** A NULL without type as one of the result's. */
  private static Expression number(Expression operand, SqlType type) {
    return operand.type().kind() == TypeKind.NULL ? Conversions.cast(operand, type) : operand;
  }

  private static boolean isNumberOrNull(Expression operand) {
    TypeKind kind = operand.type().kind();
    return kind.isNumeric() || kind == TypeKind.NULL;
  }

  private static boolean isTemporal(Expression operand) {
    return switch (operand.type().kind()) {
      case DATE, TIME, TIMESTAMP, INTERVAL_MONTHS, INTERVAL_SECONDS -> true;
      default -> false;
    };
  }

  private static Expression negation(Call call) {
    Expression operand = call.operand(0);
    if (isTemporal(operand)) {
      return TemporalArithmetic.negate(operand);
    }
    if (!isNumberOrNull(operand)) {
      throw call.unsupported();
    }
    return Arithmetic.negate(number(operand, call.type()), call.type());
  }

  private static Expression comparison(Comparison.Operator operator, Call call) {
    return Comparison.of(operator, call.operand(0), call.operand(1));
  }

  private static Expression choice(Call call) {
    List<Expression> conditions = new ArrayList<>();
    List<Expression> results = new ArrayList<>();
    int last = call.count() - 1;
    for (int i = 0; i < last; i += 2) {
      conditions.add(call.operand(i));
      results.add(call.operand(i + 1));
    }
    results.add(call.operand(last));
    return Choice.of(conditions, results, call.type());
  }

  private static Expression cast(Call call) {
    Expression operand = call.operand(0);
    SqlType type = SqlTypes.of(call.rex().getType());
    TypeKind from = operand.type().kind();
    boolean isInterval = from == TypeKind.INTERVAL_MONTHS || from == TypeKind.INTERVAL_SECONDS;
    if (isInterval && type.kind().isNumeric()) {
      throw SqlProblem.of(
          SqlErrorCode.FEATURE_NOT_SUPPORTED,
          "a CAST from %s to %s is not supported",
          operand.type(),
          type);
    }
    return Conversions.cast(operand, type);
  }

  private static Expression reinterpret(Call call) {
    Expression operand = call.operand(0);
    SqlType type = call.type();
    if (isTemporal(operand) && type.kind().isInteger()) {
      return TemporalArithmetic.toUnits(operand, type);
    }
    boolean isToInterval =
        type.kind() == TypeKind.INTERVAL_MONTHS || type.kind() == TypeKind.INTERVAL_SECONDS;
    if (operand.type().kind().isInteger() && isToInterval) {
      return TemporalArithmetic.ofUnits(operand, type);
    }
    throw call.unsupported();
  }

  private static Expression like(Call call) {
    if (!(call.rex().getOperator() instanceof SqlLikeOperator operator)) {
      throw call.unsupported();
    }
    Like.Case letters = operator.isCaseSensitive() ? Like.Case.SENSITIVE : Like.Case.INSENSITIVE;
    Expression text =
        TextFunctions.padded(
            call.operand(0), SqlTypes.of(call.rex().getOperands().get(0).getType()));
    Expression like =
        Like.of(text, call.operand(1), call.count() == 3 ? call.operand(2) : null, letters);
    return operator.isNegated() ? Logic.not(like) : like;
  }
}
