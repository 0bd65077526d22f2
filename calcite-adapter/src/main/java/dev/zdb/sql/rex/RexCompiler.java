package dev.zdb.sql.rex;

import dev.zdb.sql.api.SqlErrorCode;
import dev.zdb.sql.api.SqlProblem;
import dev.zdb.sql.api.SqlType;
import dev.zdb.sql.api.TypeKind;
import dev.zdb.sql.expr.Constant;
import dev.zdb.sql.expr.Conversions;
import dev.zdb.sql.expr.Expression;
import dev.zdb.sql.expr.RegisterRead;
import dev.zdb.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Compiles Calcite's expressions to ours.
 *
 * <p>What it does not know is refused with {@link SqlErrorCode#FEATURE_NOT_SUPPORTED}, naming it.
 *
 * <p><b>Threads:</b> safe if its {@link Columns} are; one at a time with {@link #compileInto}.
 */
public final class RexCompiler {
  private final Columns columns;

  /** Where the values of some calls lie by the time that what is compiled next is evaluated. */
  private final Map<RexNode, Integer> computed = new HashMap<>();

  /** Compiles expressions over these columns; parameters are the first registers. */
  public RexCompiler(Columns columns) {
    this.columns = columns;
  }

  /** An expression whose values are of the type that Calcite gave it, as a register holds them. */
  public Expression compile(RexNode node) {
    return conform(guarded(node), SqlTypes.of(node.getType()));
  }

  private Expression guarded(RexNode node) {
    try {
      return operand(node);
    } catch (StackOverflowError tooDeep) {
      throw SqlProblem.causedBy(
          tooDeep, SqlErrorCode.TOO_COMPLEX, "an expression is nested too deeply");
    }
  }

  /**
   * Compiles what will be put into a register before anything compiled later is evaluated: where
   * that holds the same again, it reads the register.
   */
  public Expression compileInto(int register, RexNode node) {
    Expression value = guarded(node);
    Expression held = conform(value, SqlTypes.of(node.getType()));
    if (held == value && canBeReadAgain(node)) {
      computed.put(node, register);
    }
    return held;
  }

  /** Whether the value would be the same if computed again, and held just as an operand is. */
  private static boolean canBeReadAgain(RexNode node) {
    return node instanceof RexCall
        && !SqlTypes.of(node.getType()).kind().isCharacter()
        && RexUtil.isDeterministic(node);
  }

  /** Several expressions, in order. */
  public List<Expression> compile(List<? extends RexNode> nodes) {
    List<Expression> compiled = new ArrayList<>();
    for (RexNode node : nodes) {
      compiled.add(compile(node));
    }
    return compiled;
  }

  private static Expression conform(Expression expression, SqlType type) {
    SqlType held = expression.type();
    boolean isStringOfType = held.kind() == type.kind() && held.kind().isCharacter();
    return isStringOfType || held.equals(type) ? expression : Conversions.cast(expression, type);
  }

  /** An expression as part of another: CHAR literals and results keep their blanks. */
  Expression operand(RexNode node) {
    Integer register = computed.isEmpty() ? null : computed.get(node);
    if (register != null) {
      return read(node, register);
    }
    if (node instanceof RexCall call && !isOfQueries(node)) {
      return Calls.compile(call, this);
    }
    if (node instanceof RexLiteral literal) {
      return Literals.of(literal);
    }
    if (node instanceof RexInputRef reference) {
      return read(node, columns.input(reference.getIndex()));
    }
    if (node instanceof RexDynamicParam parameter) {
      return read(node, parameter.getIndex());
    }
    if (node instanceof RexFieldAccess access
        && access.getReferenceExpr() instanceof RexCorrelVariable outer) {
      return read(node, columns.outer(outer.getName(), access.getField().getIndex()));
    }
    Object what = node instanceof RexSubQuery ? "a sub-query" : node.getKind();
    throw SqlProblem.of(
        SqlErrorCode.FEATURE_NOT_SUPPORTED, "%s in this place is not supported yet", what);
  }

  private static boolean isOfQueries(RexNode node) {
    return node instanceof RexOver || node instanceof RexSubQuery;
  }

  private static Expression read(RexNode node, int register) {
    SqlType type = SqlTypes.of(node.getType());
    return type.kind() == TypeKind.NULL ? Constant.ofNull(type) : RegisterRead.of(type, register);
  }
}
