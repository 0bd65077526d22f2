package dev.zdb.sql.rule;

import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.ConditionalCorrelate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Util;

/**
 * Tells which expressions may fail for some rows, so that they are not computed for rows that a
 * query does not ask for: a sub-query that is made a join is computed for all of its rows.
 *
 * <p>Overflow is not looked for: it is in every sum, and nearly never.
 */
final class Risks {
  private static final Set<SqlKind> SURE =
      Set.of(
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.CASE,
          SqlKind.COALESCE,
          SqlKind.NULLIF,
          SqlKind.SEARCH,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE,
          SqlKind.PLUS,
          SqlKind.CHECKED_PLUS,
          SqlKind.MINUS,
          SqlKind.CHECKED_MINUS,
          SqlKind.TIMES,
          SqlKind.CHECKED_TIMES,
          SqlKind.PLUS_PREFIX,
          SqlKind.MINUS_PREFIX,
          SqlKind.CHECKED_MINUS_PREFIX,
          SqlKind.EXTRACT,
          SqlKind.SAFE_CAST);

  private static final Set<String> SURE_NAMES =
      Set.of("||", "UPPER", "LOWER", "CHAR_LENGTH", "ABS", "TRIM", "GREATEST", "LEAST");

  private Risks() {}

  /** Whether a sub-query computes what may fail of the rows that its outer row chooses. */
  static boolean inChosenRows(RelNode rel) {
    return (rel instanceof Correlate correlate
            && (inChosenRows(correlate.getRight(), correlate.getCorrelationId())
                || (correlate instanceof ConditionalCorrelate asked
                    && mayFail(asked.getCondition())
                    && isGuard(correlate.getRight()))))
        || rel.getInputs().stream().anyMatch(Risks::inChosenRows);
  }

  /** Whether it depends on the outer row alone if there are any rows. */
  private static boolean isGuard(RelNode rel) {
    return rel instanceof Filter filter
        && RelOptUtil.InputFinder.bits(filter.getCondition()).isEmpty();
  }

  /** Whether something in a sub-query may fail for some rows. */
  static boolean mayFail(RexSubQuery subquery) {
    return subquery.getOperands().stream().anyMatch(Risks::mayFail) || mayFail(subquery.rel);
  }

  /** Whether something that is computed for the rows of a query may fail for some. */
  static boolean mayFail(RelNode rel) {
    boolean[] found = {false};
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            found[0] |= !isSure(call);
            return super.visitCall(call);
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subquery) {
            found[0] |= mayFail(subquery);
            return subquery;
          }
        });
    return found[0] || rel.getInputs().stream().anyMatch(Risks::mayFail);
  }

  private static boolean inChosenRows(RelNode rel, CorrelationId outer) {
    if (rel.getInputs().stream().noneMatch(input -> isChosenBy(outer, input))) {
      return false;
    }
    boolean mayFail =
        rel instanceof Project project
            ? project.getProjects().stream().anyMatch(Risks::mayFail)
            : rel instanceof Filter filter && mayFail(filter.getCondition());
    return mayFail || rel.getInputs().stream().anyMatch(input -> inChosenRows(input, outer));
  }

  private static boolean isChosenBy(CorrelationId outer, RelNode rel) {
    return RelOptUtil.getVariablesUsed(rel).contains(outer);
  }

  /** Whether an expression may fail for some values. */
  static boolean mayFail(RexNode expression) {
    try {
      expression.accept(
          new RexVisitorImpl<Void>(/* deep= */ true) {
            @Override
            public Void visitCall(RexCall call) {
              if (!isSure(call)) {
                throw Util.FoundOne.NULL;
              }
              return super.visitCall(call);
            }
          });
      return false;
    } catch (Util.FoundOne found) {
      return true;
    }
  }

  private static boolean isSure(RexCall call) {
    return switch (call.getKind()) {
      case DIVIDE, CHECKED_DIVIDE, MOD ->
          call.getOperands().get(1) instanceof RexLiteral divisor
              && !RexLiteral.isNullLiteral(divisor)
              && RexLiteral.numberValue(divisor).doubleValue() != 0;
      case CAST -> isWidening(call.getType(), call.getOperands().get(0).getType());
      case LIKE -> call.operandCount() == 2;
      default ->
          SURE.contains(call.getKind())
              || call.isA(SqlKind.COMPARISON)
              || SURE_NAMES.contains(call.getOperator().getName());
    };
  }

  private static boolean isWidening(RelDataType to, RelDataType from) {
    if (SqlTypeUtil.isCharacter(to)) {
      return SqlTypeUtil.isCharacter(from)
          || to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED;
    }
    return SqlTypeUtil.equalSansNullability(from, to) || RexUtil.isLosslessCast(from, to);
  }
}
